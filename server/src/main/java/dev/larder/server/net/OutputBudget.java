package dev.larder.server.net;

import java.util.concurrent.atomic.AtomicLongArray;

/// How much memory the copied replies of all event loops may take together while clients do not read
/// them: half of what the heap may grow to, as they lie outside it and beside it.
///
/// What a client is slow to read it takes from all others, and a limit for each (the setting
/// `client-output-buffer-limit`) does not bound the sum. Each loop publishes what its connections hold,
/// in steps, so that a loop without slow readers does not write here at all. When the sum is too much,
/// the loop that holds most closes its greediest connection. Values that are sent from where they are
/// stored are not copied and do not count.
final class OutputBudget {
    /// A loop says what it holds when that has changed by so much.
    static final int STEP_BYTES = 256 * 1024;

    private static final int HEAP_FRACTION = 2;

    private final long bytesMax;
    private final AtomicLongArray bytesByLoop;

    OutputBudget(int loops) {
        this(loops, Runtime.getRuntime().maxMemory() / HEAP_FRACTION);
    }

    OutputBudget(int loops, long bytesMax) {
        this.bytesMax = bytesMax;
        this.bytesByLoop = new AtomicLongArray(loops);
    }

    /// The most that all loops may hold.
    long bytesMax() {
        return bytesMax;
    }

    /// Says that the loop `stripe` holds `bytes`. Only that loop says so.
    void publish(int stripe, long bytes) {
        bytesByLoop.setOpaque(stripe, bytes);
    }

    /// Whether there is too much and the loop `stripe` has to do something about it.
    boolean isExceededBy(int stripe) {
        long own = bytesByLoop.getOpaque(stripe);
        long sum = 0;
        long most = 0;
        for (int loop = 0; loop < bytesByLoop.length(); loop++) {
            long bytes = bytesByLoop.getOpaque(loop);
            sum += bytes;
            most = Math.max(most, bytes);
        }
        return sum > bytesMax && own == most;
    }
}
