package dev.larder.server.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Durations from 1 ns to 1 s, kept to two significant digits: the bucket layout of HdrHistogram [1].
///
/// Values below 128 have a bucket each. Above, every doubling is a row of 128 buckets, so a bucket is
/// at most 1/128 of its values wide. Longer durations count as one second.
///
/// ```text
///   row    0: [0, 128)  step 1         row 1: [128, 256)  step 1
///   row    r: [2^(r+6), 2^(r+7))  step 2^(r-1)            row 23: the last, ends above 1 s
/// ```
///
/// A row takes 1 KiB and is made when its first value comes: a command's durations fill four rows or
/// so, and nothing is allocated after that. That, and counting without a fence, is why the class is
/// our own: HdrHistogram has arrays of full range only, or atomic counts.
///
/// - **P4** One thread records into a histogram; any thread may read it and sees every cell a moment
///   behind. What readers add up into is a histogram of their own.
///
/// [1] Gil Tene, HdrHistogram, <https://hdrhistogram.org>
public final class LatencyHistogram {
    /// Durations above this are counted as this.
    public static final long NANOS_MAX = 1_000_000_000;

    private static final VarHandle ROW = MethodHandles.arrayElementVarHandle(long[][].class);
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int ROW_BITS = 7;
    private static final int ROW_BUCKETS = 1 << ROW_BITS;
    private static final int ROWS = rowOf(NANOS_MAX) + 1;

    private final long[] @Nullable [] rows = new long[ROWS][];

    /// Counts one duration. Only the histogram's one writer may call it.
    public void record(long nanos) {
        long value = Math.clamp(nanos, 1L, NANOS_MAX);
        int row = rowOf(value);
        long[] cells = rows[row];
        if (cells == null) {
            cells = new long[ROW_BUCKETS];
            ROW.setRelease(rows, row, cells);
        }
        int cell = cellOf(row, value);
        CELL.setOpaque(cells, cell, cells[cell] + 1);
    }

    /// Adds what `other` has counted to this histogram, which belongs to the caller.
    public void add(LatencyHistogram other) {
        for (int row = 0; row < ROWS; row++) {
            long[] from = (long[]) ROW.getAcquire(other.rows, row);
            if (from == null) {
                continue;
            }
            long[] to = rows[row];
            if (to == null) {
                to = new long[ROW_BUCKETS];
                rows[row] = to;
            }
            for (int cell = 0; cell < ROW_BUCKETS; cell++) {
                to[cell] += (long) CELL.getOpaque(from, cell);
            }
        }
    }

    /// How many durations were counted.
    public long count() {
        return countUpTo(NANOS_MAX);
    }

    /// How many durations fell into the bucket of `nanos` or below.
    public long countUpTo(long nanos) {
        int lastRow = rowOf(Math.clamp(nanos, 0L, NANOS_MAX));
        int lastCell = cellOf(lastRow, Math.clamp(nanos, 0L, NANOS_MAX));
        long count = 0;
        for (int row = 0; row <= lastRow; row++) {
            long[] cells = rows[row];
            if (cells == null) {
                continue;
            }
            int end = row == lastRow ? lastCell + 1 : ROW_BUCKETS;
            for (int cell = 0; cell < end; cell++) {
                count += cells[cell];
            }
        }
        return count;
    }

    /// The duration that `percentile` per cent of all do not exceed, to the upper end of its bucket;
    /// 0 if nothing was counted.
    public long percentileNanos(double percentile) {
        long count = count();
        long wanted = Math.max(1, (long) (Math.min(percentile, 100) / 100 * count + 0.5));
        long seen = 0;
        for (int row = 0; row < ROWS; row++) {
            long[] cells = rows[row];
            if (cells == null) {
                continue;
            }
            for (int cell = 0; cell < ROW_BUCKETS; cell++) {
                seen += cells[cell];
                if (seen >= wanted) {
                    return bucketEnd(row, cell);
                }
            }
        }
        return 0;
    }

    /// The largest duration in the bucket of `nanos`.
    public static long bucketEnd(long nanos) {
        int row = rowOf(nanos);
        return bucketEnd(row, cellOf(row, nanos));
    }

    private static long bucketEnd(int row, int cell) {
        if (row == 0) {
            return cell;
        }
        int shift = row - 1;
        return ((long) (ROW_BUCKETS + cell) << shift) + (1L << shift) - 1;
    }

    private static int rowOf(long value) {
        return Math.max(0, Long.SIZE - ROW_BITS - Long.numberOfLeadingZeros(value));
    }

    private static int cellOf(int row, long value) {
        return (int) (value >>> Math.max(0, row - 1)) & (ROW_BUCKETS - 1);
    }
}
