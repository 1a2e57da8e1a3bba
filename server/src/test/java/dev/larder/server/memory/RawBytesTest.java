package dev.larder.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RawBytesTest {
    private final NativeMemory memory = NativeMemory.reserve(NativeMemory.UNIT_BYTES);
    private final RawBytes bytes = memory.bytes();

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void numbers_atAnyAlignment_areReadAsWritten() {
        for (long at = 0; at < 16; at++) {
            bytes.putLong(at, 0x0123_4567_89AB_CDEFL);
            assertThat(bytes.longAt(at)).isEqualTo(0x0123_4567_89AB_CDEFL);
            bytes.putInt(at, 0x89AB_CDEF);
            assertThat(bytes.intAt(at)).isEqualTo(0x89AB_CDEF);
            bytes.putShort(at, (short) 0xCDEF);
            assertThat(bytes.shortAt(at)).isEqualTo((short) 0xCDEF);
            bytes.putByte(at, (byte) 0xEF);
            assertThat(bytes.byteAt(at)).isEqualTo((byte) 0xEF);
        }
    }

    @Test
    void access_outsideOfTheRegion_isAnException() {
        long end = bytes.size();
        byte[] some = new byte[8];
        assertThatThrownBy(() -> bytes.byteAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.byteAt(end)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.longAt(end - 7))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.putInt(end - 3, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.copyIn(some, 0, end - 7, 8))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.copyIn(some, 1, 0, 8))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.copyOut(0, some, -1, 8))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.copy(0, end - 7, 8))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.fill(end - 7, 8, (byte) 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.window(end - 7, 8))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void access_afterTheRegionWasClosed_isAnException() {
        NativeMemory closed = NativeMemory.reserve(NativeMemory.UNIT_BYTES);
        closed.close();
        assertThatThrownBy(() -> closed.bytes().byteAt(0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void copies_inAndOut_keepTheBytes() {
        byte[] text = "the quick brown fox".getBytes(StandardCharsets.US_ASCII);
        bytes.copyIn(text, 4, 100, 11);
        byte[] out = new byte[13];
        bytes.copyOut(100, out, 1, 11);
        assertThat(new String(out, 1, 11, StandardCharsets.US_ASCII)).isEqualTo("quick brown");
        assertThat(out[0]).isZero();
        assertThat(out[12]).isZero();
    }

    @Test
    void copy_ofOverlappingRanges_isAsIfThroughATemporary() {
        byte[] letters = "abcdefgh".getBytes(StandardCharsets.US_ASCII);
        bytes.copyIn(letters, 0, 10, 8);
        bytes.copy(10, 12, 8);
        byte[] out = new byte[10];
        bytes.copyOut(10, out, 0, 10);
        assertThat(new String(out, StandardCharsets.US_ASCII)).isEqualTo("ababcdefgh");
    }

    @Test
    void equal_ofAnyLengthAndDifference_agreesWithArrays() {
        var random = new SplittableRandom(7);
        for (int length = 0; length < 70; length++) {
            byte[] key = new byte[length + 3];
            random.nextBytes(key);
            long at = random.nextInt(64);
            bytes.copyIn(key, 3, at, length);
            assertThat(bytes.equal(at, key, 3, length)).isTrue();
            for (int index = 0; index < length; index++) {
                byte[] other = Arrays.copyOf(key, key.length);
                other[3 + index] ^= 1;
                assertThat(bytes.equal(at, other, 3, length)).isFalse();
            }
        }
    }

    @Test
    void window_seesTheBytesThemselves() {
        ByteBuffer window = bytes.window(32, 8);
        bytes.putByte(33, (byte) 5);
        assertThat(window.isDirect()).isTrue();
        assertThat(window.remaining()).isEqualTo(8);
        assertThat(window.get(1)).isEqualTo((byte) 5);
    }

    @Test
    void fill_setsNoOtherByte() {
        bytes.fill(10, 20, (byte) 0x55);
        assertThat(bytes.byteAt(9)).isZero();
        assertThat(bytes.byteAt(10)).isEqualTo((byte) 0x55);
        assertThat(bytes.byteAt(29)).isEqualTo((byte) 0x55);
        assertThat(bytes.byteAt(30)).isZero();
    }
}
