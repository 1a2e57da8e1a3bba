package dev.larder.server.command.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpireCommandTest {
    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void deadlines_inAllUnits_areReadBackInAllUnits() {
        long now = server.clock().millis();
        server.run("SET k v");
        assertThat(server.run("EXPIRE k 10")).isEqualTo(":1\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":10\r\n");
        assertThat(server.run("PTTL k")).isEqualTo(":10000\r\n");
        assertThat(server.run("EXPIRETIME k")).isEqualTo(":" + (now / 1000 + 10) + "\r\n");
        assertThat(server.run("PEXPIRETIME k")).isEqualTo(":" + (now + 10_000) + "\r\n");
        assertThat(server.run("PEXPIRE k 1499")).isEqualTo(":1\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":1\r\n");
        assertThat(server.run("PEXPIRE k 1500")).isEqualTo(":1\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":2\r\n");
        assertThat(server.run("EXPIREAT k " + (now / 1000 + 7))).isEqualTo(":1\r\n");
        assertThat(server.run("PTTL k")).isEqualTo(":7000\r\n");
        assertThat(server.run("PEXPIREAT k " + (now + 3))).isEqualTo(":1\r\n");
        assertThat(server.run("PTTL k")).isEqualTo(":3\r\n");
        server.clock().advanceMs(2);
        assertThat(server.run("GET k")).isEqualTo("$1\r\nv\r\n");
        server.clock().advanceMs(1);
        assertThat(server.run("GET k")).isEqualTo("$-1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME"})
    void timeToLive_ofNoKeyOrNoDeadline_isNegative(String command) {
        assertThat(server.run(command + " k")).isEqualTo(":-2\r\n");
        server.run("SET k v");
        assertThat(server.run(command + " k")).isEqualTo(":-1\r\n");
    }

    @Test
    void options_areJudgedBeforeTheNumber() {
        server.run("SET k v");
        assertThat(server.run("EXPIRE k x FROB")).isEqualTo("-ERR Unsupported option FROB\r\n");
        assertThat(server.run("PEXPIREAT k x GT LT"))
                .isEqualTo("-ERR GT and LT options at the same time are not compatible\r\n");
        assertThat(server.run("EXPIRE k x NX"))
                .isEqualTo("-ERR value is not an integer or out of range\r\n");
    }

    @Test
    void persist_dropsTheDeadline() {
        assertThat(server.run("PERSIST k")).isEqualTo(":0\r\n");
        server.run("SET k v");
        assertThat(server.run("PERSIST k")).isEqualTo(":0\r\n");
        server.run("EXPIRE k 1");
        assertThat(server.run("PERSIST k")).isEqualTo(":1\r\n");
        server.clock().advanceMs(5000);
        assertThat(server.run("GET k")).isEqualTo("$1\r\nv\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXPIRE k 0",
                "EXPIRE k -1",
                "PEXPIRE k -1000",
                "EXPIREAT k 0",
                "PEXPIREAT k -5",
                "PEXPIRE k -9223372036854775808",
                "EXPIREAT k 1"
            })
    void deadline_inThePast_deletes(String line) {
        server.run("SET k v");
        assertThat(server.run(line)).isEqualTo(":1\r\n");
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(server.run("GET k")).isEqualTo("$-1\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRE k 9223372036854775807, expire",
        "EXPIRE k -9223372036854775808, expire",
        "EXPIRE k 9223372036854775, expire",
        "PEXPIRE k 9223372036854775807, pexpire",
        "EXPIREAT k 9223372036854776, expireat"
    })
    void deadline_thatOverflows_isRefused(String line, String name) {
        server.run("SET k v EX 5");
        assertThat(server.run(line))
                .isEqualTo("-ERR invalid expire time in '" + name + "' command\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":5\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRE k x, ERR value is not an integer or out of range",
        "EXPIRE k 1 FOO, ERR Unsupported option FOO",
        "EXPIRE k 1 NX XX, 'ERR NX and XX, GT or LT options at the same time are not compatible'",
        "EXPIRE k 1 NX GT, 'ERR NX and XX, GT or LT options at the same time are not compatible'",
        "PEXPIRE k 1 LT NX, 'ERR NX and XX, GT or LT options at the same time are not compatible'",
        "EXPIREAT k 1 GT LT, ERR GT and LT options at the same time are not compatible"
    })
    void optionsThatAreNone_areRefused(String line, String error) {
        server.run("SET k v");
        assertThat(server.run(line)).isEqualTo("-" + error + "\r\n");
        assertThat(server.run("EXISTS k")).isEqualTo(":1\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        // option, changes: no deadline, an earlier one, a later one, the same one
        "NX, true, false, false, false",
        "XX, false, true, true, true",
        "GT, false, true, false, false",
        "LT, true, false, true, false",
        "XX GT, false, true, false, false",
        "gt xx, false, true, false, false",
        "XX LT, false, false, true, false"
    })
    void condition_comparesWithWhatThereIs(
            String option, boolean none, boolean earlier, boolean later, boolean same) {
        assertThat(changed("SET k v", option)).isEqualTo(none);
        assertThat(changed("SET k v EX 50", option)).isEqualTo(earlier);
        assertThat(changed("SET k v EX 200", option)).isEqualTo(later);
        assertThat(changed("SET k v EX 100", option)).isEqualTo(same);
        assertThat(server.run("EXPIRE none 100 " + option)).isEqualTo(":0\r\n");
    }

    private boolean changed(String before, String option) {
        server.run(before);
        String ttl = server.run("TTL k");
        boolean changed = server.run("EXPIRE k 100 " + option).equals(":1\r\n");
        assertThat(server.run("TTL k")).isEqualTo(changed ? ":100\r\n" : ttl);
        return changed;
    }
}
