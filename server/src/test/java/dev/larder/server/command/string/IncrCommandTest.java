package dev.larder.server.command.string;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IncrCommandTest {
    private static final String NOT_INTEGER = "-ERR value is not an integer or out of range\r\n";
    private static final String OVERFLOW = "-ERR increment or decrement would overflow\r\n";

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void counting_fromNothing_beginsAtZero() {
        assertThat(server.run("INCR a")).isEqualTo(":1\r\n");
        assertThat(server.run("INCR a")).isEqualTo(":2\r\n");
        assertThat(server.run("DECR b")).isEqualTo(":-1\r\n");
        assertThat(server.run("INCRBY c 17179869184")).isEqualTo(":17179869184\r\n");
        assertThat(server.run("DECRBY c 17179869185")).isEqualTo(":-1\r\n");
        assertThat(server.run("GET c")).isEqualTo("$2\r\n-1\r\n");
    }

    @Test
    void counting_keepsTheDeadline() {
        server.run("SET k 5 PX 100");
        assertThat(server.run("INCR k")).isEqualTo(":6\r\n");
        assertThat(server.run("INCRBYFLOAT k 0.5")).isEqualTo("$3\r\n6.5\r\n");
        assertThat(server.run("PTTL k")).isEqualTo(":100\r\n");
        server.clock().advanceMs(100);
        assertThat(server.run("INCR k")).isEqualTo(":1\r\n");
        assertThat(server.run("PTTL k")).isEqualTo(":-1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11 ", " 11", "abc", "1.5", "", "9223372036854775808", "+1", "01"})
    void incr_ofWhatIsNoInteger_isRefusedAndChangesNothing(String value) {
        server.send("SET", "k", value);
        assertThat(server.run("INCR k")).isEqualTo(NOT_INTEGER);
        assertThat(server.run("GET k")).isEqualTo("$" + value.length() + "\r\n" + value + "\r\n");
    }

    @Test
    void incr_ofALongText_isRefused() {
        server.send("SET", "k", "1".repeat(100));
        assertThat(server.run("INCR k")).isEqualTo(NOT_INTEGER);
        server.send("SET", "k", "1".repeat(100_000));
        assertThat(server.run("INCR k")).isEqualTo(NOT_INTEGER);
        assertThat(server.run("INCRBYFLOAT k 1")).isEqualTo("-ERR value is not a valid float\r\n");
    }

    @Test
    void counting_pastTheEnds_isRefusedAndChangesNothing() {
        server.run("SET k 9223372036854775807");
        assertThat(server.run("INCR k")).isEqualTo(OVERFLOW);
        assertThat(server.run("DECRBY k -1")).isEqualTo(OVERFLOW);
        assertThat(server.run("GET k")).isEqualTo("$19\r\n9223372036854775807\r\n");
        server.run("SET k -9223372036854775808");
        assertThat(server.run("DECR k")).isEqualTo(OVERFLOW);
        assertThat(server.run("INCRBY k -9223372036854775808")).isEqualTo(OVERFLOW);
        assertThat(server.run("DECRBY k -9223372036854775808"))
                .isEqualTo("-ERR decrement would overflow\r\n");
        assertThat(server.run("INCRBY k 9223372036854775807")).isEqualTo(":-1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INCRBY k x", "INCRBY k 1.0", "DECRBY k 9223372036854775808"})
    void amount_thatIsNoInteger_isRefused(String line) {
        assertThat(server.run(line)).isEqualTo(NOT_INTEGER);
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "10.50, 0.1, 10.6",
        "5.0e3, 2.0e2, 5200",
        "3, 1.1, 4.1",
        "1, 0.0000000000000000001, 1",
        "-1.5, 1.5, 0",
        "17179869184, 1.5, 17179869185.5",
        "0, -1.1, -1.1",
        "3.0, 1.000000000000000005, 4.00000000000000001",
        "1, 1e20, 100000000000000000000"
    })
    void incrbyfloat_ofFractions_isAsRedis(String before, String amount, String after) {
        server.send("SET", "k", before);
        String expected = "$" + after.length() + "\r\n" + after + "\r\n";
        assertThat(server.run("INCRBYFLOAT k " + amount)).isEqualTo(expected);
        assertThat(server.run("GET k")).isEqualTo(expected);
    }

    @Test
    void incrbyfloat_toAWholeNumber_canBeCountedOn() {
        server.run("SET k 1.5");
        assertThat(server.run("INCRBYFLOAT k 1.5")).isEqualTo("$1\r\n3\r\n");
        assertThat(server.run("INCR k")).isEqualTo(":4\r\n");
    }

    @ParameterizedTest
    @CsvSource({"' 11', 1", "'11 ', 1", "abc, 1", "'', 1", "1, x", "1, ''", "1, nan"})
    void incrbyfloat_ofWhatIsNoNumber_isRefused(String value, String amount) {
        server.send("SET", "k", value);
        assertThat(server.send("INCRBYFLOAT", "k", amount))
                .isEqualTo("-ERR value is not a valid float\r\n");
        assertThat(server.run("GET k")).isEqualTo("$" + value.length() + "\r\n" + value + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "+inf", "-inf"})
    void incrbyfloat_toInfinity_isRefused(String amount) {
        server.run("SET k 1");
        assertThat(server.run("INCRBYFLOAT k " + amount))
                .isEqualTo("-ERR increment would produce NaN or Infinity\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\n1\r\n");
    }
}
