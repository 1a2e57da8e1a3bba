package dev.larder.server.bench;

/// Everything about the requests that a server gets.
///
/// @param workload the kinds of requests
/// @param keys the keys they name
/// @param values what they write
/// @param mgetKeys how many keys an `MGET` names
/// @param drive how hard and how long
/// @param seed what all chance follows from
public record Load(
        Workload workload, KeySpace keys, ValuePlan values, int mgetKeys, Drive drive, long seed) {
    private static final int MGET_KEYS_MAX = 100_000;

    /// Bytes on their way out that a connection may hold beyond one request.
    static final int AHEAD_BYTES = 64 << 10;

    /// How long the last keys of a warm-up outlive it where they must not stay.
    private static final long WARM_UP_MS = 1000;

    /// What a fill has on its way at least.
    private static final int FILL_PIPELINE = 64;

    /// Refuses what cannot be meant, and what would not fit into memory.
    public Load {
        if (mgetKeys < 1 || mgetKeys > MGET_KEYS_MAX) {
            throw new IllegalArgumentException(
                    "mget-keys " + mgetKeys + " (1 to " + MGET_KEYS_MAX + ")");
        }
        long mget = (long) mgetKeys * (keys.prefix().length() + KeySpace.DIGITS + 16);
        long request = Math.max(workload.sends(Operation.MGET) ? mget : 0, values.sizes().max());
        long bytes = drive.clients() * (request + AHEAD_BYTES / 4);
        if (bytes > Runtime.getRuntime().maxMemory() / 4 * 3) {
            throw new IllegalArgumentException(
                    drive.clients()
                            + " clients with requests of "
                            + request
                            + " bytes take more memory than this process has: take fewer, or"
                            + " LARDER_JAVA_OPTS=-Xmx4g");
        }
    }

    /// The load that writes every key once.
    public Load fill() {
        return new Load(
                new Workload("fill", Operation.SET, 1, Operation.SET, 0),
                keys.once(),
                new ValuePlan(values.sizes(), values.variety(), Lifetimes.NONE),
                mgetKeys,
                drive.flatOut(keys.count(), FILL_PIPELINE),
                seed);
    }

    /// The same load for `seconds`, with other draws. One that grows from nothing leaves nothing behind: its
    /// keys are others, and expire within [#WARM_UP_MS].
    public Load warmUp(double seconds) {
        Drive time = drive.forSeconds(seconds);
        if (!keys.grows()) {
            return new Load(workload, keys, values, mgetKeys, time, ~seed);
        }
        var brief = new Lifetimes(1, WARM_UP_MS, 1);
        var passing = new ValuePlan(values.sizes(), values.variety(), brief);
        return new Load(workload, keys.apart("warm-up:"), passing, mgetKeys, time, ~seed);
    }

    /// The same load with the draws of another round.
    public Load round(int number) {
        return new Load(workload, keys, values, mgetKeys, drive, ValuePool.scatter(seed + number));
    }
}
