package dev.larder.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.LatencyEvent;
import dev.larder.server.stats.LatencyMonitor;
import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LatencyCommandsTest {
    private static final long MILLI = 1_000_000;

    private final CommandHarness server = new CommandHarness();
    private final LatencyMonitor monitor = server.server().stats().latency();
    private final long now = server.clock().millis() / 1000;

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void latest_ofSpikes_isTheNewestAndTheLongest() {
        assertThat(server.run("LATENCY LATEST")).isEqualTo("*0\r\n");
        monitor.add(LatencyEvent.COMMAND, now - 9, 500 * MILLI);
        monitor.add(LatencyEvent.COMMAND, now - 3, 300 * MILLI);
        assertThat(server.run("LATENCY LATEST"))
                .isEqualTo("*1\r\n*4\r\n$7\r\ncommand\r\n:" + (now - 3) + "\r\n:300\r\n:500\r\n");
    }

    @Test
    void history_ofAnEvent_isItsSpikesOldestFirst() {
        monitor.add(LatencyEvent.EXPIRE_CYCLE, now - 9, 50 * MILLI);
        monitor.add(LatencyEvent.EXPIRE_CYCLE, now - 3, 30 * MILLI);
        assertThat(server.run("LATENCY HISTORY expire-cycle"))
                .isEqualTo(
                        "*2\r\n*2\r\n:"
                                + (now - 9)
                                + "\r\n:50\r\n*2\r\n:"
                                + (now - 3)
                                + "\r\n:30\r\n");
        assertThat(server.run("LATENCY HISTORY nonsense")).isEqualTo("*0\r\n");
    }

    @Test
    void reset_ofSomeOrAll_saysHowManyThereWere() {
        monitor.add(LatencyEvent.COMMAND, now, MILLI);
        monitor.add(LatencyEvent.FAST_COMMAND, now, MILLI);
        monitor.add(LatencyEvent.EVICTION_CYCLE, now, MILLI);
        assertThat(server.run("LATENCY RESET command nonsense")).isEqualTo(":1\r\n");
        assertThat(server.run("LATENCY RESET")).isEqualTo(":2\r\n");
        assertThat(server.run("LATENCY RESET")).isEqualTo(":0\r\n");
    }

    @Test
    void graph_ofAnEvent_drawsAColumnASpike() {
        monitor.add(LatencyEvent.COMMAND, now - 7_300, 300 * MILLI);
        monitor.add(LatencyEvent.COMMAND, now - 61, 400 * MILLI);
        monitor.add(LatencyEvent.COMMAND, now - 2, 500 * MILLI);
        server.run("HELLO 3");
        assertThat(server.run("LATENCY GRAPH command"))
                .endsWith(
                        "txt:command - high 500 ms, low 300 ms (all time high 500 ms)\n"
                                + "-".repeat(80)
                                + "\n  #\n _|\n ||\n_||\n\n212\nhms\n\r\n");
        assertThat(server.run("LATENCY GRAPH fast-command"))
                .isEqualTo("-ERR No samples available for event 'fast-command'\r\n");
    }

    @Test
    void doctor_withAndWithoutSpikes_hasSomethingToSay() {
        assertThat(server.run("LATENCY DOCTOR")).contains("Latency monitoring is off");
        server.run("CONFIG SET latency-monitor-threshold 100");
        assertThat(server.run("LATENCY DOCTOR")).contains("No event has taken 100 ms");
        for (LatencyEvent event : LatencyEvent.values()) {
            monitor.add(event, now, 200 * MILLI);
        }
        assertThat(server.run("LATENCY DOCTOR"))
                .contains("command: 1 spikes, 200 ms on average")
                .contains("expire-cycle: 1 spikes")
                .contains("What to do:");
    }

    @Test
    void histogram_ofAll_hasEachCommandCalled() {
        server.run("TIME");
        server.run("TIME");
        server.run("SLOWLOG LEN");
        assertThat(server.run("LATENCY HISTOGRAM"))
                .startsWith("*4\r\n")
                .contains(
                        "$4\r\ntime\r\n*4\r\n$5\r\ncalls\r\n:2\r\n$14\r\nhistogram_usec\r\n*2\r\n:1\r\n:2\r\n")
                .contains("$11\r\nslowlog|len\r\n");
    }

    @Test
    void histogram_ofAContainer_hasItsSubcommands() {
        server.run("SLOWLOG LEN");
        server.run("SLOWLOG RESET");
        server.run("TIME");
        server.run("HELLO 3");
        assertThat(server.run("LATENCY HISTOGRAM slowlog nonsense"))
                .startsWith("%2\r\n")
                .contains("slowlog|len", "slowlog|reset");
        assertThat(server.run("LATENCY HISTOGRAM SLOWLOG|LEN")).startsWith("%1\r\n");
        assertThat(server.run("LATENCY HISTOGRAM nonsense")).isEqualTo("%0\r\n");
    }

    @Test
    void histogram_afterResetstat_isEmptyButForTheResetItself() {
        server.run("TIME");
        server.run("CONFIG RESETSTAT");
        assertThat(server.run("LATENCY HISTOGRAM"))
                .contains("config|resetstat")
                .doesNotContain("time");
    }

    @Test
    void histogram_ofSlowCalls_isCumulativeAndDoubles() {
        var stats = server.server().stats().commands();
        int number = server.server().commands().named("time").orElseThrow().number();
        for (long nanos : new long[] {900, 1_500, 9_000, 40_000, 2_000_000_000L}) {
            stats.record(0, number, nanos, false);
        }
        assertThat(server.run("LATENCY HISTOGRAM time"))
                .endsWith(
                        "*10\r\n:1\r\n:1\r\n:2\r\n:2\r\n:16\r\n:3\r\n:66\r\n:4\r\n:1073741\r\n:5\r\n");
    }

    @Test
    void help_withAnArgument_isTheWrongNumber() {
        assertThat(server.run("LATENCY HELP xxx"))
                .isEqualTo("-ERR wrong number of arguments for 'latency|help' command\r\n");
    }

    @Test
    void latest_afterManyDeadlinesAtOnce_hasAnExpireCycle() {
        server.run("CONFIG SET latency-monitor-threshold 1");
        fill(" PX 1000");
        server.clock().advanceMs(2_000);
        int runs = 1;
        while (server.server().store().tick(0, server.clock().millis())) {
            runs++;
        }
        assertThat(runs).isGreaterThan(1);
        assertThat(server.run("LATENCY LATEST")).contains("expire-cycle");
        assertThat(server.run("INFO stats"))
                .contains("expired_keys:" + MANY)
                .doesNotContain("expired_time_cap_reached_count:0\r\n");
        assertThat(server.run("LATENCY HISTORY expire-cycle")).startsWith("*1\r\n*2\r\n:");
    }

    @Test
    void latest_afterAWriteThatEvictsMany_hasAnEvictionCycle() {
        fill("");
        server.run("CONFIG SET latency-monitor-threshold 1 max-entries 10");
        server.run("SET one more");
        assertThat(server.run("LATENCY LATEST")).contains("eviction-cycle");
        assertThat(server.run("DBSIZE")).isEqualTo(":10\r\n");
        assertThat(server.run("LATENCY RESET eviction-cycle")).isEqualTo(":1\r\n");
    }

    private static final int MANY = 60_000;

    private void fill(String options) {
        for (int key = 0; key < MANY; key++) {
            server.run("SET " + key + " v" + options);
        }
    }
}
