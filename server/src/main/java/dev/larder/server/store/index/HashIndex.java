package dev.larder.server.store.index;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.store.index.Segments.BUCKETS;
import static dev.larder.server.store.index.Segments.BUCKET_BITS;
import static dev.larder.server.store.index.Segments.CAPACITY;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.RawBytes;

/// The hash index of one shard, or of one stripe of the interner: from the hash of a key to its slot.
///
/// ```text
///   hash   | skip: the shard | directory, d bits | bucket, 6 bits |      ...      | tag, 8 bits |
/// ```
///
/// Neither keys nor hashes are kept, only 5 bytes an entry; what a split needs is read back from
/// the entries through [KeySource]. The table never grows as a whole: a segment of 4 KiB that is
/// five sixths full is split in two, a pair that would fill little more than a third of one is
/// merged, and each such step touches one or two segments and nothing else (and, seldom, copies the
/// directory).
///
/// Directory and bucket are chosen by the first bits of the hash in their order, so that segments
/// and buckets lie in the order of hashes at any size of the table. A scan is therefore a walk
/// along the hashes: its cursor is a position among them, which no split or merge can move.
///
/// - **B1** Every slot filed is in exactly one cell, and a search from its home bucket gets there:
///   no bucket from the home up to its own has a `passed` of 0.
/// - **B2** The tag of a cell in use is that of its slot's hash; the tag of a free cell is 0.
/// - **B3** The `passed` of a bucket is how many entries of the segment lie beyond it on their way.
/// - **B4** The `count` of a segment is how many of its cells are in use; the counts add up to the
///   size.
/// - **B5** A segment of depth `d` stands in all entries of the directory that agree in the first
///   `d` bits and in no other; no directory is deeper than its deepest segment.
/// - **B6** The hashes of a segment's entries agree with its place in the directory.
/// - **B7** An index without entries has no segment, or one prepared for the first entry.
///
/// Used under the lock of its shard, by one thread at a time. Look-ups, inserts and removals
/// allocate nothing on the heap.
public final class HashIndex {
    /// No slot.
    public static final int NO_SLOT = -1;

    /// The size of the chunks the index takes, of [MemoryTag#INDEX]: what a failed [#prepareInsert]
    /// lacks.
    public static final int SEGMENT_BYTES = Segments.BYTES;

    /// What [#scan] answers after the last position of the shard.
    public static final long DONE = -1;

    /// Bits of a scan position: it is the top 48 bits of a hash, those of the shard included.
    public static final int POSITION_BITS = 48;

    /// A segment with so many entries is split before the next insert: 83 %.
    static final int SPLIT_AT = 640;

    /// Two buddies that have fewer entries than this together are merged: 35 % of one.
    static final int MERGE_BELOW = 268;

    /// Fewest splits that may be needed until a full segment has room. Random hashes need one;
    /// hashes that agree in more bits than this are no accident and are not worth a directory.
    private static final int SPLITS_MAX = 4;

    /// At most so many merges ride on one removal, and buddies are looked at in one removal of
    /// eight.
    private static final int MERGES_MAX = 2;

    private static final int MERGE_CHECK_MASK = 7;

    /// Cells drawn by [#random] before it walks to the next cell in use.
    private static final int DRAWS_MAX = 32;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final ChunkHeap heap;
    private final KeySource keys;
    private final Segments segments;
    private final Directory directory;
    private final int skipBits;
    private long size;

    /// What touched entries added up to: kept only because the compiler drops loads whose results
    /// go nowhere.
    int touched;

    /// An empty index of the shard that the first `skipBits` bits of a hash choose. Takes no memory
    /// until the first insert.
    public HashIndex(ChunkHeap heap, RawBytes raw, KeySource keys, int skipBits) {
        int bits = skipBits + Directory.DEPTH_MAX + BUCKET_BITS;
        if (skipBits < 0 || bits > POSITION_BITS) {
            throw new IllegalArgumentException("skip bits: " + skipBits);
        }
        this.heap = heap;
        this.keys = keys;
        this.skipBits = skipBits;
        this.segments = new Segments(raw);
        this.directory = new Directory(skipBits);
    }

    /// The slot of this key, or [#NO_SLOT].
    public int find(long hash, byte[] key, int offset, int length, int db) {
        long segment = directory.segmentOf(hash);
        if (segment == Directory.NONE) {
            return NO_SLOT;
        }
        long base = base(segment);
        int home = home(hash, segment);
        for (int step = 0; step < BUCKETS; step++) {
            long bucket = Segments.bucket(base, home + step);
            for (int hits = segments.cellsTagged(bucket, hash); hits != 0; hits &= hits - 1) {
                int slot = segments.slotIn(bucket, Integer.numberOfTrailingZeros(hits));
                if (keys.matches(slot, key, offset, length, db)) {
                    return slot;
                }
            }
            if (!segments.isPassed(bucket)) {
                return NO_SLOT;
            }
        }
        return NO_SLOT;
    }

    /// The first slot with `hash`'s tag that `filter` accepts, or [#NO_SLOT]. The filter may be
    /// asked about entries of other hashes, too.
    public int find(long hash, SlotFilter filter) {
        long segment = directory.segmentOf(hash);
        if (segment == Directory.NONE) {
            return NO_SLOT;
        }
        long base = base(segment);
        int home = home(hash, segment);
        for (int step = 0; step < BUCKETS; step++) {
            long bucket = Segments.bucket(base, home + step);
            for (int hits = segments.cellsTagged(bucket, hash); hits != 0; hits &= hits - 1) {
                int slot = segments.slotIn(bucket, Integer.numberOfTrailingZeros(hits));
                if (filter.accepts(slot)) {
                    return slot;
                }
            }
            if (!segments.isPassed(bucket)) {
                return NO_SLOT;
            }
        }
        return NO_SLOT;
    }

    /// Where the bucket is that most likely holds `hash`, once it is loaded; 0 if there is none. Any
    /// thread, the shard's lock held or not: the answer may be out of date.
    public long glimpse(long hash) {
        long segment = directory.glimpse(hash);
        if (segment == Directory.NONE) {
            return 0;
        }
        long bucket = homeBucket(hash, segment);
        return segments.touch(bucket) == 0 ? 0 : bucket;
    }

    /// A slot in `bucket`, an answer of [#glimpse], that may be the entry of `hash`, or [#NO_SLOT]. Any
    /// thread; the answer may be any number.
    public int glimpseSlot(long bucket, long hash) {
        int hits = bucket == 0 ? 0 : segments.cellsTagged(bucket, hash);
        return hits == 0 ? NO_SLOT : segments.slotIn(bucket, Integer.numberOfTrailingZeros(hits));
    }

    private long homeBucket(long hash, long segment) {
        return Segments.bucket(base(segment), home(hash, segment));
    }

    /// Whether `slot` is filed under `hash`.
    public boolean contains(long hash, int slot) {
        long segment = directory.segmentOf(hash);
        return segment != Directory.NONE
                && segments.locate(base(segment), home(hash, segment), hash, slot)
                        != Segments.NOWHERE;
    }

    /// Makes room for one more entry of `hash`; `false` when there is no memory for that, or when
    /// more than 768 entries agree in too many bits of their hashes to be told apart. After `true`
    /// the next [#insert] of this hash cannot fail. A split reads the keys of 640 entries.
    public boolean prepareInsert(long hash) {
        long segment = directory.segmentOf(hash);
        if (segment == Directory.NONE) {
            return prepareFirst();
        }
        return segments.count(base(segment)) < SPLIT_AT || prepareByASplit(hash);
    }

    private boolean prepareFirst() {
        int chunk = heap.allocate(MemoryTag.INDEX, Segments.BYTES);
        if (chunk == ChunkHeap.NONE) {
            return false;
        }
        segments.erase(heap.address(chunk));
        directory.first(chunk);
        return true;
    }

    /// Splits, until the segment of `hash` has room by the book. Without memory for a split it is
    /// filled to the last cell.
    private boolean prepareByASplit(long hash) {
        for (int splits = 0; splits < SPLITS_MAX && split(hash, false); splits++) {
            if (countAround(hash) < SPLIT_AT) {
                return true;
            }
        }
        return countAround(hash) < CAPACITY;
    }

    /// Room for an entry for which none was prepared, as one of very many that are written together: past
    /// the limit if need be, as a write that has begun is not given up.
    private void makeRoomBeyond(long hash) {
        int splits = 0;
        while (countAround(hash) == CAPACITY && splits < SPLITS_MAX && split(hash, true)) {
            splits++;
        }
    }

    private int countAround(long hash) {
        return segments.count(base(directory.segmentOf(hash)));
    }

    private boolean split(long hash, boolean beyond) {
        long segment = directory.segmentOf(hash);
        int depth = Directory.depth(segment);
        boolean room = beyond || heap.hasRoom(MemoryTag.INDEX, Segments.BYTES);
        if (depth == Directory.DEPTH_MAX || !room) {
            return false;
        }
        SplitScratch scratch = SplitScratch.own();
        scratch.gather(segments, base(segment), keys);
        if (scratch.commonBits() >= skipBits + depth + SPLITS_MAX) {
            return false;
        }
        int chunk =
                beyond
                        ? heap.allocateBeyond(MemoryTag.INDEX, Segments.BYTES)
                        : heap.allocate(MemoryTag.INDEX, Segments.BYTES);
        if (chunk == ChunkHeap.NONE) {
            return false;
        }
        directory.split(hash, Directory.chunk(segment), chunk);
        segments.erase(base(segment));
        segments.erase(heap.address(chunk));
        placeAll(scratch);
        return true;
    }

    private void placeAll(SplitScratch scratch) {
        for (int at = 0; at < scratch.count(); at++) {
            long hash = scratch.hash(at);
            long segment = directory.segmentOf(hash);
            segments.place(base(segment), home(hash, segment), hash, scratch.slot(at));
        }
    }

    /// Files `slot`, which is not filed yet, under `hash`.
    public void insert(long hash, int slot) {
        long segment = directory.segmentOf(hash);
        require(segment != Directory.NONE, "B7", "slot %d: no segment prepared", slot);
        if (segments.count(base(segment)) == CAPACITY) {
            makeRoomBeyond(hash);
            segment = directory.segmentOf(hash);
        }
        segments.place(base(segment), home(hash, segment), hash, slot);
        size++;
    }

    /// Forgets `slot`, filed under `hash`. May merge two segments, reading 268 keys.
    public void remove(long hash, int slot) {
        long segment = directory.segmentOf(hash);
        int cell = located(hash, slot, segment);
        segments.vacate(base(segment), home(hash, segment), cell);
        size--;
        if (size == 0) {
            clear();
        } else {
            mergeWhereSparse(hash);
        }
    }

    /// Files `newSlot` where `oldSlot` was: the same key moved to another slot.
    public void replace(long hash, int oldSlot, int newSlot) {
        long segment = directory.segmentOf(hash);
        int cell = located(hash, oldSlot, segment);
        segments.slot(base(segment), cell, newSlot);
    }

    private int located(long hash, int slot, long segment) {
        int cell =
                segment == Directory.NONE
                        ? Segments.NOWHERE
                        : segments.locate(base(segment), home(hash, segment), hash, slot);
        require(cell != Segments.NOWHERE, "B1", "slot %d is not filed under %x", slot, hash);
        return cell;
    }

    private void mergeWhereSparse(long hash) {
        for (int merges = 0; merges < MERGES_MAX; merges++) {
            long segment = directory.segmentOf(hash);
            int count = segments.count(base(segment));
            boolean looked = (count < MERGE_BELOW && (count & MERGE_CHECK_MASK) == 0) || merges > 0;
            long buddy = looked ? directory.buddyOf(hash) : Directory.NONE;
            if (buddy == Directory.NONE || count + segments.count(base(buddy)) >= MERGE_BELOW) {
                return;
            }
            merge(hash, segment, buddy);
        }
    }

    private void merge(long hash, long segment, long buddy) {
        SplitScratch scratch = SplitScratch.own();
        scratch.gather(segments, base(segment), keys);
        scratch.gather(segments, base(buddy), keys);
        directory.merge(hash, Directory.chunk(segment));
        segments.erase(base(segment));
        placeAll(scratch);
        heap.free(MemoryTag.INDEX, Directory.chunk(buddy));
    }

    /// Visits all entries of the bucket that holds `position` whose hash is not before it; answers
    /// the position to go on with, or [#DONE] at the end of the shard. The shard's first position
    /// is its number in the first `skipBits` of the 48.
    ///
    /// Who starts there and goes on with each answer visits every entry that is filed all the while
    /// exactly once, whatever is inserted and removed between two calls.
    public long scan(long position, SlotVisitor visitor) {
        long from = position << (Long.SIZE - POSITION_BITS);
        long segment = directory.segmentOf(from);
        if (segment == Directory.NONE) {
            return DONE;
        }
        visitHome(base(segment), home(from, segment), Directory.depth(segment), from, visitor);
        long last = (1L << (POSITION_BITS - skipBits - Directory.depth(segment) - BUCKET_BITS)) - 1;
        long next = (position | last) + 1;
        boolean within = (next & (1L << (POSITION_BITS - skipBits)) - 1) != 0;
        return within ? next : DONE;
    }

    private void visitHome(long base, int home, int depth, long from, SlotVisitor visitor) {
        for (int step = 0; step < BUCKETS; step++) {
            long bucket = Segments.bucket(base, home + step);
            int used = segments.usedCells(bucket);
            touchAll(bucket, used);
            for (; used != 0; used &= used - 1) {
                int slot = segments.slotIn(bucket, Integer.numberOfTrailingZeros(used));
                long hash = keys.hashOf(slot);
                if (homeAtDepth(hash, depth) == home && Long.compareUnsigned(hash, from) >= 0) {
                    visitor.visit(slot);
                }
            }
            if (!segments.isPassed(bucket)) {
                return;
            }
        }
    }

    /// Lets the misses of a bucket's entries overlap: their keys are about to be read.
    private void touchAll(long bucket, int cells) {
        int sum = 0;
        for (int left = cells; left != 0; left &= left - 1) {
            sum += keys.touch(segments.slotIn(bucket, Integer.numberOfTrailingZeros(left)));
        }
        touched = sum;
    }

    /// A slot picked by `randomBits`, or [#NO_SLOT] when the index is empty. All slots of a segment
    /// are equally likely, and segments by their share of the hashes; where there are few entries,
    /// those after long gaps are likelier.
    public int random(long randomBits) {
        if (size == 0) {
            return NO_SLOT;
        }
        long draw = randomBits;
        for (int draws = 0; draws < DRAWS_MAX; draws++) {
            draw = (draw ^ draw >>> 29) * GOLDEN + GOLDEN;
            long base = base(directory.segmentOf(draw));
            int cell = (int) (((draw & 0xffff_ffffL) * CAPACITY) >>> Integer.SIZE);
            if (segments.tagAt(base, cell) != 0) {
                return segments.slot(base, cell);
            }
        }
        return nextUsed(draw);
    }

    /// The first slot of the first bucket in use from that of `hash` on, around the directory.
    /// Bounded by the depth: beside an empty segment lies one that is not, or they would have been
    /// merged.
    private int nextUsed(long hash) {
        long segment = directory.segmentOf(hash);
        int index = home(hash, segment);
        int entry = directory.first(hash);
        while (true) {
            long base = base(segment);
            for (; index < BUCKETS; index++) {
                long bucket = Segments.bucket(base, index);
                int used = segments.usedCells(bucket);
                if (used != 0) {
                    return segments.slotIn(bucket, Integer.numberOfTrailingZeros(used));
                }
            }
            index = 0;
            entry = entry + directory.span(Directory.depth(segment)) & directory.length() - 1;
            segment = directory.at(entry);
        }
    }

    /// How many slots are filed.
    public long size() {
        return size;
    }

    /// How many segments there are: 4 KiB each.
    public int segments() {
        return directory.segments();
    }

    /// Forgets every slot and frees all chunks. O(segments).
    public void clear() {
        int entry = 0;
        while (entry < directory.length() && directory.at(entry) != Directory.NONE) {
            long segment = directory.at(entry);
            heap.free(MemoryTag.INDEX, Directory.chunk(segment));
            entry += directory.span(Directory.depth(segment));
        }
        directory.clear();
        size = 0;
    }

    private long base(long segment) {
        return heap.address(Directory.chunk(segment));
    }

    private int home(long hash, long segment) {
        return homeAtDepth(hash, Directory.depth(segment));
    }

    /// The home bucket: the six bits that follow those of the shard and the directory.
    private int homeAtDepth(long hash, int depth) {
        return (int) (hash << (skipBits + depth) >>> (Long.SIZE - BUCKET_BITS));
    }

    /// Walks the index. O(size); reads every key.
    public void verify() {
        new IndexWalker(heap, segments, directory, keys, skipBits).verify(size);
    }
}
