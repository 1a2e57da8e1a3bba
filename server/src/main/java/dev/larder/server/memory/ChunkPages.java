package dev.larder.server.memory;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.memory.HeapCounters.EVACUATED;
import static dev.larder.server.memory.HeapCounters.EVACUATIONS;
import static dev.larder.server.memory.HeapCounters.ROW_FREE;
import static dev.larder.server.memory.HeapCounters.ROW_LIVE;
import static dev.larder.server.memory.HeapCounters.ROW_MOVING;
import static dev.larder.server.memory.HeapCounters.ROW_PAGES;
import static dev.larder.server.memory.HeapCounters.USED;
import static dev.larder.server.memory.PageTable.ACTIVE;
import static dev.larder.server.memory.PageTable.LIST_EVACUATING;
import static dev.larder.server.memory.PageTable.LIST_FULL;
import static dev.larder.server.memory.PageTable.NO_INDEX;
import static dev.larder.server.memory.PageTable.NO_PAGE;

/// The pages in use and the chunks on them: what [ChunkHeap] does while it holds its lock.
///
/// ```text
///   page     | chunk 0 | chunk 1 | ... | fresh ... never used |   64 KiB, one class and kind
///   chunk    live: the owner's bytes; on a movable page byte 0 is not 0
///            free: | 0 | any | next 2 | stamp 4 | anything |       at least 16 bytes
/// ```
///
/// A free chunk's stamp is made from its locator, so neither a value nor another chunk's remains look
/// like it. It is checked when the chunk is allocated again: a write after the free is found then,
/// at the price of a comparison on a cache line that is written anyway.
///
/// - **M5** The live, the free and the never used chunks of an active page add up to its capacity, and
///   at least one is live.
/// - **M6** A free chunk begins with a 0 byte, bears its stamp, and is on the free list of its page
///   once; a live chunk of a movable page does not begin with a 0 byte.
/// - **M7** The bytes used, by tag, are those of the live chunks of the tag, and the counts of each row
///   are those of its pages.
/// - **M8** A chunk is freed once, and by a tag of the kind it was allocated for.
final class ChunkPages {
    /// Offsets of the fields of a free chunk.
    private static final int FREE_NEXT = 2;

    private static final int FREE_STAMP = 4;
    private static final int FREE_BYTES = 8;
    private static final int STAMP = 0x0F4EE0B1;

    /// Pages of a list looked at for the sparsest.
    private static final int PAGES_SEARCHED = 16;

    static {
        if (FREE_STAMP + Integer.BYTES != FREE_BYTES || FREE_BYTES > SizeClasses.BYTES_MIN) {
            throw new ExceptionInInitializerError(
                    "free chunk: budget 8 of the smallest chunk's 16");
        }
    }

    private final RawBytes bytes;
    private final int granuleShift;
    private final boolean checked;
    private final SizeClasses classes;
    private final HeapCounters counters;
    private final PageTable table;
    private final PageLists lists;
    private final PagePool pool;
    private final ChunkGuard guard;

    ChunkPages(RawBytes bytes, int pages, int granuleShift, SizeClasses classes, boolean checked) {
        this.bytes = bytes;
        this.granuleShift = granuleShift;
        this.checked = checked;
        this.classes = classes;
        int rows = PageKind.COUNT * classes.count();
        this.counters = new HeapCounters(rows);
        this.table = new PageTable(bytes);
        this.lists = new PageLists(table, rows);
        this.pool = new PagePool(table, counters, pages);
        this.guard = new ChunkGuard(bytes);
    }

    RawBytes bytes() {
        return bytes;
    }

    boolean isChecked() {
        return checked;
    }

    SizeClasses classes() {
        return classes;
    }

    HeapCounters counters() {
        return counters;
    }

    PageTable table() {
        return table;
    }

    PageLists lists() {
        return lists;
    }

    PagePool pool() {
        return pool;
    }

    ChunkGuard guard() {
        return guard;
    }

    /// The row of a kind and a class, in the lists and in the counters.
    int row(PageKind kind, int sizeClass) {
        return kind.ordinal() * classes.count() + sizeClass;
    }

    /// Where a chunk begins.
    long address(int chunk) {
        return Integer.toUnsignedLong(chunk) << granuleShift;
    }

    /// Where the chunk of index `index` begins on `page`.
    static long address(int page, int index, int chunkBytes) {
        return ((long) page << ChunkHeap.PAGE_SHIFT) + (long) index * chunkBytes;
    }

    /// The locator of the chunk at `at`.
    int chunkAt(long at) {
        return (int) (at >>> granuleShift);
    }

    /// A bound for [#allocate] under which no page fits: only pages in use will do.
    static final long NO_BOUND_FITS = -1;

    /// A chunk on a page in use, or on one taken from the pool if then at most `bound` bytes are
    /// committed, or `NONE`.
    int allocate(MemoryTag tag, int sizeClass, long bound) {
        int row = row(tag.kind(), sizeClass);
        int page = lists.fullest(row);
        if (page == NO_PAGE) {
            page = pool.take(bound);
            if (page == NO_PAGE) {
                return ChunkHeap.NONE;
            }
            table.open(page, tag.kind(), sizeClass);
            counters.add(HeapCounters.row(row, ROW_PAGES), 1);
            counters.add(HeapCounters.row(row, ROW_FREE), classes.capacity(sizeClass));
        }
        return allocateOn(page, tag, row, sizeClass);
    }

    /// A chunk of the size of `chunk` on another page in use that is at least as full, or `NONE`.
    int allocateDenser(MemoryTag tag, int chunk) {
        int page = (int) (address(chunk) >>> ChunkHeap.PAGE_SHIFT);
        int sizeClass = table.sizeClass(page);
        int row = row(tag.kind(), sizeClass);
        int fullest = lists.fullest(row);
        boolean denser = fullest != page && table.live(fullest) >= table.live(page);
        return fullest != NO_PAGE && denser
                ? allocateOn(fullest, tag, row, sizeClass)
                : ChunkHeap.NONE;
    }

    private int allocateOn(int page, MemoryTag tag, int row, int sizeClass) {
        int chunk = takeChunk(page, classes.chunkBytes(sizeClass));
        int live = table.live(page) + 1;
        table.live(page, live);
        if (tag.isGuest()) {
            table.charged(page, tag, table.charged(page, tag) + 1);
        }
        lists.move(page, row, PageLists.listOf(live, classes.capacity(sizeClass)));
        counters.add(USED + tag.ordinal(), classes.usableBytes(sizeClass));
        counters.add(HeapCounters.row(row, ROW_LIVE), 1);
        counters.add(HeapCounters.row(row, ROW_FREE), -1);
        return chunk;
    }

    /// The first free chunk of `page`, else the first never used, now marked live.
    private int takeChunk(int page, int chunkBytes) {
        int index = table.head(page);
        boolean isFresh = index == NO_INDEX;
        if (isFresh) {
            index = table.fresh(page);
            table.fresh(page, index + 1);
        }
        long at = address(page, index, chunkBytes);
        int chunk = chunkAt(at);
        if (!isFresh) {
            requireFree(chunk, at, chunkBytes);
            table.head(page, nextFree(at));
        }
        bytes.putLong(at, 0); // no stamp
        bytes.putByte(at, ChunkHeap.FRESH_MARK);
        if (checked) {
            guard.handOut(chunk, at, chunkBytes);
        }
        return chunk;
    }

    /// Frees `chunk`, or fails if it is not a live one that `tag` can have allocated.
    void free(MemoryTag tag, int chunk) {
        long at = address(chunk);
        int page = (int) (at >>> ChunkHeap.PAGE_SHIFT);
        int index = requireLive(tag, chunk, page);
        int sizeClass = table.sizeClass(page);
        if (tag.isGuest()) {
            int charged = table.charged(page, tag) - 1;
            require(charged >= 0, "M8", "page %d holds none of the kind: chunk %x", page, chunk);
            table.charged(page, tag, charged);
        }
        if (checked) {
            guard.takeBack(chunk, at, classes.chunkBytes(sizeClass));
        }
        bytes.putByte(at, (byte) 0);
        bytes.putShort(at + FREE_NEXT, (short) table.head(page));
        bytes.putInt(at + FREE_STAMP, STAMP ^ chunk);
        table.head(page, index);
        int live = table.live(page) - 1;
        table.live(page, live);
        counters.add(USED + tag.ordinal(), -classes.usableBytes(sizeClass));
        relist(page, row(tag.kind(), sizeClass), live, classes.capacity(sizeClass));
    }

    /// Puts a page that lost a chunk where it belongs now.
    private void relist(int page, int row, int live, int capacity) {
        boolean evacuating = table.list(page) == LIST_EVACUATING;
        counters.add(HeapCounters.row(row, ROW_LIVE), -1);
        counters.add(
                HeapCounters.row(row, evacuating ? ROW_MOVING : ROW_FREE), evacuating ? -1 : 1);
        if (live == 0) {
            lists.move(page, row, LIST_FULL); // off all lists
            counters.add(HeapCounters.row(row, ROW_PAGES), -1);
            if (evacuating) {
                counters.add(EVACUATED, 1);
            } else {
                counters.add(HeapCounters.row(row, ROW_FREE), -capacity);
            }
            pool.release(page);
        } else if (!evacuating) {
            lists.move(page, row, PageLists.listOf(live, capacity));
        }
    }

    /// Takes the page most worth it off the lists; answers it, or `NO_PAGE`. O(classes).
    int beginEvacuation() {
        int row = slackestRow();
        int page = row < 0 ? NO_PAGE : lists.sparsest(row, PAGES_SEARCHED);
        if (page != NO_PAGE) {
            int live = table.live(page);
            int free = classes.capacity(table.sizeClass(page)) - live;
            lists.move(page, row, LIST_EVACUATING);
            counters.add(HeapCounters.row(row, ROW_FREE), -free);
            counters.add(HeapCounters.row(row, ROW_MOVING), live);
            counters.add(EVACUATIONS, 1);
            table.evacuation(page, (int) counters.read(EVACUATIONS));
        }
        return page;
    }

    /// The movable row with the most free bytes among those with a page's worth of free chunks to
    /// spare (any page of it then fits elsewhere), or -1.
    private int slackestRow() {
        int slackest = -1;
        long most = 0;
        for (int sizeClass = 0; sizeClass < classes.count(); sizeClass++) {
            int row = row(PageKind.MOVABLE, sizeClass);
            long free = counters.read(HeapCounters.row(row, ROW_FREE));
            long spare = free - counters.read(HeapCounters.row(row, ROW_MOVING));
            long spareBytes = spare * classes.chunkBytes(sizeClass);
            if (spare >= classes.capacity(sizeClass) && spareBytes > most) {
                most = spareBytes;
                slackest = row;
            }
        }
        return slackest;
    }

    /// Puts `page` back on the lists if it is being evacuated.
    void endEvacuation(int page) {
        if (isEvacuating(page)) {
            int sizeClass = table.sizeClass(page);
            int live = table.live(page);
            int capacity = classes.capacity(sizeClass);
            int row = row(PageKind.MOVABLE, sizeClass);
            lists.move(page, row, PageLists.listOf(live, capacity));
            counters.add(HeapCounters.row(row, ROW_FREE), capacity - live);
            counters.add(HeapCounters.row(row, ROW_MOVING), -live);
        }
    }

    boolean isEvacuating(int page) {
        return isActive(page) && table.list(page) == LIST_EVACUATING;
    }

    private boolean isActive(int page) {
        return page >= pool.firstPage() && page < pool.frontier() && table.state(page) == ACTIVE;
    }

    /// The index of `chunk` on its page; a violation if it cannot be a live chunk of `tag`.
    private int requireLive(MemoryTag tag, int chunk, int page) {
        require(isActive(page), "M8", "chunk %x is on page %d, which has none", chunk, page);
        int kind = table.kind(page);
        require(kind == tag.kind().ordinal(), "M8", "chunk %x is of kind %d", chunk, kind);
        long at = address(chunk);
        int offset = (int) at & (ChunkHeap.PAGE_BYTES - 1);
        int sizeClass = table.sizeClass(page);
        int index = classes.indexAt(sizeClass, offset);
        require(
                index * classes.chunkBytes(sizeClass) == offset && index < table.fresh(page),
                "M8",
                "no chunk begins at %x of page %d",
                chunk,
                page);
        if (bytes.byteAt(at) == 0 && (tag.isMovable() || isFree(page, index))) {
            throw guard.violation("M8", "freed twice: page %d, chunk %x", page, chunk);
        }
        return index;
    }

    /// Whether the chunk is on the free list of its page, for kinds whose owners may begin a chunk with
    /// 0. Only one that bears its stamp is looked for, so the walk is paid when something is wrong.
    private boolean isFree(int page, int index) {
        int chunkBytes = classes.chunkBytes(table.sizeClass(page));
        if (!isStamped(address(page, index, chunkBytes))) {
            return false;
        }
        int free = table.head(page);
        for (int left = table.fresh(page); left > 0 && free != NO_INDEX; left--) {
            if (free == index) {
                return true;
            }
            free = nextFree(address(page, free, chunkBytes));
        }
        return false;
    }

    /// Fails if a chunk of a free list was written to since it was freed.
    private void requireFree(int chunk, long at, int chunkBytes) {
        if (!isStamped(at)) {
            long found = bytes.longAt(at);
            throw guard.violation("M6", "written after it was freed: %x in chunk %x", found, chunk);
        }
        if (checked) {
            guard.requirePoison(chunk, at, chunkBytes);
        }
    }

    /// Whether the chunk at `at` looks like a free one.
    boolean isStamped(long at) {
        return bytes.byteAt(at) == 0 && bytes.intAt(at + FREE_STAMP) == (STAMP ^ chunkAt(at));
    }

    /// The index that follows the free chunk at `at` on its list.
    int nextFree(long at) {
        return Short.toUnsignedInt(bytes.shortAt(at + FREE_NEXT));
    }
}
