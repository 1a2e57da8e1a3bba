package dev.larder.server.bench;

import java.util.Comparator;
import java.util.List;
import org.HdrHistogram.Histogram;

/// How one server did at one workload.
///
/// @param address of the server
/// @param description what it says it is
/// @param runs one a round, at least one
public record Standing(ServerAddress address, String description, List<RunResult> runs) {
    /// What was counted in all rounds.
    public Counts counts() {
        return runs.stream().map(RunResult::counts).reduce(Counts.NONE, Counts::plus);
    }

    /// The run with the longest wait.
    public RunResult slowest() {
        return runs.stream().max(Comparator.comparingDouble(RunResult::longestMs)).orElseThrow();
    }

    /// The latencies of all rounds.
    Histogram latencies() {
        Histogram all = Tally.emptyHistogram();
        runs.forEach(run -> all.add(run.latencies()));
        return all;
    }
}
