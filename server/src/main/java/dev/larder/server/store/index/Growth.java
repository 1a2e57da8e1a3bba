package dev.larder.server.store.index;

import static dev.larder.server.store.index.SegmentSizes.BUCKETS_MAX;
import static dev.larder.server.store.index.SegmentSizes.MERGE_BELOW;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;

/// Fits segments to their entries: exchanges a full one for the next size or splits the largest in two,
/// merges two that are sparse, exchanges a sparse one for a smaller one.
///
/// Segments outgrow one size after the other at about the same time, as hashes are spread evenly. What they
/// leave behind are pages of chunks of that size with one chunk in use here and there. So with each
/// exchange some segments of those that come next in the directory move to the fullest page that has a chunk of
/// their size free, and sparse pages empty. That reads no key: a move is a copy of 1 to 3 KiB.
///
/// Each step reads the keys of one segment, or of two sparse ones: at most 714, and 612 but where memory
/// was lacking before. What it needs is allocated before anything changes, so a step that finds no
/// memory leaves everything as it is.
final class Growth {
    /// Fewest splits that may be needed until a full segment has room. Random hashes need one;
    /// hashes that agree in more bits than this are no accident and are not worth a directory.
    private static final int SPLITS_MAX = 4;

    /// At most so many merges ride on one removal, and segments are looked at in one removal of eight.
    private static final int MERGES_MAX = 2;

    private static final int SPARSE_CHECK_MASK = 7;

    /// With an exchange so many segments are looked at, and so many moved, at most.
    private static final int LOOKED_AT = 16;

    private static final int MOVES_MAX = 4;

    private final ChunkHeap heap;
    private final KeySource keys;
    private final Segments segments;
    private final Directory directory;
    private final Homes homes;
    private final int skipBits;

    /// An index of the directory: the segment there was looked at last.
    private int settled;

    private int lackedBytes = Segments.bytes(BUCKETS_MAX);

    Growth(IndexParts parts) {
        this.heap = parts.heap();
        this.keys = parts.keys();
        this.segments = parts.segments();
        this.directory = parts.directory();
        this.homes = parts.homes();
        this.skipBits = parts.skipBits();
    }

    /// The size of the chunk that was not to be had when [#prepare] failed.
    int lackedBytes() {
        return lackedBytes;
    }

    /// Makes the first segment. False without memory.
    boolean begin() {
        int chunk = allocate(SegmentSizes.BUCKETS_MIN, false);
        if (chunk == ChunkHeap.NONE) {
            return false;
        }
        directory.begin(Directory.segment(chunk, SegmentSizes.BUCKETS_MIN));
        return true;
    }

    /// Makes room in the full segment of `hash` by the book. Without memory for that it is filled to the
    /// last cell; false when that is in use, too.
    boolean prepare(long hash) {
        int steps = 0;
        while (isFull(hash) && steps <= SPLITS_MAX && widen(hash, false)) {
            steps++;
        }
        return hasCell(hash);
    }

    /// Room for an entry for which none was prepared, as one of very many that are written together: past
    /// the limit if need be, as a write that has begun is not given up.
    void makeRoomBeyond(long hash) {
        int steps = 0;
        while (!hasCell(hash) && steps <= SPLITS_MAX && widen(hash, true)) {
            steps++;
        }
    }

    private boolean isFull(long hash) {
        long segment = directory.segmentOf(hash);
        return count(segment) >= SegmentSizes.limit(Directory.buckets(segment));
    }

    private boolean hasCell(long hash) {
        long segment = directory.segmentOf(hash);
        return count(segment) < SegmentSizes.cells(Directory.buckets(segment));
    }

    private boolean widen(long hash, boolean beyond) {
        long segment = directory.segmentOf(hash);
        return Directory.buckets(segment) == BUCKETS_MAX
                ? split(hash, segment, beyond)
                : resize(hash, segment, beyond);
    }

    /// Exchanges `segment` for one of the size its count asks for.
    private boolean resize(long hash, long segment, boolean beyond) {
        int buckets = SegmentSizes.bucketsFor(count(segment));
        int chunk = allocate(buckets, beyond);
        if (chunk == ChunkHeap.NONE) {
            return false;
        }
        SplitScratch scratch = SplitScratch.own();
        gather(scratch, segment);
        directory.replace(hash, Directory.segment(chunk, buckets));
        placeAll(scratch);
        free(segment);
        settle();
        return true;
    }

    /// Splits `segment`, of the largest size. What moves to the upper half needs a chunk; should there be
    /// none for the lower half, it stays in the old one.
    private boolean split(long hash, long segment, boolean beyond) {
        int depth = Directory.depth(segment);
        int bytes = Segments.bytes(SegmentSizes.bucketsFor(count(segment) / 2));
        if (depth == Directory.DEPTH_MAX || !(beyond || hasRoom(bytes))) {
            return false;
        }
        SplitScratch scratch = SplitScratch.own();
        gather(scratch, segment);
        if (scratch.commonBits() >= skipBits + depth + SPLITS_MAX) {
            return false;
        }
        int upper = scratch.countWithBit(Long.SIZE - 1 - skipBits - depth);
        int highBuckets = SegmentSizes.bucketsFor(upper);
        int lowBuckets = SegmentSizes.bucketsFor(scratch.count() - upper);
        int highChunk = allocate(highBuckets, beyond);
        if (highChunk == ChunkHeap.NONE) {
            return false;
        }
        int lowChunk = allocate(lowBuckets, false);
        long low = Directory.segment(lowChunk, lowBuckets);
        if (lowChunk == ChunkHeap.NONE) {
            low = Directory.segment(Directory.chunk(segment), BUCKETS_MAX);
            segments.erase(base(segment), BUCKETS_MAX);
        } else {
            free(segment);
        }
        directory.split(hash, low, Directory.segment(highChunk, highBuckets));
        placeAll(scratch);
        settle();
        return true;
    }

    /// After a removal: merges the segment of `hash` with its buddy if both are sparse, or exchanges it for a
    /// smaller one.
    void shrink(long hash) {
        for (int merges = 0; merges < MERGES_MAX; merges++) {
            long segment = directory.segmentOf(hash);
            int count = count(segment);
            if (merges == 0 && (count & SPARSE_CHECK_MASK) != 0) {
                return;
            }
            long buddy = count < MERGE_BELOW ? directory.buddyOf(hash) : Directory.NONE;
            if (buddy == Directory.NONE || count + count(buddy) >= MERGE_BELOW) {
                if (merges == 0 && count < SegmentSizes.shrinkBelow(Directory.buckets(segment))) {
                    resize(hash, segment, false);
                }
                return;
            }
            if (!merge(hash, segment, buddy)) {
                return;
            }
        }
    }

    private boolean merge(long hash, long segment, long buddy) {
        int buckets = SegmentSizes.bucketsFor(count(segment) + count(buddy));
        int chunk = allocate(buckets, false);
        if (chunk == ChunkHeap.NONE) {
            return false;
        }
        SplitScratch scratch = SplitScratch.own();
        gather(scratch, segment);
        gather(scratch, buddy);
        directory.merge(hash, Directory.segment(chunk, buckets));
        placeAll(scratch);
        free(segment);
        free(buddy);
        settle();
        return true;
    }

    /// Moves a few segments to fuller pages.
    private void settle() {
        int moves = 0;
        for (int looked = 0; looked < LOOKED_AT && moves < MOVES_MAX; looked++) {
            settled = directory.after(settled);
            long segment = directory.at(settled);
            int denser = heap.allocateDenser(MemoryTag.INDEX, Directory.chunk(segment));
            if (denser != ChunkHeap.NONE) {
                int buckets = Directory.buckets(segment);
                segments.copy(base(segment), heap.address(denser), buckets);
                directory.replaceAt(settled, Directory.segment(denser, buckets));
                free(segment);
                moves++;
            }
        }
    }

    private void gather(SplitScratch scratch, long segment) {
        scratch.gather(segments, base(segment), Directory.buckets(segment), keys);
    }

    private void placeAll(SplitScratch scratch) {
        for (int at = 0; at < scratch.count(); at++) {
            long hash = scratch.hash(at);
            long segment = directory.segmentOf(hash);
            int home = homes.home(hash, segment);
            int buckets = Directory.buckets(segment);
            segments.place(base(segment), buckets, home, hash, scratch.slot(at));
        }
    }

    private boolean hasRoom(int bytes) {
        lackedBytes = bytes;
        return heap.hasRoom(MemoryTag.INDEX, bytes);
    }

    /// A chunk for an empty segment. One from a page in use will do whatever the limit says: what is
    /// exchanged is freed at once, and to shrink must be possible when there is no memory.
    private int allocate(int buckets, boolean beyond) {
        int bytes = Segments.bytes(buckets);
        int chunk =
                beyond
                        ? heap.allocateBeyond(MemoryTag.INDEX, bytes)
                        : heap.allocate(MemoryTag.INDEX, bytes);
        if (chunk == ChunkHeap.NONE) {
            chunk = heap.allocateForMove(MemoryTag.INDEX, bytes);
        }
        if (chunk == ChunkHeap.NONE) {
            lackedBytes = bytes;
        } else {
            segments.erase(heap.address(chunk), buckets);
        }
        return chunk;
    }

    private void free(long segment) {
        heap.free(MemoryTag.INDEX, Directory.chunk(segment));
    }

    private int count(long segment) {
        return segments.count(base(segment));
    }

    private long base(long segment) {
        return heap.address(Directory.chunk(segment));
    }
}
