package dev.larder.server.memory;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.memory.HeapCounters.ROW_FREE;
import static dev.larder.server.memory.HeapCounters.ROW_LIVE;
import static dev.larder.server.memory.HeapCounters.ROW_MOVING;
import static dev.larder.server.memory.HeapCounters.ROW_PAGES;
import static dev.larder.server.memory.HeapCounters.USED;
import static dev.larder.server.memory.PageTable.ACTIVE;
import static dev.larder.server.memory.PageTable.LIST_EVACUATING;
import static dev.larder.server.memory.PageTable.LIST_FULL;
import static dev.larder.server.memory.PageTable.NO_INDEX;

import java.util.BitSet;

/// The walk that checks M1 to M10 over every page and chunk, and adds up what the counters claim.
/// Runs under the heap's lock; one object is one walk.
final class HeapVerifier {
    private final ChunkPages pages;
    private final RawBytes bytes;
    private final SizeClasses classes;
    private final PageTable table;
    private final HeapCounters counters;
    private final BitSet free = new BitSet(ChunkHeap.MAX_CHUNKS_IN_PAGE);

    // What the walk finds, by row.
    private final int[] pagesOfRow;
    private final int[] listedOfRow;
    private final long[] liveOfRow;
    private final long[] freeOfRow;
    private final long[] movingOfRow;
    private final long[] usedOfTag = new long[MemoryTag.COUNT];

    HeapVerifier(ChunkPages pages) {
        this.pages = pages;
        this.bytes = pages.bytes();
        this.classes = pages.classes();
        this.table = pages.table();
        this.counters = pages.counters();
        int rows = PageKind.COUNT * classes.count();
        this.pagesOfRow = new int[rows];
        this.listedOfRow = new int[rows];
        this.liveOfRow = new long[rows];
        this.freeOfRow = new long[rows];
        this.movingOfRow = new long[rows];
    }

    void verify() {
        pages.pool().verify();
        for (int page = pages.pool().firstPage(); page < pages.pool().frontier(); page++) {
            if (table.state(page) == ACTIVE) {
                verifyPage(page);
            }
        }
        for (int row = 0; row < pagesOfRow.length; row++) {
            verifyRow(row);
        }
        for (MemoryTag tag : MemoryTag.values()) {
            long used = usedOfTag[tag.ordinal()];
            long counted = counters.read(USED + tag.ordinal());
            require(used == counted, "M7", "%d bytes used, counted %d: " + tag, used, counted);
        }
    }

    private void verifyPage(int page) {
        int sizeClass = table.sizeClass(page);
        int kind = table.kind(page);
        require(
                sizeClass >= 0 && sizeClass < classes.count() && kind >= 0 && kind < PageKind.COUNT,
                "M5",
                "page %d has class %d and kind %d",
                page,
                sizeClass,
                kind);
        int capacity = classes.capacity(sizeClass);
        int live = table.live(page);
        int fresh = table.fresh(page);
        require(live > 0, "M5", "page %d is active with %d live chunks", page, live);
        require(
                live <= fresh && fresh <= capacity,
                "M5",
                "page %d: %d live, %d ever used, of %d",
                page,
                live,
                fresh,
                capacity);
        walkFreeList(page, fresh, fresh - live);
        verifyChunks(page, fresh, kind == PageKind.MOVABLE.ordinal());
        addUp(page, kind * classes.count() + sizeClass, capacity);
        addUsed(page, PageKind.values()[kind], live);
    }

    /// Marks the free chunks of `page` in `free`.
    private void walkFreeList(int page, int fresh, int expected) {
        int chunkBytes = classes.chunkBytes(table.sizeClass(page));
        free.clear();
        int seen = 0;
        int index = table.head(page);
        while (index != NO_INDEX) {
            require(index < fresh, "M6", "page %d: free chunk %d was never used", page, index);
            require(!free.get(index), "M6", "page %d: chunk %d is free twice", page, index);
            require(++seen <= expected, "M5", "page %d: over %d free chunks", page, expected);
            free.set(index);
            index = pages.nextFree(ChunkPages.address(page, index, chunkBytes));
        }
        require(seen == expected, "M5", "page %d: %d free chunks, not %d", page, seen, expected);
    }

    private void verifyChunks(int page, int fresh, boolean movable) {
        int chunkBytes = classes.chunkBytes(table.sizeClass(page));
        for (int index = 0; index < fresh; index++) {
            long at = ChunkPages.address(page, index, chunkBytes);
            int chunk = pages.chunkAt(at);
            if (free.get(index)) {
                require(pages.isStamped(at), "M6", "free chunk %x of page %d", chunk, page);
                if (pages.isChecked()) {
                    pages.guard().requirePoison(chunk, at, chunkBytes);
                }
            } else {
                boolean marked = !movable || bytes.byteAt(at) != 0;
                require(marked, "M6", "live chunk %x of page %d begins with 0", chunk, page);
                if (pages.isChecked()) {
                    pages.guard().requireCanary(chunk, at, chunkBytes);
                }
            }
        }
    }

    private void addUp(int page, int row, int capacity) {
        int live = table.live(page);
        int list = table.list(page);
        pagesOfRow[row]++;
        liveOfRow[row] += live;
        if (list == LIST_EVACUATING) {
            movingOfRow[row] += live;
        } else {
            int expected = PageLists.listOf(live, capacity);
            require(list == expected, "M1", "page %d is on list %d, not %d", page, list, expected);
            freeOfRow[row] += capacity - live;
            listedOfRow[row] += list < LIST_FULL ? 1 : 0;
        }
    }

    private void addUsed(int page, PageKind kind, int live) {
        int chunkBytes = classes.usableBytes(table.sizeClass(page));
        int parts = table.charged(page, MemoryTag.PARTS);
        int interned = table.charged(page, MemoryTag.INTERNED);
        require(
                parts >= 0 && interned >= 0 && parts + interned <= live,
                "M8",
                "page %d: %d parts and %d interned of %d",
                page,
                parts,
                interned,
                live);
        for (MemoryTag tag : MemoryTag.values()) {
            if (tag.kind() == kind) {
                int chunks =
                        switch (tag) {
                            case PARTS -> parts;
                            case INTERNED -> interned;
                            case BLOBS, SLOTS, INDEX -> live - parts - interned;
                        };
                usedOfTag[tag.ordinal()] += (long) chunks * chunkBytes;
            }
        }
    }

    private void verifyRow(int row) {
        int listed = pages.lists().verify(row, listedOfRow[row]);
        require(
                listed == listedOfRow[row],
                "M1",
                "%d pages of row %d are listed, not %d",
                listed,
                row,
                listedOfRow[row]);
        verifyCount(row, ROW_PAGES, pagesOfRow[row]);
        verifyCount(row, ROW_LIVE, liveOfRow[row]);
        verifyCount(row, ROW_FREE, freeOfRow[row]);
        verifyCount(row, ROW_MOVING, movingOfRow[row]);
    }

    private void verifyCount(int row, int count, long found) {
        long counted = counters.read(HeapCounters.row(row, count));
        require(
                found == counted,
                "M7",
                "row %d, count %d: %d found, counted %d",
                row,
                count,
                found,
                counted);
    }
}
