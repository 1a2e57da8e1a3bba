package dev.larder.server.bench;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/// A number that a run is judged by, and how those of several runs become one.
public enum Figure {
    /// Requests a second.
    THROUGHPUT(run -> OptionalDouble.of(run.throughput())),
    /// The server's processor time for a request, in microseconds.
    CPU(RunResult::cpuMicros),
    /// Median latency, in milliseconds.
    P50(percentile(50)),
    /// The latency that 90 % do not exceed, in milliseconds.
    P90(percentile(90)),
    /// The latency that 99 % do not exceed, in milliseconds.
    P99(percentile(99)),
    /// The latency that 99.9 % do not exceed, in milliseconds.
    P999(percentile(99.9)),
    /// The latency that 99.99 % do not exceed, in milliseconds.
    P9999(percentile(99.99)),
    /// The longest wait, in milliseconds.
    LONGEST(run -> OptionalDouble.of(run.longestMs())),
    /// Hits among look-ups.
    HIT_RATIO(RunResult::hitRatio),
    /// Bytes of requests a second.
    SENT(run -> OptionalDouble.of(run.sentRate())),
    /// Bytes of replies a second.
    RECEIVED(run -> OptionalDouble.of(run.receivedRate()));

    @SuppressWarnings("ImmutableEnumChecker") // A function of what it is given.
    private final Function<RunResult, OptionalDouble> of;

    Figure(Function<RunResult, OptionalDouble> of) {
        this.of = of;
    }

    private static Function<RunResult, OptionalDouble> percentile(double percent) {
        return run -> OptionalDouble.of(run.percentileMs(percent));
    }

    /// What it was in `run`; empty if it is not known.
    public OptionalDouble of(RunResult run) {
        return of.apply(run);
    }

    /// The median over `runs` of those that know it.
    public OptionalDouble median(List<RunResult> runs) {
        return median(
                runs.stream()
                        .map(of)
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .toArray());
    }

    /// The median over rounds of what it was in `runs` divided by what it was in `base`. Rounds are
    /// neighbours in time, so what disturbs the machine for longer disturbs both halves of a ratio.
    public OptionalDouble ratio(List<RunResult> runs, List<RunResult> base) {
        int rounds = Math.min(runs.size(), base.size());
        var ratios = new double[rounds];
        int known = 0;
        for (int round = 0; round < rounds; round++) {
            OptionalDouble above = of(runs.get(round));
            OptionalDouble below = of(base.get(round));
            if (above.isPresent() && below.isPresent() && below.getAsDouble() > 0) {
                ratios[known++] = above.getAsDouble() / below.getAsDouble();
            }
        }
        return median(Arrays.copyOf(ratios, known));
    }

    /// The middle one, or the mean of the two in the middle; empty if there is none.
    static OptionalDouble median(double[] values) {
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return OptionalDouble.of(
                sorted.length % 2 == 1
                        ? sorted[middle]
                        : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
