package dev.larder.server.command.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseCommandsTest {
    private static final String OK = "+OK\r\n";

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void databases_haveKeysOfTheirOwn() {
        server.run("SET k zero");
        server.run("SELECT 15");
        assertThat(server.run("GET k")).isEqualTo("$-1\r\n");
        server.run("SET k fifteen");
        assertThat(server.client().run("GET k")).isEqualTo("$4\r\nzero\r\n");
        assertThat(server.run("DEL k")).isEqualTo(":1\r\n");
        assertThat(server.client().run("EXISTS k")).isEqualTo(":1\r\n");
    }

    @Test
    void dbsize_countsTheKeysOfTheDatabase() {
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
        for (int number = 0; number < 1000; number++) {
            server.run("SET key:" + number + " v");
        }
        server.run("DEL key:1 key:2");
        server.run("RENAME key:3 key:4");
        assertThat(server.run("DBSIZE")).isEqualTo(":997\r\n");
        server.run("SELECT 1");
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLUSHDB", "FLUSHDB SYNC", "flushdb async"})
    void flushdb_emptiesOneDatabase(String line) {
        server.run("SET k v EX 100");
        server.run("SELECT 1");
        server.run("SET k v EX 100");
        assertThat(server.run(line)).isEqualTo(OK);
        assertThat(server.run("GET k")).isEqualTo("$-1\r\n");
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(server.run("KEYS *")).isEqualTo("*0\r\n");
        server.run("SET k w");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nw\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":-1\r\n");
        server.run("SELECT 0");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nv\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLUSHALL", "FLUSHALL SYNC", "FLUSHALL ASYNC"})
    void flushall_emptiesAllDatabases(String line) {
        server.run("SET k v");
        server.run("SELECT 1");
        server.run("SET k v");
        assertThat(server.run(line)).isEqualTo(OK);
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
        server.run("SELECT 0");
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(server.run("SCAN 0")).isEqualTo("*2\r\n$1\r\n0\r\n*0\r\n");
        assertThat(server.run("RANDOMKEY")).isEqualTo("$-1\r\n");
    }

    @Test
    void flushes_manyTimesOver_neverReviveAnOldKey() {
        for (int round = 0; round < 200; round++) {
            server.run("SET old:" + round + " v");
            server.run(round % 3 == 0 ? "FLUSHALL ASYNC" : "FLUSHDB ASYNC");
            server.run("SET k " + round);
            assertThat(server.run("DBSIZE")).isEqualTo(":1\r\n");
        }
        assertThat(server.run("KEYS *")).isEqualTo("*1\r\n$1\r\nk\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "FLUSHDB FOO, ERR syntax error",
        "FLUSHALL SYNC ASYNC, ERR syntax error",
        "DBSIZE 1, ERR wrong number of arguments for 'dbsize' command",
        "SWAPDB 0, ERR wrong number of arguments for 'swapdb' command",
        "SWAPDB x 1, ERR invalid first DB index",
        "SWAPDB 1 x, ERR invalid second DB index",
        "SWAPDB 2147483648 x, ERR invalid first DB index",
        "SWAPDB 1 2147483648, ERR invalid second DB index",
        "SWAPDB 0 16, ERR DB index is out of range",
        "SWAPDB -1 0, ERR DB index is out of range",
        "SELECT 16, ERR DB index is out of range",
        "SELECT -1, ERR DB index is out of range"
    })
    void argumentsThatAreNone_areRefused(String line, String error) {
        assertThat(server.run(line)).isEqualTo("-" + error + "\r\n");
    }

    @Test
    void swapdb_swapsForAllClientsAtOnce() {
        server.run("SET k zero PX 100");
        server.run("SET only v");
        var other = server.client();
        other.run("SELECT 1");
        other.run("SET k one");
        assertThat(server.run("SWAPDB 0 1")).isEqualTo(OK);
        assertThat(server.run("GET k")).isEqualTo("$3\r\none\r\n");
        assertThat(server.run("DBSIZE")).isEqualTo(":1\r\n");
        assertThat(other.run("GET k")).isEqualTo("$4\r\nzero\r\n");
        assertThat(other.run("DBSIZE")).isEqualTo(":2\r\n");
        assertThat(other.run("PTTL k")).isEqualTo(":100\r\n");
        server.clock().advanceMs(100);
        assertThat(other.run("EXISTS k")).isEqualTo(":0\r\n");
        assertThat(server.run("EXISTS k")).isEqualTo(":1\r\n");
        assertThat(server.run("SWAPDB 1 1")).isEqualTo(OK);
        assertThat(other.run("DBSIZE")).isEqualTo(":1\r\n");
        assertThat(other.run("FLUSHDB")).isEqualTo(OK);
        assertThat(server.run("DBSIZE")).isEqualTo(":1\r\n");
    }
}
