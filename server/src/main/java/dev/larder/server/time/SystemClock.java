package dev.larder.server.time;

import java.time.Instant;

/// The machine's own clocks.
public final class SystemClock implements Clock {
    /// The only instance there needs to be: a clock has no state.
    public static final Clock INSTANCE = new SystemClock();

    private SystemClock() {}

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
