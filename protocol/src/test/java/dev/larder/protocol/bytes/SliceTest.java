package dev.larder.protocol.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SliceTest {
    private static final byte[] ARRAY = "..GeT[k@`{\u00e9".getBytes(ISO_8859_1);

    private static Slice slice(int offset, int length) {
        Slice slice = new Slice();
        slice.set(ARRAY, offset, length);
        return slice;
    }

    @Test
    void is_ofAKeyword_ignoresTheCaseOfLettersOnly() {
        assertThat(slice(2, 3).is("GET")).isTrue();
        assertThat(slice(2, 3).is("SET")).isFalse();
        assertThat(slice(2, 2).is("GET")).isFalse();
        assertThat(slice(2, 4).is("GET")).isFalse();
        assertThat(slice(5, 5).is("[K@`{")).as("no letters but k").isTrue();
        assertThat(slice(8, 1).is("@")).as("` is no lower-case @").isFalse();
        assertThat(slice(9, 1).is("[")).as("{ is no lower-case [").isFalse();
        assertThat(slice(0, 0).is("")).isTrue();
    }

    @Test
    void text_ofAnyBytes_losesNone() {
        assertThat(slice(9, 2).text()).isEqualTo("{\u00e9");
        assertThat(slice(9, 2).toBytes()).containsExactly('{', 0xe9);
        assertThat(slice(9, 2)).hasToString("{\u00e9");
        assertThat(slice(2, 1).at(0)).isEqualTo((byte) 'G');
    }

    @Test
    void contentEquals_ofOtherBytes_comparesAllOfThem() {
        assertThat(slice(2, 3).contentEquals("GeT".getBytes(ISO_8859_1))).isTrue();
        assertThat(slice(2, 3).contentEquals("GET".getBytes(ISO_8859_1))).isFalse();
        assertThat(slice(2, 3).contentEquals("Ge".getBytes(ISO_8859_1))).isFalse();
    }
}
