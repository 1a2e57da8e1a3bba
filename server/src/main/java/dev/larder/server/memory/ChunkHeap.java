package dev.larder.server.memory;

import static dev.larder.server.memory.HeapCounters.COMMITTED;
import static dev.larder.server.memory.HeapCounters.EMPTY_PAGES;
import static dev.larder.server.memory.HeapCounters.LIMIT;
import static dev.larder.server.memory.HeapCounters.MOVABLE_LIMIT;
import static dev.larder.server.memory.HeapCounters.ROW_FREE;
import static dev.larder.server.memory.HeapCounters.USED;
import static dev.larder.server.memory.PageTable.NO_PAGE;

/// Chunks of the region, cut from pages of one size class each; accounted to the byte, bounded by a
/// limit that may change at any time, and movable where their owner can move them.
///
/// ```text
///   region   | page table | page | page | page ... frontier ... never touched |
///   locator  offset from the region's start, in granules: an unsigned int, never 0
///   granule  8 bytes while the region is at most 32 GiB, 16 up to 64 GiB, and so on
/// ```
///
/// A slab allocator in the manner of Bonwick [1], with two changes that a cache wants. Pages are listed
/// by how full they are and allocation fills the fullest, so that sparse pages drain by themselves.
/// And as only its owner says where a chunk is, a sparse page can be *evacuated*: its owner copies
/// the live chunks elsewhere and frees them, and the page serves another class. So memory does not
/// calcify in yesterday's sizes, which is what befalls memcached's slabs [2].
///
/// The limit counts whole pages, empty ones and the page table included, so what is resident
/// never exceeds it; only lowering it leaves more, and then allocation fails until enough is freed (and
/// a write that cannot be given up takes what it needs, see [#allocateBeyond]).
/// An emptied page stays resident for the next allocation until [#trim] gives it back.
///
/// Invariants stand where the state is: [ChunkPages] (M5 to M8), [PageLists] (M1, M2), [PagePool] (M3,
/// M4), [ChunkGuard] (M9, M10).
///
/// Threads: any; one spin lock, the last in the lock order, held for tens of nanoseconds. Figures
/// are read without it. Cost: allocation and free are O(1), touch the chunk and its page's
/// descriptor, and do not enter the system (but see [#allocate]). Failure: a sentinel when full;
/// [dev.larder.server.check.InvariantViolation] when a chunk is freed twice, is none of ours, or was
/// written to after it was freed.
///
/// 1. J. Bonwick, [The Slab Allocator: An Object-Caching Kernel Memory
///    Allocator](https://www.usenix.org/legacy/publications/library/proceedings/bos94/bonwick.html), USENIX
///    Summer 1994.
/// 2. X. Hu et al., [LAMA: Optimized Locality-aware Memory Allocation for Key-value
///    Cache](https://www.usenix.org/conference/atc15/technical-session/presentation/hu), USENIX ATC 2015.
public final class ChunkHeap implements AutoCloseable {
    /// No chunk.
    public static final int NONE = 0;

    /// No page to evacuate.
    public static final int NO_EVACUATION = -1;

    /// The largest chunk that can be asked for: a whole page, less what a checked heap keeps for itself.
    public static final int MAX_CHUNK_BYTES = (64 << 10) - SizeClasses.GUARD_BYTES;

    /// The most chunks a page can hold, for the array handed to [#liveChunks].
    public static final int MAX_CHUNKS_IN_PAGE = 4_096;

    /// The first byte of a chunk until its owner writes another.
    public static final byte FRESH_MARK = (byte) 0xFF;

    /// The unit in which memory becomes resident and counts against the limit.
    public static final int PAGE_BYTES = 64 << 10;

    static final int PAGE_SHIFT = 16;

    private static final int GRANULE_SHIFT_MIN = 3;

    /// Pages on their way back to the system at a time.
    private static final int PAGES_LEAVING_MAX = 32;

    /// Empty pages that [#trim] keeps: a 64th of the limit, within these bounds.
    private static final int PAGES_KEPT_MIN = 16;

    private static final int PAGES_KEPT_MAX = 1_024;
    private static final int PAGES_KEPT_FRACTION = 64;

    /// What of the limit movable chunks leave to the others: a 256th, within these bounds.
    private static final long RESERVE_FRACTION = 256;

    private static final long RESERVE_MIN_BYTES = 4 * PAGE_BYTES;
    private static final long RESERVE_FRACTION_MAX = 8;

    private final NativeMemory memory;
    private final RawBytes bytes;
    private final SizeClasses classes;
    private final HeapCounters counters;
    private final SpinLock lock = new SpinLock();

    /// Guarded by the lock.
    private final ChunkPages pages;

    /// A heap over all of `memory` that keeps at most `limitBytes` resident. `checked` poisons freed
    /// chunks and guards the ends of live ones, at a price.
    public ChunkHeap(NativeMemory memory, long limitBytes, boolean checked) {
        long count = memory.reservedBytes() >>> PAGE_SHIFT;
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("region of " + count + " pages");
        }
        int granuleShift = granuleShift(memory.reservedBytes());
        this.memory = memory;
        this.bytes = memory.bytes();
        this.classes = new SizeClasses(1 << granuleShift, checked);
        this.pages = new ChunkPages(bytes, (int) count, granuleShift, classes, checked);
        this.counters = pages.counters();
        limitBytes(limitBytes);
    }

    /// A chunk of at least `bytes` (1 to [#MAX_CHUNK_BYTES]), or [#NONE] when no page has a free one
    /// and no page more fits under the limit. The first byte is [#FRESH_MARK], the others are anything.
    /// On a movable page the owner must never write 0 to the first byte of a live chunk: that is how a
    /// live chunk is told from a free one.
    ///
    /// Movable chunks stop a little below the limit. So what leads to them (slots, index, timers) never
    /// lacks a page when they have room, and a cache that evicts to place a value can place its slot.
    ///
    /// O(1). After the limit was lowered, an allocation also gives a few empty pages back.
    public int allocate(MemoryTag tag, int bytes) {
        return allocate(tag, bytes, bound(tag), boundInUse(tag));
    }

    /// The same for a write that has begun and cannot be given up: uses what [#allocate] leaves, and
    /// goes past the limit if it must, which [#isOverLimit] then says. For small things only.
    ///
    /// @throws IllegalStateException when the whole region is in use
    public int allocateBeyond(MemoryTag tag, int bytes) {
        int chunk = allocate(tag, bytes, Long.MAX_VALUE, Long.MAX_VALUE);
        if (chunk == NONE) {
            throw new IllegalStateException(
                    "all of the " + memory.reservedBytes() + " bytes reserved are in use");
        }
        return chunk;
    }

    private int allocate(MemoryTag tag, int bytes, long bound, long boundInUse) {
        int sizeClass = classes.classFor(bytes);
        int chunk = NONE;
        lock.lock();
        try {
            if (pages.pool().needed() <= boundInUse) {
                chunk = pages.allocate(tag, sizeClass, bound);
            }
        } finally {
            lock.unlock();
        }
        if (committedBytes() > limitBytes() && counters.read(EMPTY_PAGES) > 0) {
            trim(PAGES_LEAVING_MAX);
        }
        return chunk;
    }

    /// How much may be committed after an allocation for `tag`.
    private long bound(MemoryTag tag) {
        return counters.read(tag.isMovable() ? MOVABLE_LIMIT : LIMIT);
    }

    /// How much may be committed for `tag` to get a chunk of a page in use. Movable chunks get one until half
    /// of what they leave to the others is used up; then some must go, so that there is as much again.
    private long boundInUse(MemoryTag tag) {
        long bound = bound(tag);
        return bound + (counters.read(LIMIT) - bound) / 2;
    }

    /// The same from a page in use, whatever the limit, or [#NONE]: where an evacuated chunk goes.
    /// Commits nothing.
    public int allocateForMove(MemoryTag tag, int bytes) {
        int sizeClass = classes.classFor(bytes);
        lock.lock();
        try {
            return pages.allocate(tag, sizeClass, ChunkPages.NO_BOUND_FITS);
        } finally {
            lock.unlock();
        }
    }

    /// A chunk of the size of the live `chunk` on another page in use that is at least as full, whatever the
    /// limit, or [#NONE]: where its owner moves it, so that sparse pages empty. Each such move makes pages
    /// less equal, so they come to an end. Commits nothing. O(1).
    public int allocateDenser(MemoryTag tag, int chunk) {
        lock.lock();
        try {
            return pages.allocateDenser(tag, chunk);
        } finally {
            lock.unlock();
        }
    }

    /// Frees `chunk`, allocated for the same `tag`. O(1).
    public void free(MemoryTag tag, int chunk) {
        lock.lock();
        try {
            pages.free(tag, chunk);
        } finally {
            lock.unlock();
        }
    }

    /// Where `chunk` begins in the region. O(1), reads nothing.
    public long address(int chunk) {
        return pages.address(chunk);
    }

    /// How many bytes of the live `chunk` its owner may use, and is charged for. The caller owns the
    /// chunk; no lock.
    public int chunkBytes(int chunk) {
        int page = (int) (pages.address(chunk) >>> PAGE_SHIFT);
        return classes.usableBytes(pages.table().sizeClass(page));
    }

    /// How many bytes a chunk for `bytes` has, without allocating one.
    public int classBytes(int bytes) {
        return classes.usableBytes(classes.classFor(bytes));
    }

    /// Whether [#allocate] would find a chunk, a moment ago. Does not lock.
    public boolean hasRoom(MemoryTag tag, int bytes) {
        int row = pages.row(tag.kind(), classes.classFor(bytes));
        return pages.pool().needed() <= boundInUse(tag)
                && (counters.read(HeapCounters.row(row, ROW_FREE)) > 0
                        || pages.pool().hasPage(bound(tag)));
    }

    /// Whether the pages in use alone exceed the limit, so that some must be emptied: after the limit was
    /// lowered, or [#allocateBeyond] went past it. Does not lock.
    public boolean isOverLimit() {
        return pages.pool().needed() > counters.read(LIMIT);
    }

    /// The bytes that may be resident.
    public long limitBytes() {
        return counters.read(LIMIT);
    }

    /// Changes the limit. When pages in use exceed it, allocation fails until enough of them are empty;
    /// empty ones in excess are given back by [#trim] and by allocation.
    public void limitBytes(long limitBytes) {
        if (limitBytes < 0) {
            throw new IllegalArgumentException("limit of " + limitBytes + " bytes");
        }
        lock.lock();
        try {
            counters.set(LIMIT, limitBytes);
            counters.set(MOVABLE_LIMIT, limitBytes - reserve(limitBytes));
        } finally {
            lock.unlock();
        }
    }

    /// The bytes that count as resident: pages in use, empty pages kept, and what is touched of the page
    /// table. Never above the limit, except after it was lowered.
    public long committedBytes() {
        return counters.read(COMMITTED);
    }

    /// The bytes of all live chunks.
    public long usedBytes() {
        long used = 0;
        for (int tag = 0; tag < MemoryTag.COUNT; tag++) {
            used += counters.read(USED + tag);
        }
        return used;
    }

    /// The bytes of live chunks of `tag`.
    public long usedBytes(MemoryTag tag) {
        return counters.read(USED + tag.ordinal());
    }

    /// All figures at about one moment. Allocates: for `INFO` and `MEMORY STATS`.
    public HeapFigures figures() {
        return HeapFigures.of(counters, classes);
    }

    /// Gives empty pages back to the system, at most `pagesMax`: those beyond a stock kept for the next
    /// allocations, and any in excess of the limit; answers how many went. A system call each, outside
    /// the heap's lock: for a background step, not under a shard's guard.
    public int trim(int pagesMax) {
        long keep = limitBytes() / PAGE_BYTES / PAGES_KEPT_FRACTION;
        keep = Math.clamp(keep, PAGES_KEPT_MIN, PAGES_KEPT_MAX);
        long excess = (committedBytes() - limitBytes() + PAGE_BYTES - 1) / PAGE_BYTES;
        if (excess > 0) {
            keep = Math.clamp(counters.read(EMPTY_PAGES) - excess, 0, keep);
        }
        return trim((int) keep, pagesMax);
    }

    /// Gives empty pages back to the system, at most `pagesMax`, but keeps `keepPages`; answers how many
    /// went. `trim(0, Integer.MAX_VALUE)` is `MEMORY PURGE`.
    public int trim(int keepPages, int pagesMax) {
        int given = 0;
        int batch = 0;
        int gone = 0;
        while (given < pagesMax && gone == batch) {
            batch = Math.min(PAGES_LEAVING_MAX, pagesMax - given);
            gone = giveBack(beginLeaving(keepPages, batch));
            given += gone;
        }
        return given;
    }

    private int beginLeaving(int keepPages, int pagesMax) {
        lock.lock();
        try {
            return pages.pool().beginLeaving(keepPages, pagesMax);
        } finally {
            lock.unlock();
        }
    }

    /// Gives the chain of leaving pages back, neighbours in one call; answers how many the system took.
    /// The pages are this thread's alone until their leaving ends, so the chain is read without the lock.
    private int giveBack(int first) {
        PageTable table = pages.table();
        int gone = 0;
        int page = first;
        while (page != NO_PAGE) {
            int low = page;
            int high = page;
            page = table.next(page);
            while (page != NO_PAGE && (page == low - 1 || page == high + 1)) {
                low = Math.min(low, page);
                high = Math.max(high, page);
                page = table.next(page);
            }
            int count = high - low + 1;
            boolean taken = memory.giveBack((long) low << PAGE_SHIFT, (long) count << PAGE_SHIFT);
            endLeaving(low, high, taken);
            gone += taken ? count : 0;
        }
        return gone;
    }

    private void endLeaving(int low, int high, boolean gone) {
        lock.lock();
        try {
            for (int page = low; page <= high; page++) {
                pages.pool().endLeaving(page, gone);
            }
        } finally {
            lock.unlock();
        }
    }

    /// A movable page worth evacuating, or [#NO_EVACUATION]: one of the class with the most free bytes,
    /// whose live chunks all fit into free chunks of that class's other pages. From now on it takes no
    /// allocations, until the last [#free] on it releases it or [#evacuationEnded]. O(classes).
    public int sparsestPage() {
        lock.lock();
        try {
            int page = pages.beginEvacuation();
            return page == NO_PAGE ? NO_EVACUATION : page;
        } finally {
            lock.unlock();
        }
    }

    /// Fills `into` with locators of the chunks now live on `page`, which must be evacuating, as many as
    /// fit; answers how many, 0 when the page is not being evacuated any more. O(chunks of a page),
    /// outside the lock.
    ///
    /// Others may free chunks of the page meanwhile, so a locator is a hint: before its owner moves a
    /// chunk it takes the lock that guards it, and sees whether its own reference still names it. A chunk
    /// that begins with [#FRESH_MARK] is not written yet.
    public int liveChunks(int page, int[] into) {
        PageTable table = pages.table();
        int evacuation;
        int chunkBytes;
        int fresh;
        lock.lock();
        try {
            if (!pages.isEvacuating(page)) {
                return 0;
            }
            evacuation = table.evacuation(page);
            chunkBytes = classes.chunkBytes(table.sizeClass(page));
            fresh = table.fresh(page);
        } finally {
            lock.unlock();
        }
        int count = 0;
        for (int index = 0; index < fresh && count < into.length; index++) {
            long at = ChunkPages.address(page, index, chunkBytes);
            if (bytes.byteAt(at) != 0) {
                into[count++] = pages.chunkAt(at);
            }
        }
        lock.lock();
        try {
            boolean same = pages.isEvacuating(page) && table.evacuation(page) == evacuation;
            return same ? count : 0;
        } finally {
            lock.unlock();
        }
    }

    /// Lets `page` take allocations again if it is still being evacuated; else does nothing.
    public void evacuationEnded(int page) {
        lock.lock();
        try {
            pages.endEvacuation(page);
        } finally {
            lock.unlock();
        }
    }

    /// In whole pages, so that nothing is lost to rounding.
    private static long reserve(long limitBytes) {
        long reserve = Math.max(limitBytes / RESERVE_FRACTION, RESERVE_MIN_BYTES);
        return Math.min(reserve, limitBytes / RESERVE_FRACTION_MAX) / PAGE_BYTES * PAGE_BYTES;
    }

    private static int granuleShift(long reservedBytes) {
        int shift = GRANULE_SHIFT_MIN;
        while ((reservedBytes - 1) >>> shift > 0xFFFF_FFFFL) {
            shift++;
        }
        return shift;
    }

    /// Walks every page under the lock. O(chunks); for tests and `LARDER VERIFY`.
    public void verify() {
        lock.lock();
        try {
            new HeapVerifier(pages).verify();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the use of the heap; the region stays with its owner.
    @Override
    public void close() {}
}
