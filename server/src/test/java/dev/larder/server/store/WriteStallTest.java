package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// How long a write takes at worst when it has to make room in memory cut for other sizes: it evicts,
/// and moves what is left on sparse pages. Prints the figures.
final class WriteStallTest {
    private static final long MEMORY = Integer.getInteger("larder.residence.mb", 64) * (1L << 20);

    /// Processor time, not the clock's: what other processes take is not the write's.
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final long HIGH_MAX_NANOS = 10_000_000;
    private static final int[] SIZES = {20, 4_000, 100, 700, 16_000, 30, 300, 60_000, 50, 1_500};

    @Test
    void writes_whileSizesShift_takeAShortWhile() {
        try (var fixture = new StoreFixture(StoreConfig.of(MEMORY).withShards(4))) {
            long highest = 0;
            for (int phase = 0; phase < SIZES.length; phase++) {
                long[] nanos = shift(fixture, phase);
                long high = at(nanos, 0.999);
                highest = Math.max(highest, high);
                System.out.printf(
                        "to %,6d bytes: %,7d writes, p50 %,d us, p99 %,d us, p99.9 %,d us, most %,d us%n",
                        SIZES[phase],
                        nanos.length,
                        at(nanos, 0.5) / 1_000,
                        at(nanos, 0.99) / 1_000,
                        high / 1_000,
                        nanos[nanos.length - 1] / 1_000);
            }
            fixture.store.verify();
            assertThat(highest).as("p99.9 of the worst shift").isLessThan(HIGH_MAX_NANOS);
        }
    }

    private static long at(long[] sorted, double part) {
        return sorted[(int) (sorted.length * part)];
    }

    /// Writes a quarter more than fits; the time of each write, sorted.
    private static long[] shift(StoreFixture fixture, int phase) {
        var random = new SplittableRandom(phase);
        byte[] value = StoreFixture.pattern(SIZES[phase], phase);
        long[] nanos = new long[(int) Math.min(400_000, MEMORY * 5 / 4 / (SIZES[phase] + 60))];
        for (int number = 0; number < nanos.length; number++) {
            fixture.nowMs += number % 100 == 0 ? 1 : 0;
            String key = "key:" + phase + ":" + number;
            long start = THREADS.getCurrentThreadCpuTime();
            fixture.set(0, key, value, NO_DEADLINE);
            nanos[number] = THREADS.getCurrentThreadCpuTime() - start;
            if (random.nextInt(4) == 0) {
                // Leaves holes, and uses some that then survive the others of their page.
                fixture.get(0, "key:" + phase + ":" + random.nextInt(number + 1));
                fixture.delete(0, "key:" + phase + ":" + random.nextInt(number + 1));
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }
}
