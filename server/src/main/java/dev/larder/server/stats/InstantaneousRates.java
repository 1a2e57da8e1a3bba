package dev.larder.server.stats;

import java.util.concurrent.atomic.AtomicLongArray;

/// Requests and bytes a second, now: the mean of 16 samples taken 100 ms apart, as Redis reckons.
///
/// One thread samples; any thread reads.
public final class InstantaneousRates {
    /// How often [#sample] is to be called.
    public static final long SAMPLE_MILLIS = 100;

    private static final int SAMPLES = 16;
    private static final int METRICS = Metric.values().length;

    private final PaddedCounters counters;

    // Written by the sampling thread alone.
    private final long[][] perSecond = new long[METRICS][SAMPLES];
    private final long[] lastSums = new long[METRICS];
    private long lastNanos;
    private boolean started;
    private int next;

    private final AtomicLongArray published = new AtomicLongArray(METRICS);

    /// What is sampled.
    public enum Metric {
        COMMANDS(Counter.COMMANDS),
        BYTES_IN(Counter.BYTES_IN),
        BYTES_OUT(Counter.BYTES_OUT);

        private final Counter counter;

        Metric(Counter counter) {
            this.counter = counter;
        }
    }

    /// Rates of what `counters` count.
    public InstantaneousRates(PaddedCounters counters) {
        this.counters = counters;
    }

    /// Takes a sample; to be called about every [#SAMPLE_MILLIS] by one and the same thread.
    public void sample(long nowNanos) {
        long nanos = nowNanos - lastNanos;
        if (started && nanos <= 0) {
            return;
        }
        for (Metric metric : Metric.values()) {
            int index = metric.ordinal();
            long sum = counters.sum(metric.counter);
            if (started) {
                double delta = sum - lastSums[index];
                perSecond[index][next] = (long) (delta * 1e9 / nanos);
            }
            lastSums[index] = sum;
        }
        next = started ? (next + 1) % SAMPLES : 0;
        lastNanos = nowNanos;
        started = true;
        publish();
    }

    /// How many a second at present.
    public long perSecond(Metric metric) {
        return published.getOpaque(metric.ordinal());
    }

    private void publish() {
        for (int index = 0; index < METRICS; index++) {
            long sum = 0;
            for (long sample : perSecond[index]) {
                sum += sample;
            }
            published.setOpaque(index, sum / SAMPLES);
        }
    }
}
