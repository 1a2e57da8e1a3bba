package dev.larder.server.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The [Counter]s, counted in one row a stripe. A stripe is an event loop.
///
/// - **P1** Row `r` is written only by the thread that owns stripe `r`, so an increment is a plain
///   read and an opaque write: no lock prefix, no lost update, readers at most a moment behind.
/// - **P2** Two rows never share a pair of cache lines, so loops do not slow each other down.
/// - **P3** A cell never decreases. A reset moves the base line that readers of `INFO` subtract.
///
/// ```text
///   16 longs | row 0: a cell a counter, rounded up to 16 | 16 longs | row 1 ... | 16 longs
/// ```
public final class PaddedCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /// Longs between rows: 128 bytes, because the L2 prefetcher fetches cache lines in pairs.
    static final int PAD = 16;

    /// Longs from one row to the next.
    static final int STRIDE = PAD + (Counter.COUNT + PAD - 1) / PAD * PAD;

    private final long[] cells;
    private final int stripes;
    private volatile long[] baseLine = new long[Counter.COUNT];

    /// @param stripes the number of threads that count, each with a stripe number below it
    public PaddedCounters(int stripes) {
        this.stripes = stripes;
        this.cells = new long[stripes * STRIDE + PAD];
    }

    /// Counts one. Only the thread that owns `stripe` may call it. Allocates nothing.
    public void increment(int stripe, Counter counter) {
        add(stripe, counter, 1);
    }

    /// Counts `delta`, which is not negative. Only the thread that owns `stripe` may call it.
    public void add(int stripe, Counter counter, long delta) {
        assert delta >= 0 : "P3: " + counter + " would decrease by " + -delta;
        int cell = cell(stripe, counter);
        CELL.setOpaque(cells, cell, cells[cell] + delta);
    }

    /// What all stripes counted since the server started. Any thread; a moment behind.
    public long sum(Counter counter) {
        long sum = 0;
        for (int stripe = 0; stripe < stripes; stripe++) {
            sum += sum(stripe, counter);
        }
        return sum;
    }

    /// What one stripe counted since the server started. Any thread; a moment behind.
    public long sum(int stripe, Counter counter) {
        return (long) CELL.getOpaque(cells, cell(stripe, counter));
    }

    /// What all stripes counted since the last [#reset]. Any thread.
    public long sumSinceReset(Counter counter) {
        return sum(counter) - baseLine[counter.ordinal()];
    }

    /// Starts [#sumSinceReset] at zero again, for every counter. Any thread.
    public void reset() {
        long[] now = new long[Counter.COUNT];
        for (Counter counter : Counter.values()) {
            now[counter.ordinal()] = sum(counter);
        }
        baseLine = now;
    }

    /// How many stripes there are.
    public int stripes() {
        return stripes;
    }

    static int cell(int stripe, Counter counter) {
        return PAD + stripe * STRIDE + counter.ordinal();
    }
}
