package dev.larder.protocol.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LongDoubleTest {
    private static LongDouble parse(String text) {
        byte[] bytes = ("1" + text + "1").getBytes(US_ASCII);
        return LongDouble.parse(bytes, 1, text.length());
    }

    /// The sums were taken from a redis-server 7.0 on x86-64.
    @ParameterizedTest
    @CsvSource({
        "3.0, 1.1, 4.1",
        "10.50, 0.1, 10.6",
        "5.0e3, 2.0e2, 5200",
        "1, -1.5, -0.5",
        "0.1, 0.2, 0.3",
        "1e17, 0.1, 100000000000000000.1015625",
        "1e16, 0.3, 10000000000000000.2998046875",
        "123456789.123456789, 0.000000001, 123456789.12345678999554366",
        "-0.1, 0.1, 0",
        "-5, 5, 0",
        "1e-17, 0, 0.00000000000000001",
        "1e-18, 0, 0",
        "4e-18, 1e-18, 0",
        "5e-18, 0, 0",
        "6e-18, 0, 0.00000000000000001",
        "1e19, 1, 10000000000000000001",
        "1e20, 1, 100000000000000000000",
        "18446744073709551615, 1, 18446744073709551616",
        "18446744073709551616, 1, 18446744073709551616",
        "18446744073709551616, 2, 18446744073709551618",
        "18446744073709551616, 3, 18446744073709551620",
        "9223372036854775807, 0.5, 9223372036854775807.5",
        "0.00000000000000001, 0.00000000000000001, 0.00000000000000002",
        "1, 0.00000000000000001, 1.00000000000000001",
        "0x1p-3, 0, 0.125",
        "0x1.8p1, 1, 4",
        "1e30, 1e-30, 1000000000000000000024696061952",
        "3.14159265358979323846, 0, 3.14159265358979324",
        "2.5, 2.5, 5",
        "1e100, -1e100, 0",
        "0.7, 0.1, 0.8",
        "1.1, 2.2, 3.3",
        "100000.7, 0.01, 100000.71000000000000085",
        "-1e-18, 0, 0",
        "1e4000, -1e4000, 0",
        "12345678901234567890.123, 0, 12345678901234567890",
        "1e-4000, 1, 1",
        "0.5, -0.50000000000000001, -0.00000000000000001",
        "1.005, 0.005, 1.01",
        "999999999999999999, 0.9, 999999999999999999.875"
    })
    void plus_thenText_isWhatRedisAnswersToIncrByFloat(String first, String second, String sum) {
        assertThat(parse(first).plus(parse(second)).text()).isEqualTo(sum);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "1x",
                "0x",
                "1e",
                "nan",
                "1e4933",
                "-1e4933",
                "1e-4951",
                "1e-5000",
                "1e99999999999",
                "1e-99999999999",
                "0x1p16384",
                "0x1p-99999999999"
            })
    void parse_ofWhatIsNoNumberThere_isNotANumber(String text) {
        assertThat(parse(text).isNumber()).as(text).isFalse();
        assertThat(parse("1").plus(parse(text)).isNumber()).isFalse();
        assertThat(parse(text).plus(parse("1")).text()).isEqualTo("nan");
    }

    @Test
    void parse_ofTheExtremes_isExact() {
        assertThat(parse("1e-4950").text()).isEqualTo("0");
        assertThat(parse("1e4932").text())
                .startsWith("10000000000000000000060189493879")
                .hasSize(4933);
        assertThat(parse("0x1p16383").isFinite()).isTrue();
        assertThat(parse("0".repeat(5000) + "1").text()).isEqualTo("1");
        assertThat(parse("1".repeat(4900)).isFinite()).isTrue();
        assertThat(parse("1".repeat(LongDouble.TEXT_BYTES_MAX)).isNumber()).isFalse();
        assertThat(parse("0".repeat(LongDouble.TEXT_BYTES_MAX)).text()).isEqualTo("0");
        assertThat(parse("0".repeat(LongDouble.TEXT_BYTES_MAX + 1)).isNumber()).isFalse();
        assertThat(parse("0." + "0".repeat(5000) + "1e5001").text()).isEqualTo("1");
    }

    @Test
    void plus_ofInfinities_followsTheRules() {
        assertThat(parse("inf").isFinite()).isFalse();
        assertThat(parse("inf").isNumber()).isTrue();
        assertThat(parse("1").plus(parse("-inf")).text()).isEqualTo("-inf");
        assertThat(parse("inf").plus(parse("1")).text()).isEqualTo("inf");
        assertThat(parse("inf").plus(parse("inf")).text()).isEqualTo("inf");
        assertThat(parse("inf").plus(parse("-inf")).isNumber()).isFalse();
        assertThat(parse("1e4932").plus(parse("1e4932")).text()).isEqualTo("inf");
        assertThat(parse("-1e4932").plus(parse("-1e4932")).text()).isEqualTo("-inf");
    }
}
