package dev.larder.protocol.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Allocation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AsciiTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "-0",
                "00",
                "01",
                "-01",
                " 1",
                "1 ",
                "1a",
                "a",
                "--1",
                "1.0",
                "0x1",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999",
                "18446744073709551617",
                "100000000000000000000",
                "1\0"
            })
    void isLong_ofWhatRedisRefuses_isFalse(String text) {
        assertThat(isLong(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                9,
                10,
                -10,
                99,
                100,
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                1L << 31,
                Long.MAX_VALUE,
                Long.MAX_VALUE - 1,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1
            })
    void writeLong_ofTheExtremes_isReadBack(long value) {
        checkRoundTrip(value);
    }

    @Test
    void writeLong_ofEveryPowerOfTenAndItsNeighbours_isReadBack() {
        long power = 1;
        for (int exponent = 0; exponent < 19; exponent++) {
            for (long value = power - 2; value <= power + 2; value++) {
                checkRoundTrip(value);
                checkRoundTrip(-value);
            }
            power *= 10;
        }
    }

    @Test
    void writeLong_ofRandomLongs_isReadBack() {
        SplittableRandom random = new SplittableRandom(7);
        for (int count = 0; count < 50_000; count++) {
            checkRoundTrip(random.nextLong() >> random.nextInt(64));
        }
    }

    /// Bytes drawn from what nearly spells numbers, judged by the numbers' own printing.
    @Test
    void isLong_ofRandomBytes_isTrueForWhatALongPrintsAs() {
        SplittableRandom random = new SplittableRandom(11);
        int longs = 0;
        for (int count = 0; count < 100_000; count++) {
            StringBuilder letters = new StringBuilder();
            int length = random.nextInt(22);
            for (int index = 0; index < length; index++) {
                letters.append("--0012345678999 +a".charAt(random.nextInt(index == 0 ? 18 : 16)));
            }
            String text = letters.toString();
            boolean expected = printsAsLong(text);
            assertThat(isLong(text)).as(text).isEqualTo(expected);
            longs += expected ? 1 : 0;
        }
        assertThat(longs).isGreaterThan(4_000);
    }

    private static boolean printsAsLong(String text) {
        try {
            return Long.toString(Long.parseLong(text)).equals(text);
        } catch (NumberFormatException none) {
            return false;
        }
    }

    @Test
    void numbers_readAndWritten_allocateNothing() throws Exception {
        byte[] array = new byte[64];
        Allocation.Work pass =
                () -> {
                    for (long value = -50_000; value < 50_000; value++) {
                        long large = value * 92_233_720_368_547L;
                        int end = Ascii.writeLong(array, 3, large);
                        boolean same =
                                Ascii.isLong(array, 3, end - 3)
                                        && Ascii.parseLong(array, 3, end - 3) == large;
                        if (!same) {
                            throw new AssertionError(large);
                        }
                    }
                };
        assertThat(Allocation.bytesInSteadyState(pass)).isZero();
    }

    @Test
    void lower_ofEveryByte_changesLettersOnly() {
        for (int letter = -128; letter < 128; letter++) {
            boolean capital = letter >= 'A' && letter <= 'Z';
            assertThat(Ascii.lower((byte) letter))
                    .isEqualTo((byte) (capital ? letter + 32 : letter));
        }
    }

    private static boolean isLong(String text) {
        byte[] bytes = (">" + text + "7").getBytes(US_ASCII);
        return Ascii.isLong(bytes, 1, text.length());
    }

    private static void checkRoundTrip(long value) {
        byte[] array = new byte[30];
        int end = Ascii.writeLong(array, 5, value);
        String text = new String(array, 5, end - 5, US_ASCII);
        assertThat(text).isEqualTo(Long.toString(value));
        assertThat(Ascii.digits(value)).isEqualTo(text.length());
        assertThat(array[end]).isZero();
        assertThat(Ascii.isLong(array, 5, end - 5)).as(text).isTrue();
        assertThat(Ascii.parseLong(array, 5, end - 5)).isEqualTo(value);
    }
}
