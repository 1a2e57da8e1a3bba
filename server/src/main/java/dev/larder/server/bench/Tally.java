package dev.larder.server.bench;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/// What one thread has measured. Only [#answered] may be asked by others, and is a moment behind.
final class Tally {
    private static final long NANOS_MAX = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    final ReplyTally replies = new ReplyTally();
    private final Histogram latencies = emptyHistogram();
    private final AtomicLong answered = new AtomicLong();

    long bytesSent;
    long bytesReceived;

    /// Requests that were due and could not be sent before the end.
    long unsent;

    /// Requests without a reply.
    long unanswered;

    private long longestNanos;
    private long longestAt;

    /// A histogram of nanoseconds, to three digits.
    static Histogram emptyHistogram() {
        return new Histogram(NANOS_MAX, DIGITS);
    }

    /// `count` replies took this long; they came at `now`.
    void answered(long nanos, long count, long now) {
        record(nanos, count, now);
        answered.lazySet(answered.getPlain() + count);
    }

    /// A request that has no reply has waited for so long at least.
    void waited(long nanos, long now) {
        record(nanos, 1, now);
    }

    private void record(long nanos, long count, long now) {
        latencies.recordValueWithCount(Math.clamp(nanos, 0, NANOS_MAX), count);
        if (nanos > longestNanos) {
            longestNanos = nanos;
            longestAt = now - nanos;
        }
    }

    /// How many requests have got their reply.
    long answered() {
        return answered.get();
    }

    Histogram latencies() {
        return latencies;
    }

    /// The longest wait.
    long longestNanos() {
        return longestNanos;
    }

    /// When that began, by `System.nanoTime`.
    long longestAt() {
        return longestAt;
    }
}
