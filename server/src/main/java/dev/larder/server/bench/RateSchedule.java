package dev.larder.server.bench;

/// When requests are due at a fixed rate, whatever became of those before: a latency counted from then
/// has the time in it that a request had to wait for a server that stood still. (Counted from when it
/// was really sent, the worst moments would be left out: *coordinated omission*.)
///
/// Requests of several threads take turns, and so do the connections of a thread. Times are those of
/// `System.nanoTime`.
///
/// @param startNanos when the first is due
/// @param intervalNanos from one to the next, over all threads
/// @param thread whose requests these are
/// @param threads how many there are
record RateSchedule(long startNanos, double intervalNanos, int thread, int threads) {
    static RateSchedule of(double rate, long startNanos, int thread, int threads) {
        return new RateSchedule(startNanos, 1e9 / rate, thread, threads);
    }

    /// When this thread's request `number`, counted from 0, is due.
    long dueAt(long number) {
        return startNanos + (long) ((number * (double) threads + thread) * intervalNanos);
    }

    /// When request `number` of the connection `index` of `connections` is due.
    long dueAt(long number, int index, int connections) {
        return dueAt(number * connections + index);
    }
}
