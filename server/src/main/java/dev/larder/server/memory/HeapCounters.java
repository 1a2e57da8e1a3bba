package dev.larder.server.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The figures of a chunk heap: written under its lock, readable at any time without it.
///
/// A write is a plain read and an opaque write, as only the holder of the lock writes; a reader is at
/// most a moment behind, and figures read one after another need not belong to the same moment.
final class HeapCounters {
    /// Bytes of resident pages: active, empty, leaving, and of the page table.
    static final int COMMITTED = 0;

    /// Bytes that may be resident.
    static final int LIMIT = 1;

    /// What of the limit movable chunks may use.
    static final int MOVABLE_LIMIT = 2;

    static final int ACTIVE_PAGES = 3;
    static final int EMPTY_PAGES = 4;
    static final int LEAVING_PAGES = 5;
    static final int GONE_PAGES = 6;
    static final int TABLE_PAGES = 7;

    /// Pages given back since the start.
    static final int GIVEN_BACK = 8;

    /// Evacuations begun since the start, and those that emptied their page.
    static final int EVACUATIONS = 9;

    static final int EVACUATED = 10;

    /// Bytes of live chunks, by tag from here.
    static final int USED = 11;

    /// Counts of a row, by [#row].
    static final int ROW_PAGES = 0;

    static final int ROW_LIVE = 1;

    /// Free chunks on pages that take allocations.
    static final int ROW_FREE = 2;

    /// Live chunks on pages being evacuated, which will need free ones elsewhere.
    static final int ROW_MOVING = 3;

    private static final int ROWS = USED + MemoryTag.COUNT;
    private static final int ROW_CELLS = 4;
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells;

    HeapCounters(int rows) {
        cells = new long[ROWS + rows * ROW_CELLS];
    }

    /// The cell of one count of a row.
    static int row(int row, int count) {
        return ROWS + row * ROW_CELLS + count;
    }

    /// Adds to a cell; under the lock.
    void add(int cell, long delta) {
        CELL.setOpaque(cells, cell, cells[cell] + delta);
    }

    /// Sets a cell; under the lock.
    void set(int cell, long value) {
        CELL.setOpaque(cells, cell, value);
    }

    /// The figure as published last.
    long read(int cell) {
        return (long) CELL.getOpaque(cells, cell);
    }
}
