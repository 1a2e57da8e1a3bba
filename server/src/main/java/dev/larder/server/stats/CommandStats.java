package dev.larder.server.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Calls, time, failures and latencies by command number, one row a stripe.
///
/// Commands and subcommands are numbered from 0 by the command table. Only what was called takes
/// memory beyond four longs a command and stripe: a latency histogram is made at the first call.
/// Rows belong to their stripe's thread (P1) and do not share cache lines (P2). [#reset] replaces
/// all rows at once; a call that is being counted meanwhile may go with the old ones.
public final class CommandStats {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle HISTOGRAM =
            MethodHandles.arrayElementVarHandle(LatencyHistogram[].class);

    private static final int CALLS = 0;
    private static final int NANOS = 1;
    private static final int REJECTED = 2;
    private static final int FAILED = 3;
    private static final int FIELDS = 4;

    private final int stripes;
    private final int commands;
    private volatile Row[] rows;
    private volatile boolean latencyTracking = true;

    /// @param stripes the number of event loops
    /// @param commands how many command numbers there are
    public CommandStats(int stripes, int commands) {
        this.stripes = stripes;
        this.commands = commands;
        this.rows = newRows();
    }

    /// Counts a call that ran for `nanos` and, if `failed`, replied with an error. Only the thread
    /// that owns `stripe` may call it. Allocates nothing once the command has its latency rows.
    public void record(int stripe, int command, long nanos, boolean failed) {
        Row row = rows[stripe];
        int cell = cell(command);
        add(row.cells, cell + CALLS, 1);
        add(row.cells, cell + NANOS, nanos);
        if (failed) {
            add(row.cells, cell + FAILED, 1);
        }
        if (latencyTracking) {
            row.histogram(command).record(nanos);
        }
    }

    /// Counts a call refused before it ran: wrong arity, no login, no memory. Only the thread that owns
    /// `stripe` may call it.
    public void rejected(int stripe, int command) {
        add(rows[stripe].cells, cell(command) + REJECTED, 1);
    }

    /// Whether latency histograms are kept (`latency-tracking`); calls and times always are.
    public void latencyTracking(boolean on) {
        latencyTracking = on;
    }

    /// Calls of `command` that ran.
    public long calls(int command) {
        return sum(command, CALLS);
    }

    /// Time spent in `command`, in nanoseconds.
    public long nanos(int command) {
        return sum(command, NANOS);
    }

    /// Time spent in all commands, in nanoseconds.
    public long allNanos() {
        long nanos = 0;
        for (int command = 0; command < commands; command++) {
            nanos += nanos(command);
        }
        return nanos;
    }

    /// Calls of `command` that were refused before they ran.
    public long rejectedCalls(int command) {
        return sum(command, REJECTED);
    }

    /// Calls of `command` that ran and replied with an error.
    public long failedCalls(int command) {
        return sum(command, FAILED);
    }

    /// The latencies of `command`, merged over all stripes; empty if there are none.
    public LatencyHistogram latencies(int command) {
        var merged = new LatencyHistogram();
        for (Row row : rows) {
            LatencyHistogram histogram =
                    (LatencyHistogram) HISTOGRAM.getAcquire(row.histograms, command);
            if (histogram != null) {
                merged.add(histogram);
            }
        }
        return merged;
    }

    /// How many command numbers there are.
    public int commands() {
        return commands;
    }

    /// Starts again at zero. Any thread.
    public void reset() {
        rows = newRows();
    }

    private long sum(int command, int field) {
        long sum = 0;
        for (Row row : rows) {
            sum += (long) CELL.getOpaque(row.cells, cell(command) + field);
        }
        return sum;
    }

    private Row[] newRows() {
        Row[] fresh = new Row[stripes];
        for (int stripe = 0; stripe < stripes; stripe++) {
            fresh[stripe] = new Row(commands);
        }
        return fresh;
    }

    private static int cell(int command) {
        return PaddedCounters.PAD + command * FIELDS;
    }

    private static void add(long[] cells, int cell, long delta) {
        CELL.setOpaque(cells, cell, cells[cell] + delta);
    }

    /// What one stripe counted. Written by its thread alone.
    private static final class Row {
        final long[] cells;
        final @Nullable LatencyHistogram[] histograms;

        Row(int commands) {
            cells = new long[PaddedCounters.PAD + commands * FIELDS + PaddedCounters.PAD];
            histograms = new LatencyHistogram[commands];
        }

        LatencyHistogram histogram(int command) {
            LatencyHistogram histogram =
                    (LatencyHistogram) HISTOGRAM.getOpaque(histograms, command);
            if (histogram == null) {
                histogram = new LatencyHistogram();
                HISTOGRAM.setRelease(histograms, command, histogram);
            }
            return histogram;
        }
    }
}
