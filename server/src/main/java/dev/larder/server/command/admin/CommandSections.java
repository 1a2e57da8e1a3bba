package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandTable;
import dev.larder.server.config.ObserveConfig;
import dev.larder.server.stats.CommandStats;
import dev.larder.server.stats.LatencyHistogram;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/// `INFO commandstats`, `errorstats` and `latencystats`: a line for each command or error there was.
final class CommandSections {
    private static final double NANOS_PER_MICRO = 1000;

    private CommandSections() {}

    static void calls(InfoText text, CommandContext context) {
        CommandStats stats = context.server().stats().commands();
        for (CommandTable.Entry entry : context.server().commands().entries()) {
            int number = entry.number();
            long calls = stats.calls(number);
            long rejected = stats.rejectedCalls(number);
            long failed = stats.failedCalls(number);
            if (calls + rejected + failed > 0) {
                double micros = stats.nanos(number) / NANOS_PER_MICRO;
                text.field(
                        "cmdstat_" + entry.spec().fullName(),
                        "calls="
                                + calls
                                + ",usec="
                                + (long) micros
                                + ",usec_per_call="
                                + InfoText.rounded(micros / calls, 2)
                                + ",rejected_calls="
                                + rejected
                                + ",failed_calls="
                                + failed);
            }
        }
    }

    static void errors(InfoText text, CommandContext context) {
        context.server()
                .stats()
                .errors()
                .counts()
                .forEach((code, count) -> text.field("errorstat_" + code, "count=" + count));
    }

    static void latencies(InfoText text, CommandContext context) {
        ObserveConfig observe = context.server().settings().current().observe();
        if (!observe.latencyTracking()) {
            return;
        }
        CommandStats stats = context.server().stats().commands();
        for (CommandTable.Entry entry : context.server().commands().entries()) {
            LatencyHistogram latencies = stats.latencies(entry.number());
            if (latencies.count() > 0) {
                text.field(
                        "latency_percentiles_usec_" + entry.spec().fullName(),
                        percentiles(latencies, observe.latencyPercentiles()));
            }
        }
    }

    /// `p50=1.003,p99=10.047`: in microseconds.
    private static String percentiles(LatencyHistogram latencies, List<Double> percentiles) {
        return percentiles.stream()
                .map(percentile ->
                        "p"
                                + plain(percentile)
                                + "="
                                + InfoText.rounded(
                                        latencies.percentileNanos(percentile) / NANOS_PER_MICRO, 3))
                .collect(Collectors.joining(","));
    }

    /// The number without superfluous zeros.
    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
