package dev.larder.server.bench;

/// How hard, and for how long, a load is driven.
///
/// @param clients connections
/// @param pipeline requests a connection has on their way at most
/// @param threads that drive them
/// @param rate requests a second over all connections, or 0: the next follows the last reply
/// @param requests ends a run after so many, or 0: after `seconds`
/// @param seconds ends a run after this time
public record Drive(
        int clients, int pipeline, int threads, double rate, long requests, double seconds) {
    private static final int CLIENTS_MAX = 50_000;
    private static final int PIPELINE_MAX = 10_000;
    private static final int THREADS_MAX = 256;
    private static final double RATE_MAX = 1e8;
    private static final double SECONDS_MAX = 1e7;

    /// Refuses what cannot be meant.
    public Drive {
        within("clients", clients, CLIENTS_MAX);
        within("pipeline", pipeline, PIPELINE_MAX);
        within("threads", threads, THREADS_MAX);
        require(threads <= clients, "threads " + threads + " (at most one a client)");
        require(rate == 0 || (rate >= 0.01 && rate <= RATE_MAX), "rate " + rate);
        require(requests >= 0, "requests " + requests);
        boolean ends = requests > 0 || (seconds > 0 && seconds <= SECONDS_MAX);
        require(ends, "seconds " + seconds);
    }

    private static void within(String name, int number, int max) {
        require(number >= 1 && number <= max, name + " " + number + " (1 to " + max + ")");
    }

    private static void require(boolean sane, String problem) {
        if (!sane) {
            throw new IllegalArgumentException(problem);
        }
    }

    /// The same, for another time.
    Drive forSeconds(double time) {
        return new Drive(clients, pipeline, threads, rate, 0, time);
    }

    /// The same connections, as fast as it goes with at least `together` on their way, until there were
    /// `count` requests.
    Drive flatOut(long count, int together) {
        return new Drive(clients, Math.max(pipeline, together), threads, 0, count, 0);
    }

    /// How many requests one of the threads sends; unbounded if time alone ends the run.
    long quota(int thread) {
        long all = requests > 0 ? requests : rate > 0 ? (long) (rate * seconds) : Long.MAX_VALUE;
        return all == Long.MAX_VALUE ? all : all / threads + (thread < all % threads ? 1 : 0);
    }
}
