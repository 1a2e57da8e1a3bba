package dev.larder.server.store.index;

import static dev.larder.server.store.index.Segments.CELLS;

/// The sizes segments come in, and at how many entries one is exchanged for another.
///
/// ```text
///   buckets      16    30    36    42    51
///   bytes      1024  1920  2304  2688  3264
///   cells       224   420   504   588   714
///   limit       192   360   432   504   612     the next insert wants the next size, or a split
///   shrinks       -   168   315   378   441     a removal that leaves fewer wants the one before
/// ```
///
/// A split leaves some 306 entries in each half, which fill the second size to 73 %. From there on a
/// segment grows by a fifth at a time, so that it is never much larger than its entries need, whatever
/// their number. Filled to 86 % a segment is short of room for nobody yet: a look-up in vain reads 1.8 buckets,
/// at 89 % it would be 2.5, at 95 % 6. Each size is a size class of the heap to the byte, and a multiple of a cache line.
final class SegmentSizes {
    private static final int[] BUCKETS = {16, 30, 36, 42, 51};

    /// Buckets of the smallest segment.
    static final int BUCKETS_MIN = BUCKETS[0];

    /// Buckets of the largest segment.
    static final int BUCKETS_MAX = BUCKETS[BUCKETS.length - 1];

    /// Cells of the largest segment.
    static final int CELLS_MAX = BUCKETS_MAX * CELLS;

    /// The largest segment with so many entries is split before the next insert: 86 %.
    static final int SPLIT_AT = limit(BUCKETS_MAX);

    /// Two buddies that have fewer entries than this together are merged: 56 % of the largest
    /// segment. Were it closer to the split, a steady load would now and then merge what it splits next.
    static final int MERGE_BELOW = 400;

    /// By the number of buckets, the count below which a segment is exchanged for a smaller one.
    private static final int[] SHRINK_BELOW = new int[BUCKETS_MAX + 1];

    static {
        for (int size = 1; size < BUCKETS.length; size++) {
            int before = limit(BUCKETS[size - 1]);
            SHRINK_BELOW[BUCKETS[size]] = before - before / 8;
        }
    }

    private SegmentSizes() {}

    /// With so many entries a segment is full by the book: 12 of the 14 cells of each bucket.
    static int limit(int buckets) {
        return buckets * (CELLS - 2);
    }

    /// How many entries fit at all.
    static int cells(int buckets) {
        return buckets * CELLS;
    }

    /// The buckets of the smallest size that has room for one more than `entries`, or of the largest.
    static int bucketsFor(int entries) {
        int size = 0;
        while (size < BUCKETS.length - 1 && limit(BUCKETS[size]) <= entries) {
            size++;
        }
        return BUCKETS[size];
    }

    /// With fewer entries than this a segment of `buckets` is larger than it should be; 0 for the smallest.
    static int shrinkBelow(int buckets) {
        return SHRINK_BELOW[buckets];
    }

    /// Whether there is a size of so many buckets.
    static boolean isSize(int buckets) {
        return buckets == BUCKETS_MIN || (buckets <= BUCKETS_MAX && SHRINK_BELOW[buckets] > 0);
    }
}
