package dev.larder.server.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// What happened to the keys of each prefix since the start, counted in a row a loop.
///
/// - **P5** A row is written only by the loop that owns it, and a cell never decreases; who adds rows up is at
///   most a moment behind.
///
/// A row has some cells a prefix and grows with them: a server with ten prefixes keeps a few hundred bytes
/// a loop.
public final class PrefixFlow {
    /// Look-ups that found a live entry.
    public static final int HITS = 0;

    /// Look-ups that found none.
    public static final int MISSES = 1;

    /// Entries written.
    public static final int SETS = 2;

    /// Entries evicted.
    public static final int EVICTIONS = 3;

    /// Entries whose time ran out.
    public static final int EXPIRATIONS = 4;

    private static final int KINDS_BITS = 3;

    /// Longs before the first and behind the last cell, so that no two loops write to one pair of cache lines.
    private static final int PAD = 16;

    private static final int PREFIXES_AT_FIRST = 8;

    private static final VarHandle ROW = MethodHandles.arrayElementVarHandle(long[][].class);

    private final long[][] rows;

    PrefixFlow(int stripes) {
        rows = new long[stripes][];
        for (int stripe = 0; stripe < stripes; stripe++) {
            rows[stripe] = new long[2 * PAD + (PREFIXES_AT_FIRST << KINDS_BITS)];
        }
    }

    /// Counts one. Only the thread that owns `stripe` may call it.
    void count(int stripe, int prefix, int kind) {
        long[] row = rows[stripe];
        int cell = PAD + (prefix << KINDS_BITS) + kind;
        if (cell >= row.length - PAD) {
            row = grown(stripe, cell);
        }
        row[cell]++;
    }

    private long[] grown(int stripe, int cell) {
        long[] row = rows[stripe];
        long[] longer = Arrays.copyOf(row, Math.max(row.length * 2, cell + 2 * PAD));
        ROW.setRelease(rows, stripe, longer);
        return longer;
    }

    /// What all loops counted of one prefix. Any thread.
    long sum(int prefix, int kind) {
        long sum = 0;
        int cell = PAD + (prefix << KINDS_BITS) + kind;
        for (int stripe = 0; stripe < rows.length; stripe++) {
            long[] row = (long[]) ROW.getAcquire(rows, stripe);
            sum += cell < row.length - PAD ? row[cell] : 0;
        }
        return sum;
    }
}
