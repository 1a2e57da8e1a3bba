package dev.larder.server.time;

/// The time, in the two ways the server needs it: of day for deadlines, monotonic for durations.
///
/// Cost: a reading costs tens of nanoseconds, so whoever serves a batch reads once for all of it.
public interface Clock {
    /// Milliseconds since the epoch. May jump when the machine's time is set.
    long millis();

    /// Microseconds since the epoch, as finely as the clock can tell. May jump.
    default long micros() {
        return millis() * 1000;
    }

    /// Nanoseconds from an arbitrary origin. Never goes back; only differences mean something.
    long nanos();
}
