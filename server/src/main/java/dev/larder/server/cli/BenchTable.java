package dev.larder.server.cli;

import dev.larder.server.bench.Counts;
import dev.larder.server.bench.Figure;
import dev.larder.server.bench.Outcome;
import dev.larder.server.bench.RunResult;
import dev.larder.server.bench.Standing;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/// What was measured, for people: a table a workload, with a line a server.
final class BenchTable {
    private static final double MEGABYTE = 1e6;

    private final PrintStream out;

    BenchTable(PrintStream out) {
        this.out = out;
    }

    /// Prints `outcomes`, under one line about the load.
    void print(String summary, List<Outcome> outcomes) {
        out.println(summary);
        for (Outcome outcome : outcomes) {
            out.println();
            print(outcome);
        }
    }

    private void print(Outcome outcome) {
        row(
                outcome.workload(),
                "requests/s",
                "CPU us",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "p99.9 ms",
                "p99.99",
                "max ms",
                "hits",
                "out MB/s",
                "in MB/s",
                "errors");
        Standing first = outcome.standings().getFirst();
        for (Standing standing : outcome.standings()) {
            medians(standing);
            if (!standing.address().equals(first.address())) {
                ratios(standing, first);
            }
        }
        for (Standing standing : outcome.standings()) {
            notes(standing);
        }
    }

    private void row(Object... cells) {
        out.printf(Locale.ROOT, "%-38s %10s %8s %8s %8s %8s %8s %8s %8s %7s %8s %8s %8s%n", cells);
    }

    private void medians(Standing standing) {
        List<RunResult> runs = standing.runs();
        row(
                standing.address() + " " + standing.description(),
                cell(Figure.THROUGHPUT.median(runs), "%.0f", 1),
                cell(Figure.CPU.median(runs), "%.2f", 1),
                cell(Figure.P50.median(runs), "%.3f", 1),
                cell(Figure.P90.median(runs), "%.3f", 1),
                cell(Figure.P99.median(runs), "%.3f", 1),
                cell(Figure.P999.median(runs), "%.3f", 1),
                cell(Figure.P9999.median(runs), "%.3f", 1),
                cell(Figure.LONGEST.median(runs), "%.3f", 1),
                cell(Figure.HIT_RATIO.median(runs), "%.2f%%", 100),
                cell(Figure.SENT.median(runs), "%.2f", 1 / MEGABYTE),
                cell(Figure.RECEIVED.median(runs), "%.2f", 1 / MEGABYTE),
                standing.counts().errorCount());
    }

    private void ratios(Standing standing, Standing first) {
        Function<Figure, String> ratio =
                figure -> cell(figure.ratio(standing.runs(), first.runs()), "x%.2f", 1);
        row(
                "  to " + first.address(),
                ratio.apply(Figure.THROUGHPUT),
                ratio.apply(Figure.CPU),
                ratio.apply(Figure.P50),
                ratio.apply(Figure.P90),
                ratio.apply(Figure.P99),
                ratio.apply(Figure.P999),
                ratio.apply(Figure.P9999),
                ratio.apply(Figure.LONGEST),
                "",
                "",
                "",
                "");
    }

    private static String cell(OptionalDouble number, String format, double scale) {
        return number.isEmpty()
                ? "-"
                : String.format(Locale.ROOT, format, number.getAsDouble() * scale);
    }

    private void notes(Standing standing) {
        RunResult slowest = standing.slowest();
        String where = "  " + standing.address() + ": ";
        out.printf(
                Locale.ROOT,
                "%slongest stall %.3f ms, %.3f s after the beginning of %s; %s evicted, %s expired%n",
                where,
                slowest.longestMs(),
                slowest.longestAtNanos() / 1e9,
                standing.runs().size() == 1
                        ? "the run"
                        : "round " + (standing.runs().indexOf(slowest) + 1),
                sum(standing, run -> run.server().evicted()),
                sum(standing, run -> run.server().expired()));
        Counts counts = standing.counts();
        counts.errors().forEach((text, count) -> out.println(where + count + " x " + text));
        if (counts.unsent() > 0) {
            out.println(
                    where
                            + counts.unsent()
                            + " requests were due and not sent: it did not keep up");
        }
        if (counts.unanswered() > 0) {
            out.println(where + counts.unanswered() + " requests got no reply");
        }
    }

    private static String sum(Standing standing, Function<RunResult, OptionalLong> figure) {
        long[] known =
                standing.runs().stream()
                        .map(figure)
                        .filter(OptionalLong::isPresent)
                        .mapToLong(OptionalLong::getAsLong)
                        .toArray();
        return known.length == 0 ? "unknown" : Long.toString(Arrays.stream(known).sum());
    }
}
