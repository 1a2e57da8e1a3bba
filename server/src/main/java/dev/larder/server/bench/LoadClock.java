package dev.larder.server.bench;

/// The time of one run: when it began, when it ends, and whether it was told to end before.
final class LoadClock {
    private final long startNanos;
    private final long durationNanos;
    private volatile boolean stopped;

    /// @param durationNanos how long the run lasts; 0 if the number of requests ends it
    LoadClock(long startNanos, long durationNanos) {
        this.startNanos = startNanos;
        this.durationNanos = durationNanos;
    }

    /// When the run began, by `System.nanoTime`.
    long startNanos() {
        return startNanos;
    }

    /// Whether it was told to end.
    boolean isStopped() {
        return stopped;
    }

    /// Whether it was told to end, or its time is up.
    boolean isOver(long now) {
        return stopped || (durationNanos > 0 && now - startNanos >= durationNanos);
    }

    /// How much of the run has passed, 0 to 1, when `sent` of `quota` requests have been sent.
    double elapsed(long now, long sent, long quota) {
        double share =
                durationNanos > 0
                        ? (double) (now - startNanos) / durationNanos
                        : (double) sent / quota;
        return Math.clamp(share, 0.0, 1.0);
    }

    /// Ends the run. Any thread.
    void stop() {
        stopped = true;
    }
}
