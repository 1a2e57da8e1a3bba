package dev.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused when memory is over its limit and nothing may be evicted.
final class MemoryLimitTest {
    private static final String REFUSED =
            "-OOM command not allowed when used memory > 'maxmemory'.\r\n";

    private final CommandHarness server = new CommandHarness();

    @BeforeEach
    void fillAndLowerTheLimit() {
        server.run("SET number 1");
        server.run("SET text abc");
        for (int number = 0; number < 4_000; number++) {
            server.send("SET", "key:" + number, number + "v".repeat(1_000));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void lowerTheLimit(String policy) {
        assertThat(server.send("CONFIG", "SET", "maxmemory-policy", policy, "maxmemory", "2mb"))
                .isEqualTo("+OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noeviction", "volatile-lru", "volatile-ttl", "volatile-random"})
    void commandsThatMayNeedMemory_overTheLimit_areRefusedWhateverTheirSize(String policy) {
        lowerTheLimit(policy);
        assertThat(server.run("SET number 2")).isEqualTo(REFUSED);
        assertThat(server.run("SET new 2 EX 100")).isEqualTo(REFUSED);
        assertThat(server.run("INCR number")).isEqualTo(REFUSED);
        assertThat(server.run("APPEND text d")).isEqualTo(REFUSED);
        assertThat(server.run("MSET number 3 text x")).isEqualTo(REFUSED);
        assertThat(server.run("INFO errorstats")).contains("errorstat_OOM:count=5");
        assertThat(server.run("INFO commandstats"))
                .contains("cmdstat_set:calls=4002")
                .containsPattern("cmdstat_incr:calls=0.*rejected_calls=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noeviction", "volatile-lru"})
    void commandsThatNeedNone_overTheLimit_runAndMakeRoom(String policy) {
        lowerTheLimit(policy);
        assertThat(server.run("GET number")).isEqualTo("$1\r\n1\r\n");
        assertThat(server.run("DEL text")).isEqualTo(":1\r\n");
        assertThat(server.run("SET")).startsWith("-ERR wrong number of arguments");
        assertThat(server.run("FLUSHALL SYNC")).isEqualTo("+OK\r\n");
        assertThat(server.run("SET number 2")).isEqualTo("+OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random", "allkeys-sieve"})
    void commandsThatMayNeedMemory_overTheLimit_runWhenOthersCanGo(String policy) {
        lowerTheLimit(policy);
        assertThat(server.run("SET number 2")).isEqualTo("+OK\r\n");
        assertThat(server.run("APPEND text d")).startsWith(":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3gb", "8mb"})
    void limit_raisedAgain_letsThemRun(String limit) {
        lowerTheLimit("noeviction");
        assertThat(server.run("SET number 2")).isEqualTo(REFUSED);
        server.send("CONFIG", "SET", "maxmemory", limit);
        boolean fits = limit.equals("8mb");
        assertThat(server.run("SET number 2")).isEqualTo(fits ? "+OK\r\n" : REFUSED);
    }

    @Test
    void msetOfVeryManyNewKeys_findsPlacesForAll() {
        String[] words = new String[1 + 2 * 20_000];
        words[0] = "MSET";
        for (int number = 0; number < 20_000; number++) {
            words[1 + 2 * number] = "many:" + number;
            words[2 + 2 * number] = "value";
        }
        assertThat(server.send(words)).isEqualTo("+OK\r\n");
        assertThat(server.run("DBSIZE")).isEqualTo(":24002\r\n");
        assertThat(server.run("GET many:19999")).isEqualTo("$5\r\nvalue\r\n");
        lowerTheLimit("allkeys-lru");
        server.run("FLUSHALL SYNC");
        assertThat(server.send(words)).isEqualTo("+OK\r\n");
        assertThat(server.server().store().figures().committedBytes()).isLessThanOrEqualTo(2 << 20);
    }
}
