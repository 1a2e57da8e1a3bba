package dev.larder.server.store;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

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

    private final AtomicReferenceArray<long[]> rows;

    PrefixFlow(int stripes) {
        rows = new AtomicReferenceArray<>(stripes);
        for (int stripe = 0; stripe < stripes; stripe++) {
            rows.set(stripe, new long[2 * PAD + (PREFIXES_AT_FIRST << KINDS_BITS)]);
        }
    }

    /// Counts one. Only the thread that owns `stripe` may call it.
    void count(int stripe, int prefix, int kind) {
        long[] row = rows.getPlain(stripe);
        int cell = PAD + (prefix << KINDS_BITS) + kind;
        if (cell >= row.length - PAD) {
            row = Arrays.copyOf(row, Math.max(row.length * 2, cell + 2 * PAD));
            rows.set(stripe, row);
        }
        row[cell]++;
    }

    /// What all loops counted of one prefix. Any thread.
    long sum(int prefix, int kind) {
        long sum = 0;
        int cell = PAD + (prefix << KINDS_BITS) + kind;
        for (int stripe = 0; stripe < rows.length(); stripe++) {
            long[] row = rows.get(stripe);
            sum += cell < row.length - PAD ? row[cell] : 0;
        }
        return sum;
    }
}
