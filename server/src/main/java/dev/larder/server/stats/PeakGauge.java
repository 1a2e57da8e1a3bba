package dev.larder.server.stats;

import java.util.concurrent.atomic.AtomicLong;

/// The largest of the values it was shown. Any thread.
public final class PeakGauge {
    private final AtomicLong peak = new AtomicLong();

    /// Shows a value, and answers the largest so far.
    public long offer(long value) {
        return peak.accumulateAndGet(value, Math::max);
    }
}
