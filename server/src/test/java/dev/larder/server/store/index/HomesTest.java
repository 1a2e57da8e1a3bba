package dev.larder.server.store.index;

import static dev.larder.server.store.index.HashIndex.POSITION_BITS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HomesTest {
    private static final int HASHES = 1 << Homes.BITS;

    /// A hash in the segment of all ones before the bits that choose the bucket.
    private static long hash(int skipBits, int depth, long bits) {
        int before = skipBits + depth;
        long ones = before == 0 ? 0 : -1L << (Long.SIZE - before);
        return ones | bits << (Long.SIZE - Homes.BITS) >>> before;
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "6,0", "6,9", "10,22", "12,22"})
    void home_ofHashesInTheirOrder_rendersBucketsInTheirs(int skipBits, int depth) {
        var homes = new Homes(skipBits);
        for (int buckets = 1; buckets <= SegmentSizes.BUCKETS_MAX; buckets++) {
            long segment = Directory.segment(1, buckets) | depth;
            var population = new int[buckets];
            int last = 0;
            for (int bits = 0; bits < HASHES; bits++) {
                int home = homes.home(hash(skipBits, depth, bits), segment);
                assertThat(home - last).isBetween(0, 1);
                last = home;
                population[home]++;
            }
            assertThat(last).isEqualTo(buckets - 1);
            int least = HASHES / buckets;
            for (int hashes : population) {
                assertThat(hashes).isBetween(least, least + 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "6,0", "6,9", "10,22", "12,22"})
    void positionAfter_ofEachBucket_isTheFirstOfTheNext(int skipBits, int depth) {
        var homes = new Homes(skipBits);
        int below = Long.SIZE - POSITION_BITS;
        var random = new SplittableRandom(1);
        for (int buckets = 1; buckets <= SegmentSizes.BUCKETS_MAX; buckets++) {
            long segment = Directory.segment(1, buckets) | depth;
            long position = hash(skipBits, depth, 0) >>> below;
            for (int bucket = 0; bucket < buckets - 1; bucket++) {
                long next = homes.positionAfter(position, bucket, segment);
                assertThat(homes.home(next << below, segment)).isEqualTo(bucket + 1);
                assertThat(homes.home((next << below) - 1, segment)).isEqualTo(bucket);
                // From anywhere in the bucket.
                long middle = random.nextLong(position, next);
                assertThat(homes.positionAfter(middle, bucket, segment)).isEqualTo(next);
                position = next;
            }
            long end = homes.positionAfter(position, buckets - 1, segment);
            assertThat(end).isEqualTo(1L << POSITION_BITS);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "6,9", "12,21"})
    void positionAfter_theLastBucket_isTheFirstOfTheNextSegment(int skipBits, int depth) {
        var homes = new Homes(skipBits);
        long unit = 1L << (POSITION_BITS - skipBits - depth);
        for (int buckets = 1; buckets <= SegmentSizes.BUCKETS_MAX; buckets++) {
            long segment = Directory.segment(1, buckets) | depth;
            assertThat(homes.positionAfter(unit - 1, buckets - 1, segment)).isEqualTo(unit);
        }
    }
}
