package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Allocation;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void percentileNanos_ofNothing_isZero() {
        assertThat(histogram.count()).isZero();
        assertThat(histogram.percentileNanos(50)).isZero();
    }

    @Test
    void percentileNanos_ofOneValue_isItsBucketsEndWhateverThePercentile() {
        histogram.record(1_000);
        for (double percentile : new double[] {0, 0.001, 50, 99.9, 100}) {
            assertThat(histogram.percentileNanos(percentile)).isEqualTo(1_003);
        }
    }

    @Test
    void record_outsideTheRange_countsAsTheNearestInside() {
        histogram.record(0);
        histogram.record(-5);
        assertThat(histogram.percentileNanos(100)).isEqualTo(1);
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.count()).isEqualTo(3);
        assertThat(histogram.percentileNanos(100))
                .isEqualTo(LatencyHistogram.bucketEnd(LatencyHistogram.NANOS_MAX));
    }

    /// Goal: every bucket and percentile is HdrHistogram's with two digits.
    /// Method: both record the same durations, log-uniform over the whole range.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyDurations_giveThePercentilesOfHdrHistogram(long seed) {
        var random = new SplittableRandom(seed);
        var reference = new Histogram(1, LatencyHistogram.NANOS_MAX, 2);
        int records = 1 + random.nextInt(20_000);
        for (int i = 0; i < records; i++) {
            long nanos = (long) Math.exp(random.nextDouble(Math.log(1e9)));
            histogram.record(nanos);
            reference.recordValue(nanos);
            assertThat(LatencyHistogram.bucketEnd(nanos))
                    .isEqualTo(reference.highestEquivalentValue(nanos));
        }
        assertThat(histogram.count()).isEqualTo(reference.getTotalCount());
        for (double percentile = 0; percentile <= 100; percentile += 0.25) {
            // The Java library rounds the wanted count up, the C library and we to the nearest.
            long wanted = Math.max(1, (long) (percentile / 100 * records + 0.5));
            long below = reference.getCountBetweenValues(0, histogram.percentileNanos(percentile));
            assertThat(below).as("seed %d, p%s", seed, percentile).isGreaterThanOrEqualTo(wanted);
            assertThat(histogram.percentileNanos(percentile))
                    .isIn(
                            reference.getValueAtPercentile(percentile),
                            reference.getValueAtPercentile(100.0 * wanted / records));
        }
        for (long nanos = 1; nanos < LatencyHistogram.NANOS_MAX; nanos = nanos * 5 / 3 + 1) {
            assertThat(histogram.countUpTo(nanos))
                    .isEqualTo(reference.getCountBetweenValues(0, nanos));
        }
    }

    @Test
    void add_ofOthers_isAsIfAllWereRecordedInOne() {
        var one = new LatencyHistogram();
        var two = new LatencyHistogram();
        for (long nanos = 1; nanos < 1_000_000; nanos += 97) {
            histogram.record(nanos);
            (nanos % 2 == 0 ? one : two).record(nanos);
        }
        var merged = new LatencyHistogram();
        merged.add(one);
        merged.add(two);
        for (long nanos = 1; nanos < 1_000_000; nanos += 1_003) {
            assertThat(merged.countUpTo(nanos)).isEqualTo(histogram.countUpTo(nanos));
        }
    }

    @Test
    void record_inRowsAlreadyThere_allocatesNothing() {
        Runnable hundredThousand =
                () -> {
                    for (int i = 0; i < 100_000; i++) {
                        histogram.record(500 + i % 60_000);
                    }
                };
        hundredThousand.run();
        hundredThousand.run();
        assertThat(Allocation.bytesDuring(hundredThousand)).isLessThan(1_000);
    }

    @Test
    void record_ofOneMagnitude_takesOneRowOnly() {
        for (int warmUp = 0; warmUp < 1_000; warmUp++) {
            new LatencyHistogram().record(1_500);
        }
        long bytes = Allocation.bytesDuring(() -> new LatencyHistogram().record(1_500));
        assertThat(bytes).as("object, 24 references and one row of 128 longs").isLessThan(2_000);
    }
}
