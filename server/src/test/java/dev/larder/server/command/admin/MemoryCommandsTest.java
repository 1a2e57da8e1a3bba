package dev.larder.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.ProcessUsage;
import dev.larder.server.store.StoreFigures;
import dev.larder.server.testing.CommandHarness;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MemoryCommandsTest {
    private static final long MIB = 1L << 20;

    /// Every value takes its own bytes here; what sharing saves is another test's.
    private final CommandHarness server = new CommandHarness(Map.of("intern-values", "off"));

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void usage_ofAKey_isMoreThanItsBytesAndGrowsWithThem() {
        Entries.put(server, 0, "small", "v".repeat(10));
        Entries.put(server, 0, "large", "v".repeat(40_000));
        long small = integer("MEMORY USAGE small");
        long large = integer("MEMORY USAGE large");
        assertThat(small).isBetween(15L, 200L);
        assertThat(large).isBetween(40_005L, 48_000L);
        assertThat(integer("MEMORY USAGE small SAMPLES 0")).isEqualTo(small);
    }

    @Test
    void usage_ofNoKey_isNull() {
        assertThat(server.run("MEMORY USAGE none")).isEqualTo("$-1\r\n");
        server.run("HELLO 3");
        assertThat(server.run("MEMORY USAGE none")).isEqualTo("_\r\n");
    }

    @Test
    void usage_ofAnExpiredKey_isNull() {
        Entries.put(server, 0, "k", "v", server.clock().millis() + 10);
        server.clock().advanceMs(10);
        assertThat(server.run("MEMORY USAGE k")).isEqualTo("$-1\r\n");
    }

    @Test
    void usage_withOtherOptions_isASyntaxError() {
        assertThat(server.run("MEMORY USAGE k SAMPLES")).isEqualTo("-ERR syntax error\r\n");
        assertThat(server.run("MEMORY USAGE k SAMPLES -1")).isEqualTo("-ERR syntax error\r\n");
        assertThat(server.run("MEMORY USAGE k FROB 1")).isEqualTo("-ERR syntax error\r\n");
        assertThat(server.run("MEMORY USAGE k SAMPLES x"))
                .isEqualTo("-ERR value is not an integer or out of range\r\n");
        assertThat(server.run("MEMORY USAGE"))
                .isEqualTo("-ERR wrong number of arguments for 'memory|usage' command\r\n");
    }

    @Test
    void stats_withADatabaseInUse_isAMapWithItsOwnMap() {
        assertThat(server.run("MEMORY STATS")).startsWith("*54\r\n$14\r\npeak.allocated\r\n:");
        Entries.put(server, 3, "k", "v");
        server.run("HELLO 3");
        assertThat(server.run("MEMORY STATS"))
                .startsWith("%28\r\n")
                .contains("$4\r\ndb.3\r\n%3\r\n$23\r\noverhead.hashtable.main\r\n:0\r\n")
                .contains("$10\r\nkeys.count\r\n:1\r\n")
                .containsPattern("dataset.percentage\r\n,[0-9.]+\r\n");
    }

    @Test
    void purge_afterAFlush_givesMemoryBack() {
        for (int number = 0; number < 5_000; number++) {
            Entries.put(server, 0, "key:" + number, "v".repeat(500));
        }
        long before = server.server().store().figures().committedBytes();
        server.server().store().flush(0, 15);
        server.server().store().awaitSwept();
        assertThat(server.run("MEMORY PURGE")).isEqualTo("+OK\r\n");
        assertThat(server.server().store().figures().committedBytes()).isLessThan(before / 2);
    }

    @Test
    void mallocStats_hasARowForEachSizeInUse() {
        for (int number = 0; number < 100; number++) {
            Entries.put(server, 0, "key:" + number, "v".repeat(100));
        }
        assertThat(server.run("MEMORY MALLOC-STATS")).containsPattern("movable +\\d+ +\\d+ +100 ");
    }

    @Test
    void doctor_ofAnEmptyStore_doesNotJudge() {
        assertThat(server.run("MEMORY DOCTOR")).contains("next to nothing in the store");
    }

    @Test
    void doctor_ofASoundStore_hasNothingToSay() {
        assertThat(MemoryDoctor.report(picture(100 * MIB, 90 * MIB, 100 * MIB, 0, 0), 10))
                .isEqualTo("Nothing is wrong with the memory.\n");
    }

    @Test
    void doctor_ofEachTrouble_namesIt() {
        assertThat(MemoryDoctor.report(picture(100 * MIB, 90 * MIB, 300 * MIB, 0, 0), 10))
                .contains("At its peak the store took 300.00M, now 100.00M.");
        assertThat(MemoryDoctor.report(picture(100 * MIB, 50 * MIB, 100 * MIB, 0, 0), 10))
                .contains("Pages of 100.00M hold 50.00M.");
        assertThat(MemoryDoctor.report(picture(100 * MIB, 90 * MIB, 100 * MIB, 9 * MIB, 0), 10))
                .contains("Clients have 9.00M waiting");
        assertThat(MemoryDoctor.report(picture(100 * MIB, 90 * MIB, 100 * MIB, 0, 5_000), 10))
                .contains("Entries are evicted 5 s after their last use");
    }

    private static MemoryPicture picture(
            long committed, long used, long peak, long clients, long evictionAgeMs) {
        var figures =
                new StoreFigures(
                        1024 * MIB,
                        committed,
                        used,
                        1,
                        1,
                        used - 2,
                        0,
                        0,
                        9,
                        0,
                        0,
                        evictionAgeMs,
                        0,
                        0,
                        64);
        var process = new ProcessUsage(committed + 60 * MIB, committed + 60 * MIB, 1, 1);
        return new MemoryPicture(figures, peak, process, clients, 10 * MIB, 64 * MIB);
    }

    private long integer(String request) {
        String reply = server.run(request);
        assertThat(reply).startsWith(":");
        return Long.parseLong(reply.substring(1).strip());
    }
}
