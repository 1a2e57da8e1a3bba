package dev.larder.server.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.NativeMemory;
import org.junit.jupiter.api.Test;

final class SegmentSizesTest {
    private static final int ENTRIES_MAX = SegmentSizes.SPLIT_AT;

    @Test
    void bucketsFor_anyCount_isTheSmallestSizeWithRoomForOneMore() {
        for (int entries = 0; entries < ENTRIES_MAX; entries++) {
            int buckets = SegmentSizes.bucketsFor(entries);
            assertThat(SegmentSizes.isSize(buckets)).isTrue();
            assertThat(SegmentSizes.limit(buckets)).isGreaterThan(entries);
            for (int fewer = 0; fewer < buckets; fewer++) {
                boolean fits = SegmentSizes.isSize(fewer) && SegmentSizes.limit(fewer) > entries;
                assertThat(fits).as("%d entries in %d", entries, fewer).isFalse();
            }
        }
        assertThat(SegmentSizes.bucketsFor(SegmentSizes.CELLS_MAX))
                .isEqualTo(SegmentSizes.BUCKETS_MAX);
    }

    /// Else a history of inserts and removals around a bound would exchange a segment at each step.
    @Test
    void segment_justExchanged_isFarFromTheNextExchange() {
        for (int entries = 1; entries <= ENTRIES_MAX; entries++) {
            int grown = SegmentSizes.bucketsFor(entries);
            if (grown > SegmentSizes.bucketsFor(entries - 1)) {
                int below = SegmentSizes.shrinkBelow(grown);
                assertThat(entries - below).isGreaterThanOrEqualTo(entries / 9);
            }
        }
        assertThat(SegmentSizes.SPLIT_AT - SegmentSizes.MERGE_BELOW).isGreaterThan(128);
    }

    @Test
    void aMergedSegment_isNotOfTheLargestSize() {
        int merged = SegmentSizes.bucketsFor(SegmentSizes.MERGE_BELOW - 1);
        assertThat(merged).isLessThan(SegmentSizes.BUCKETS_MAX);
    }

    @Test
    void everySize_fillsItsChunkAndBeginsACacheLine() {
        try (var memory = NativeMemory.reserve(1 << 20);
                var heap = new ChunkHeap(memory, 1 << 20, false)) {
            for (int buckets = 1; buckets <= SegmentSizes.BUCKETS_MAX; buckets++) {
                if (SegmentSizes.isSize(buckets)) {
                    int bytes = Segments.bytes(buckets);
                    assertThat(heap.classBytes(bytes)).isEqualTo(bytes);
                    assertThat(bytes % Segments.BUCKET_BYTES).isZero();
                }
            }
        }
    }
}
