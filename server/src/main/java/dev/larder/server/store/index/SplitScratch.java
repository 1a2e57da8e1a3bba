package dev.larder.server.store.index;

import static dev.larder.server.store.index.SegmentSizes.CELLS_MAX;

/// Where the entries of a segment wait while it is split, merged or exchanged: one a thread, because that
/// is rare and shards many.
final class SplitScratch {
    private static final ThreadLocal<SplitScratch> OWN = ThreadLocal.withInitial(SplitScratch::new);

    private final int[] slots = new int[CELLS_MAX];
    private final long[] hashes = new long[CELLS_MAX];
    private int count;

    /// What the touched entries added up to: kept only because the compiler drops loads whose
    /// results go nowhere.
    int touched;

    private SplitScratch() {}

    /// The calling thread's, empty.
    static SplitScratch own() {
        SplitScratch scratch = OWN.get();
        scratch.count = 0;
        return scratch;
    }

    /// Adds all entries of the segment at `base`, their hashes computed anew. All are touched
    /// before the first is hashed, so that the misses of many entries overlap.
    void gather(Segments segments, long base, int buckets, KeySource keys) {
        int from = count;
        for (int index = 0; index < buckets; index++) {
            long bucket = Segments.bucket(base, index);
            for (int used = segments.usedCells(bucket); used != 0; used &= used - 1) {
                slots[count++] = segments.slotIn(bucket, Integer.numberOfTrailingZeros(used));
            }
        }
        int sum = 0;
        for (int at = from; at < count; at++) {
            sum += keys.touch(slots[at]);
        }
        touched = sum;
        for (int at = from; at < count; at++) {
            hashes[at] = keys.hashOf(slots[at]);
        }
    }

    int count() {
        return count;
    }

    int slot(int at) {
        return slots[at];
    }

    long hash(int at) {
        return hashes[at];
    }

    /// How many hashes have `bit`, 0 being the lowest.
    int countWithBit(int bit) {
        int with = 0;
        for (int at = 0; at < count; at++) {
            with += (int) (hashes[at] >>> bit) & 1;
        }
        return with;
    }

    /// How many of their first bits all hashes share.
    int commonBits() {
        long differences = 0;
        for (int at = 1; at < count; at++) {
            differences |= hashes[at] ^ hashes[0];
        }
        return Long.numberOfLeadingZeros(differences);
    }
}
