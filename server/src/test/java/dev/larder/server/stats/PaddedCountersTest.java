package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.testing.Allocation;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class PaddedCountersTest {
    private static final int STRIPES = 4;
    private static final int CACHE_LINE_PAIR_LONGS = 16;

    private final PaddedCounters counters = new PaddedCounters(STRIPES);

    @Test
    void sum_overStripes_addsUp() {
        counters.add(0, Counter.HITS, 5);
        counters.increment(3, Counter.HITS);
        counters.add(1, Counter.MISSES, 7);
        assertThat(counters.sum(Counter.HITS)).isEqualTo(6);
        assertThat(counters.sum(Counter.MISSES)).isEqualTo(7);
        assertThat(counters.sum(Counter.EVICTIONS)).isZero();
    }

    @Test
    void rows_ofDifferentStripes_areACacheLinePairApart() {
        Counter[] all = Counter.values();
        Counter last = all[all.length - 1];
        for (int stripe = 1; stripe < STRIPES; stripe++) {
            int gap =
                    PaddedCounters.cell(stripe, all[0]) - PaddedCounters.cell(stripe - 1, last) - 1;
            assertThat(gap).as("longs between rows").isGreaterThanOrEqualTo(CACHE_LINE_PAIR_LONGS);
        }
        assertThat(PaddedCounters.cell(0, all[0]))
                .as("longs between the array's header and the first row")
                .isGreaterThanOrEqualTo(CACHE_LINE_PAIR_LONGS);
    }

    @Test
    void reset_afterCounting_setsBackOnlyWhatIsShownSinceThen() {
        counters.add(2, Counter.BYTES_IN, 100);
        counters.reset();
        counters.add(1, Counter.BYTES_IN, 11);
        assertThat(counters.sumSinceReset(Counter.BYTES_IN)).isEqualTo(11);
        assertThat(counters.sum(Counter.BYTES_IN)).isEqualTo(111);
    }

    @Test
    void add_ofANegativeDelta_isABrokenInvariant() {
        assertThatThrownBy(() -> counters.add(0, Counter.HITS, -1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("P3");
    }

    @Test
    void increments_ofOneThreadAStripe_areNeverLostAndNeverSeenToDecrease() throws Exception {
        int increments = 2_000_000;
        var start = new CountDownLatch(1);
        Thread[] loops = new Thread[STRIPES];
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            int own = stripe;
            loops[stripe] =
                    Thread.ofPlatform()
                            .name("loop-" + stripe)
                            .start(() -> {
                                awaitQuietly(start);
                                for (int i = 0; i < increments; i++) {
                                    counters.increment(own, Counter.COMMANDS);
                                }
                            });
        }
        start.countDown();
        long seen = 0;
        long reads = 0;
        while (seen < (long) STRIPES * increments && anyAlive(loops)) {
            long now = counters.sum(Counter.COMMANDS);
            assertThat(now).as("P3 as a reader sees it").isGreaterThanOrEqualTo(seen);
            seen = now;
            reads++;
        }
        for (Thread loop : loops) {
            loop.join();
        }
        assertThat(reads).as("reads while counting").isPositive();
        assertThat(counters.sum(Counter.COMMANDS)).isEqualTo((long) STRIPES * increments);
    }

    @Test
    void increment_atAnyTime_allocatesNothing() {
        Runnable hundredThousand =
                () -> {
                    for (int i = 0; i < 100_000; i++) {
                        counters.increment(1, Counter.HITS);
                        counters.add(1, Counter.BYTES_OUT, i);
                    }
                };
        hundredThousand.run();
        hundredThousand.run();
        assertThat(Allocation.bytesDuring(hundredThousand)).isLessThan(1_000);
    }

    private static boolean anyAlive(Thread[] threads) {
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                return true;
            }
        }
        return false;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
