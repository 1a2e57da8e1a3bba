package dev.larder.server.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.memory.NativeMemory;
import dev.larder.server.memory.RawBytes;
import dev.larder.server.testing.Allocation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KeyHasherTest {
    private static final long KEY0 = 0x0706050403020100L;
    private static final long KEY1 = 0x0f0e0d0c0b0a0908L;

    private final NativeMemory memory = NativeMemory.reserve(NativeMemory.UNIT_BYTES);
    private final RawBytes raw = memory.bytes();
    private final KeyHasher hasher = new KeyHasher(KEY0, KEY1);
    private final PlainSipHash plain = new PlainSipHash(1, 3);

    @AfterEach
    void close() {
        memory.close();
    }

    /// The example of the paper's appendix is for SipHash-2-4; it shows that the plain form is
    /// right.
    @Test
    void plainForm_onTheExampleOfThePaper_givesItsHash() {
        var message = new byte[15];
        for (int index = 0; index < message.length; index++) {
            message[index] = (byte) index;
        }
        assertThat(new PlainSipHash(2, 4).hash(KEY0, KEY1, message)).isEqualTo(0xa129ca6149be45e5L);
    }

    @Test
    void hash_ofAnyKeyAndDatabase_isSipHash13OfBoth() {
        var random = new SplittableRandom(1);
        for (int step = 0; step < 20_000; step++) {
            int length = step < 600 ? step / 2 : random.nextInt(9000);
            int offset = random.nextInt(40);
            int db = random.nextInt(4) == 0 ? random.nextInt(1 << 20) : 0;
            var array = new byte[offset + length + 9];
            random.nextBytes(array);
            long expected = plain.hash(KEY0, KEY1, message(array, offset, length, db));
            assertThat(hasher.hash(array, offset, length, db)).isEqualTo(expected);
            raw.copyIn(array, offset, offset, length);
            assertThat(hasher.hash(raw, offset, length, db)).isEqualTo(expected);
            if (length > 500) {
                step += 20;
            }
        }
    }

    private static byte[] message(byte[] array, int offset, int length, int db) {
        return ByteBuffer.allocate(8 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(db)
                .put(array, offset, length)
                .array();
    }

    @Test
    void hash_atTheVeryEndOfTheRegion_readsNotOneByteMore() {
        for (int length = 0; length < 40; length++) {
            long at = raw.size() - length;
            var array = new byte[length];
            Arrays.fill(array, (byte) length);
            raw.copyIn(array, 0, at, length);
            assertThat(hasher.hash(raw, at, length, 3)).isEqualTo(hasher.hash(array, 0, length, 3));
        }
    }

    @Test
    void random_twice_givesDifferentHashes() {
        byte[] key = "session:1".getBytes(StandardCharsets.US_ASCII);
        assertThat(KeyHasher.random().hash(key, 0, key.length, 0))
                .isNotEqualTo(KeyHasher.random().hash(key, 0, key.length, 0));
    }

    @Test
    void hash_ofAnyKey_allocatesNothing() {
        var array = new byte[100];
        hashAll(array, 20_000);
        assertThat(Allocation.bytesDuring(() -> hashAll(array, 20_000))).isLessThan(5_000);
    }

    private long hashAll(byte[] array, int rounds) {
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            sum += hasher.hash(array, round & 7, round & 63, 0);
            sum ^= hasher.hash(raw, round & 7, round & 63, 1);
        }
        return sum;
    }
}
