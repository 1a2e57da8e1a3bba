package dev.larder.server.testing;

import dev.larder.server.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until a test moves it. Readable from any thread.
public final class ManualClock implements Clock {
    private final AtomicLong offsetMs;
    private final AtomicLong nanos = new AtomicLong();

    /// A clock whose time of day begins at `startMs`.
    public ManualClock(long startMs) {
        offsetMs = new AtomicLong(startMs);
    }

    /// A clock that begins at a fixed moment of the year 2026, so that deadlines look like real ones.
    public ManualClock() {
        this(1_767_225_600_000L);
    }

    @Override
    public long millis() {
        return offsetMs.get() + TimeUnit.NANOSECONDS.toMillis(nanos.get());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    /// Lets `amount` of time pass on both readings.
    public void advance(long amount, TimeUnit unit) {
        if (amount < 0) {
            throw new IllegalArgumentException("a clock does not go back: " + amount);
        }
        nanos.addAndGet(unit.toNanos(amount));
    }

    /// Lets `milliseconds` pass on both readings.
    public void advanceMs(long milliseconds) {
        advance(milliseconds, TimeUnit.MILLISECONDS);
    }

    /// Sets the time of day, as an operator would: only [#millis] jumps.
    public void setMillis(long millis) {
        offsetMs.set(millis - TimeUnit.NANOSECONDS.toMillis(nanos.get()));
    }
}
