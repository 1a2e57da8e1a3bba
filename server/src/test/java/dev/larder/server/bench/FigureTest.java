package dev.larder.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class FigureTest {
    private static RunResult run(long requests, OptionalLong cpuNanos, long... latencies) {
        Histogram histogram = Tally.emptyHistogram();
        for (long latency : latencies) {
            histogram.recordValue(latency);
        }
        var counts = new Counts(3, 1, 2_000, 4_000, 0, 0, Map.of());
        var work = new ServerWork(cpuNanos, OptionalLong.empty(), OptionalLong.empty());
        return new RunResult(requests, 2_000_000_000L, histogram, counts, 0, work);
    }

    private static RunResult run(long requests) {
        return run(requests, OptionalLong.of(requests * 1_500), 1_000_000);
    }

    @Test
    void figures_ofARun_areWhatTheirNamesSay() {
        var latencies = new long[10_000];
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = (i + 1) * 1_000L;
        }
        RunResult run = run(10_000, OptionalLong.of(25_000_000), latencies);
        assertThat(Figure.THROUGHPUT.of(run)).hasValue(5_000);
        assertThat(Figure.CPU.of(run)).hasValue(2.5);
        assertThat(Figure.P50.of(run).getAsDouble()).isCloseTo(5.0, within(0.01));
        assertThat(Figure.P90.of(run).getAsDouble()).isCloseTo(9.0, within(0.01));
        assertThat(Figure.P99.of(run).getAsDouble()).isCloseTo(9.9, within(0.01));
        assertThat(Figure.P999.of(run).getAsDouble()).isCloseTo(9.99, within(0.01));
        assertThat(Figure.P9999.of(run).getAsDouble()).isCloseTo(9.999, within(0.01));
        assertThat(Figure.LONGEST.of(run).getAsDouble()).isCloseTo(10.0, within(0.01));
        assertThat(Figure.HIT_RATIO.of(run)).hasValue(0.75);
        assertThat(Figure.SENT.of(run)).hasValue(1_000);
        assertThat(Figure.RECEIVED.of(run)).hasValue(2_000);
    }

    @Test
    void cpu_ofAServerElsewhere_isUnknown() {
        assertThat(Figure.CPU.of(run(10, OptionalLong.empty()))).isEmpty();
        assertThat(Figure.CPU.median(List.of(run(10, OptionalLong.empty())))).isEmpty();
    }

    @Test
    void median_isTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertThat(Figure.median(new double[] {9, 1, 4})).hasValue(4);
        assertThat(Figure.median(new double[] {9, 1, 4, 5})).hasValue(4.5);
        assertThat(Figure.median(new double[] {})).isEmpty();
    }

    @Test
    void median_ofRuns_isNotMovedByOneThatWasDisturbed() {
        assertThat(Figure.THROUGHPUT.median(List.of(run(2_000), run(20), run(2_200))))
                .hasValue(1_000);
    }

    /// The machine is twice as fast in the second round: the quotient of the medians would not be 2.
    @Test
    void ratio_isTheMedianOfTheRoundsRatios() {
        List<RunResult> base = List.of(run(1_000), run(4_000), run(1_000));
        List<RunResult> other = List.of(run(2_000), run(8_000), run(5_000));
        assertThat(Figure.THROUGHPUT.ratio(other, base)).hasValue(2);
        assertThat(Figure.THROUGHPUT.median(other).getAsDouble()).isEqualTo(2_500);
    }

    @Test
    void ratio_ofRoundsThatOneServerMissed_countsThoseOfBoth() {
        assertThat(Figure.THROUGHPUT.ratio(List.of(run(3_000)), List.of(run(1_000), run(2_000))))
                .hasValue(3);
        assertThat(Figure.CPU.ratio(List.of(run(1, OptionalLong.empty())), List.of(run(1))))
                .isEmpty();
    }
}
