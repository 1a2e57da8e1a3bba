package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Allocation;
import org.junit.jupiter.api.Test;

final class CommandStatsTest {
    private static final int STRIPES = 3;
    private static final int COMMANDS = 40;

    private final CommandStats stats = new CommandStats(STRIPES, COMMANDS);

    @Test
    void record_onSeveralStripes_isMergedWhenRead() {
        stats.record(0, 7, 1_000, false);
        stats.record(1, 7, 2_000, true);
        stats.record(2, 39, 500, false);
        stats.rejected(2, 7);
        assertThat(stats.calls(7)).isEqualTo(2);
        assertThat(stats.nanos(7)).isEqualTo(3_000);
        assertThat(stats.failedCalls(7)).isEqualTo(1);
        assertThat(stats.rejectedCalls(7)).isEqualTo(1);
        assertThat(stats.latencies(7).count()).isEqualTo(2);
        assertThat(stats.calls(39)).isEqualTo(1);
        assertThat(stats.calls(0)).isZero();
        assertThat(stats.latencies(0).count()).isZero();
    }

    @Test
    void latencyTracking_off_keepsCallsButNoLatencies() {
        stats.latencyTracking(false);
        stats.record(0, 1, 1_000, false);
        assertThat(stats.calls(1)).isEqualTo(1);
        assertThat(stats.latencies(1).count()).isZero();
        stats.latencyTracking(true);
        stats.record(0, 1, 1_000, false);
        assertThat(stats.latencies(1).count()).isEqualTo(1);
    }

    @Test
    void reset_afterCalls_startsAllAtZero() {
        stats.record(0, 1, 1_000, true);
        stats.rejected(0, 1);
        stats.reset();
        assertThat(stats.calls(1)).isZero();
        assertThat(stats.nanos(1)).isZero();
        assertThat(stats.failedCalls(1)).isZero();
        assertThat(stats.rejectedCalls(1)).isZero();
        assertThat(stats.latencies(1).count()).isZero();
    }

    @Test
    void record_ofACommandCalledBefore_allocatesNothing() {
        Runnable hundredThousand =
                () -> {
                    for (int i = 0; i < 100_000; i++) {
                        stats.record(1, i % COMMANDS, 700 + i % 5_000, false);
                        stats.rejected(1, 3);
                    }
                };
        hundredThousand.run();
        hundredThousand.run();
        assertThat(Allocation.bytesDuring(hundredThousand)).isLessThan(1_000);
    }

    @Test
    void record_byOneThreadAStripeWhileOthersReadAndReset_endsExactAfterTheLastReset()
            throws Exception {
        int calls = 300_000;
        Thread[] loops = startLoops(calls);
        while (loops[0].isAlive()) {
            assertThat(stats.latencies(5).count()).isLessThanOrEqualTo((long) STRIPES * calls);
            stats.reset();
        }
        for (Thread loop : loops) {
            loop.join();
        }
        stats.reset();
        for (Thread loop : startLoops(calls)) {
            loop.join();
        }
        assertThat(stats.calls(5)).isEqualTo((long) STRIPES * calls);
        assertThat(stats.nanos(5)).isEqualTo((long) STRIPES * calls * 800);
        assertThat(stats.failedCalls(5)).isEqualTo((long) STRIPES * calls / 2);
        assertThat(stats.latencies(5).count()).isEqualTo((long) STRIPES * calls);
    }

    private Thread[] startLoops(int calls) {
        Thread[] loops = new Thread[STRIPES];
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            int own = stripe;
            loops[stripe] =
                    Thread.ofPlatform()
                            .name("loop-" + stripe)
                            .start(() -> {
                                for (int i = 0; i < calls; i++) {
                                    stats.record(own, 5, 800, i % 2 == 0);
                                }
                            });
        }
        return loops;
    }
}
