package dev.larder.protocol.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalsTest {
    private static double parse(String text) {
        byte[] bytes = ("1" + text + "1").getBytes(US_ASCII);
        return Decimals.parse(bytes, 1, text.length());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, -0.0",
        "3, 3",
        "+3, 3",
        "-3, -3",
        "007, 7",
        "3.0e3, 3000",
        ".5, 0.5",
        "5., 5",
        "1e5, 1e5",
        "1E+5, 1e5",
        "1e-5, 1e-5",
        "0.1, 0.1",
        "1e22, 1e22",
        "1e23, 1e23",
        "123456789012345678, 123456789012345678",
        "0x10, 16",
        "0X1.8p1, 3",
        "0x.8, 0.5",
        "0x1p-1074, 4.9e-324",
        "-0x1P+3, -8",
        "0x0, 0",
        "1e308, 1e308",
        "4.9e-324, 4.9e-324",
        "0e999999999999, 0",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "0.000000000000000000000000000000000000001e39, 1",
        "inf, Infinity",
        "+INF, Infinity",
        "-inf, -Infinity",
        "iNfInItY, Infinity"
    })
    void parse_ofWhatStrtodTakes_isTheNearestDouble(String text, double expected) {
        assertThat(parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "1x",
                "x",
                "-",
                "+",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "1e5.0",
                "--1",
                "+-1",
                "1..2",
                "1.2.3",
                "0x",
                "0x.",
                "0xg",
                "0x1p",
                "0x1e+",
                "0b1",
                "1d",
                "1f",
                "1_0",
                "nan",
                "NaN",
                "-nan",
                "nan(1)",
                "in",
                "infinit",
                "infinityy",
                "inf ",
                "1e309",
                "-1e309",
                "1e-400",
                "0x1p1024",
                "0x1p-1076",
                "1e99999999999999999999",
                "1,5",
                "\u0001"
            })
    void parse_ofWhatRedisRefuses_isNaN(String text) {
        assertThat(parse(text)).isNaN();
    }

    @Test
    void parse_ofRandomDecimals_isWhatTheExactValueRoundsTo() {
        SplittableRandom random = new SplittableRandom(5);
        for (int count = 0; count < 30_000; count++) {
            String text =
                    (random.nextBoolean() ? "-" : "")
                            + random.nextLong(1L << random.nextInt(1, 62))
                            + "."
                            + random.nextLong(1L << random.nextInt(1, 40))
                            + "e"
                            + random.nextInt(-40, 40);
            assertThat(parse(text)).as(text).isEqualTo(new BigDecimal(text).doubleValue());
        }
    }

    /// Spelled as Redis 7.2 spells scores, in RESP3 and in RESP2.
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "-1, -1",
        "3.5, 3.5",
        "0.1, 0.1",
        "-0.1, -0.1",
        "1e2, 100",
        "1e17, 100000000000000000",
        "1.5e300, 1.5e+300",
        "1e-5, 0.00001",
        "1e-6, 0.000001",
        "1e-7, 1e-7",
        "1.25e-7, 1.25e-7",
        "0.0001234, 1.234e-4",
        "1.2345678901234568e20, 123456789012345680000",
        "0.001234, 0.001234",
        "1e21, 1e+21",
        "5e18, 5e+18",
        "4e18, 4000000000000000000",
        "123456.789, 123456.789",
        "4.9e-324, 5e-324",
        "9.88e-324, 1e-323",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "0.30000000000000004, 0.30000000000000004",
        "Infinity, inf",
        "-Infinity, -inf",
        "NaN, nan"
    })
    void text_ofADouble_isSpelledAsByRedis(double value, String expected) {
        assertThat(Decimals.text(value)).isEqualTo(expected);
    }

    @Test
    void text_ofRandomDoubles_isReadBackExactly() {
        SplittableRandom random = new SplittableRandom(9);
        for (int count = 0; count < 50_000; count++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = Decimals.text(value);
                assertThat(parse(text)).as(text).isEqualTo(value);
                assertThat(text.length()).as(text).isLessThanOrEqualTo(25);
            }
        }
    }
}
