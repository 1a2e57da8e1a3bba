package dev.larder.server.store.index;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.store.index.SegmentSizes.CELLS_MAX;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.RawBytes;

/// The hash index of one shard, or of one stripe of the interner: from the hash of a key to its slot.
///
/// ```text
///   hash   | skip: the shard | directory, d bits | bucket, 14 bits |      ...      | tag, 8 bits |
/// ```
///
/// Neither keys nor hashes are kept, only a tag and a slot an entry; what a split needs is read back from
/// the entries through [KeySource]. The table never grows as a whole: a segment that is full is
/// exchanged for the next size, the largest split in two; a pair that fits well into one is merged, a
/// sparse one exchanged for a smaller one ([SegmentSizes]); and each such step touches one or two segments
/// and nothing else (and, seldom, copies the directory).
///
/// Directory and bucket are chosen by the first bits of the hash in their order, so that segments
/// and buckets lie in the order of hashes at any size of the table. A scan is therefore a walk
/// along the hashes: its cursor is a position among them, which no split, merge or exchange can move.
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
/// - **B8** The number of buckets that the directory gives for a segment is one of the sizes, and its chunk
///   has room for them.
///
/// Used under the lock of its shard, by one thread at a time. Look-ups, inserts and removals
/// allocate nothing on the heap.
public final class HashIndex {
    /// No slot.
    public static final int NO_SLOT = -1;

    /// Bits of the slot numbers that can be filed.
    public static final int SLOT_BITS = Segments.SLOT_BITS;

    /// What [#scan] answers after the last position of the shard.
    public static final long DONE = -1;

    /// Bits of a scan position: it is the top 48 bits of a hash, those of the shard included.
    public static final int POSITION_BITS = 48;

    /// Cells drawn by [#random] before it walks to the next cell in use.
    private static final int DRAWS_MAX = 32;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final ChunkHeap heap;
    private final KeySource keys;
    private final Segments segments;
    private final Directory directory;
    private final Homes homes;
    private final Growth growth;
    private final IndexParts parts;
    private final int skipBits;
    private long size;

    /// What touched entries added up to: kept only because the compiler drops loads whose results
    /// go nowhere.
    int touched;

    /// An empty index of the shard that the first `skipBits` bits of a hash choose. Takes no memory
    /// until the first insert.
    public HashIndex(ChunkHeap heap, RawBytes raw, KeySource keys, int skipBits) {
        int bits = skipBits + Directory.DEPTH_MAX + Homes.BITS;
        if (skipBits < 0 || bits > POSITION_BITS) {
            throw new IllegalArgumentException("skip bits: " + skipBits);
        }
        this.heap = heap;
        this.keys = keys;
        this.skipBits = skipBits;
        this.segments = new Segments(raw);
        this.directory = new Directory(skipBits);
        this.homes = new Homes(skipBits);
        this.parts = new IndexParts(heap, segments, directory, homes, keys, skipBits);
        this.growth = new Growth(parts);
    }

    /// The slot of this key, or [#NO_SLOT].
    public int find(long hash, byte[] key, int offset, int length, int db) {
        long segment = directory.segmentOf(hash);
        if (segment == Directory.NONE) {
            return NO_SLOT;
        }
        long base = base(segment);
        int buckets = Directory.buckets(segment);
        int index = homes.home(hash, segment);
        for (int step = 0; step < buckets; step++) {
            long bucket = Segments.bucket(base, index);
            for (int hits = segments.cellsTagged(bucket, hash); hits != 0; hits &= hits - 1) {
                int slot = segments.slotIn(bucket, Integer.numberOfTrailingZeros(hits));
                if (keys.matches(slot, key, offset, length, db)) {
                    return slot;
                }
            }
            if (!segments.isPassed(bucket)) {
                return NO_SLOT;
            }
            index = Segments.after(index, buckets);
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
        int buckets = Directory.buckets(segment);
        int index = homes.home(hash, segment);
        for (int step = 0; step < buckets; step++) {
            long bucket = Segments.bucket(base, index);
            for (int hits = segments.cellsTagged(bucket, hash); hits != 0; hits &= hits - 1) {
                int slot = segments.slotIn(bucket, Integer.numberOfTrailingZeros(hits));
                if (filter.accepts(slot)) {
                    return slot;
                }
            }
            if (!segments.isPassed(bucket)) {
                return NO_SLOT;
            }
            index = Segments.after(index, buckets);
        }
        return NO_SLOT;
    }

    /// Where the bucket is that most likely holds `hash`; 0 if there is none. Any thread, the shard's
    /// lock held or not: the answer may be out of date. Does not touch the bucket.
    public long glimpse(long hash) {
        long segment = directory.glimpse(hash);
        if (segment == Directory.NONE) {
            return 0;
        }
        long bucket = Segments.bucket(base(segment), homes.home(hash, segment));
        return segments.isPlace(bucket) ? bucket : 0;
    }

    /// A slot in `bucket`, an answer of [#glimpse], that may be the entry of `hash`, or [#NO_SLOT]. Any
    /// thread; the answer may be any number.
    public int glimpseSlot(long bucket, long hash) {
        int hits = bucket == 0 ? 0 : segments.cellsTagged(bucket, hash);
        return hits == 0 ? NO_SLOT : segments.slotIn(bucket, Integer.numberOfTrailingZeros(hits));
    }

    /// Whether `slot` is filed under `hash`.
    public boolean contains(long hash, int slot) {
        long segment = directory.segmentOf(hash);
        return segment != Directory.NONE && locate(hash, slot, segment) != Segments.NOWHERE;
    }

    /// Makes room for one more entry of `hash`; `false` when there is no memory for that, or when
    /// more than 714 entries agree in too many bits of their hashes to be told apart. After `true`
    /// the next [#insert] of this hash cannot fail. Where a segment is full this reads its keys, 612 at most.
    public boolean prepareInsert(long hash) {
        long segment = directory.segmentOf(hash);
        if (segment == Directory.NONE) {
            return growth.begin();
        }
        return segments.count(base(segment)) < SegmentSizes.limit(Directory.buckets(segment))
                || growth.prepare(hash);
    }

    /// The size of the chunk, of [MemoryTag#INDEX], that was not to be had when [#prepareInsert] failed.
    public int lackedBytes() {
        return growth.lackedBytes();
    }

    /// Files `slot`, which is not filed yet, under `hash`.
    public void insert(long hash, int slot) {
        long segment = directory.segmentOf(hash);
        require(segment != Directory.NONE, "B7", "slot %d: no segment prepared", slot);
        int buckets = Directory.buckets(segment);
        if (segments.count(base(segment)) == SegmentSizes.cells(buckets)) {
            growth.makeRoomBeyond(hash);
            segment = directory.segmentOf(hash);
            buckets = Directory.buckets(segment);
        }
        segments.place(base(segment), buckets, homes.home(hash, segment), hash, slot);
        size++;
    }

    /// Forgets `slot`, filed under `hash`. May merge or shrink segments, twice at most, reading up to 440
    /// keys each time.
    public void remove(long hash, int slot) {
        long segment = directory.segmentOf(hash);
        int cell = located(hash, slot, segment);
        segments.vacate(base(segment), Directory.buckets(segment), homes.home(hash, segment), cell);
        size--;
        if (size == 0) {
            clear();
        } else {
            growth.shrink(hash);
        }
    }

    /// Files `newSlot` where `oldSlot` was: the same key moved to another slot.
    public void replace(long hash, int oldSlot, int newSlot) {
        long segment = directory.segmentOf(hash);
        int cell = located(hash, oldSlot, segment);
        segments.slot(base(segment), cell, newSlot);
    }

    private int located(long hash, int slot, long segment) {
        int cell = segment == Directory.NONE ? Segments.NOWHERE : locate(hash, slot, segment);
        require(cell != Segments.NOWHERE, "B1", "slot %d is not filed under %x", slot, hash);
        return cell;
    }

    private int locate(long hash, int slot, long segment) {
        int home = homes.home(hash, segment);
        return segments.locate(base(segment), Directory.buckets(segment), home, hash, slot);
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
        int home = homes.home(from, segment);
        visitHome(segment, home, from, visitor);
        long next = homes.positionAfter(position, home, segment);
        boolean within = (next & (1L << (POSITION_BITS - skipBits)) - 1) != 0;
        return within ? next : DONE;
    }

    private void visitHome(long segment, int home, long from, SlotVisitor visitor) {
        long base = base(segment);
        int buckets = Directory.buckets(segment);
        int index = home;
        for (int step = 0; step < buckets; step++) {
            long bucket = Segments.bucket(base, index);
            int used = segments.usedCells(bucket);
            touchAll(bucket, used);
            for (; used != 0; used &= used - 1) {
                int slot = segments.slotIn(bucket, Integer.numberOfTrailingZeros(used));
                long hash = keys.hashOf(slot);
                if (homes.home(hash, segment) == home && Long.compareUnsigned(hash, from) >= 0) {
                    visitor.visit(slot);
                }
            }
            if (!segments.isPassed(bucket)) {
                return;
            }
            index = Segments.after(index, buckets);
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

    /// A slot picked by `randomBits`, or [#NO_SLOT] when the index is empty. All are equally likely, but for
    /// segments of unequal depth; where there are few entries, those after long gaps are likelier.
    public int random(long randomBits) {
        if (size == 0) {
            return NO_SLOT;
        }
        long draw = randomBits;
        for (int draws = 0; draws < DRAWS_MAX; draws++) {
            draw = (draw ^ draw >>> 29) * GOLDEN + GOLDEN;
            long segment = directory.segmentOf(draw);
            // As if all segments were of the largest size: else entries of small ones were drawn
            // more often.
            int cell = (int) (((draw & 0xffff_ffffL) * CELLS_MAX) >>> Integer.SIZE);
            boolean isCell = cell < SegmentSizes.cells(Directory.buckets(segment));
            if (isCell && segments.tagAt(base(segment), cell) != 0) {
                return segments.slot(base(segment), cell);
            }
        }
        return nextUsed(draw);
    }

    /// The first slot of the first bucket in use from that of `hash` on, around the directory.
    /// Bounded by the depth: beside an empty segment lies one that is not, or they would have been
    /// merged (but where there was no memory for it).
    private int nextUsed(long hash) {
        long segment = directory.segmentOf(hash);
        int index = homes.home(hash, segment);
        int entry = directory.first(hash);
        while (true) {
            long base = base(segment);
            for (; index < Directory.buckets(segment); index++) {
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

    /// How many segments there are.
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

    /// Walks the index. O(size); reads every key.
    public void verify() {
        new IndexWalker(parts).verify(size);
    }
}
