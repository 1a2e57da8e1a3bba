package dev.larder.server.cli;

import dev.larder.server.bench.Counts;
import dev.larder.server.bench.Figure;
import dev.larder.server.bench.Outcome;
import dev.larder.server.bench.RunResult;
import dev.larder.server.bench.Standing;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was measured, for programs: one JSON document. What is not known is `null`.
///
/// ```text
///   {"load": "...", "workloads": [{"name": "GET", "servers": [{
///       "address": "...", "server": "...", "median": {FIGURES}, "ratio": {FIGURES},
///       "errors": {"text": count}, "rounds": [{FIGURES and COUNTS}]}]}]}
/// ```
final class BenchJson {
    private BenchJson() {}

    /// The document.
    static String of(String summary, List<Outcome> outcomes) {
        return object(
                field("load", text(summary)),
                field("workloads", array(outcomes.stream().map(BenchJson::workload))));
    }

    private static String workload(Outcome outcome) {
        Standing first = outcome.standings().getFirst();
        return object(
                field("name", text(outcome.workload())),
                field(
                        "servers",
                        array(
                                outcome.standings().stream()
                                        .map(standing -> server(standing, first)))));
    }

    private static String server(Standing standing, Standing first) {
        String errors =
                standing.counts().errors().entrySet().stream()
                        .map(error -> field(error.getKey(), error.getValue().toString()))
                        .collect(Collectors.joining(", ", "{", "}"));
        return object(
                field("address", text(standing.address().toString())),
                field("server", text(standing.description())),
                field("median", figures(figure -> figure.median(standing.runs()))),
                field("ratio", figures(figure -> figure.ratio(standing.runs(), first.runs()))),
                field("errors", errors),
                field("rounds", array(standing.runs().stream().map(BenchJson::round))));
    }

    private static String round(RunResult run) {
        Counts counts = run.counts();
        return object(
                field("requests", Long.toString(run.requests())),
                field("seconds", number(OptionalDouble.of(run.nanos() / 1e9))),
                field("figures", figures(figure -> figure.of(run))),
                field("hits", Long.toString(counts.hits())),
                field("misses", Long.toString(counts.misses())),
                field("bytes_sent", Long.toString(counts.bytesSent())),
                field("bytes_received", Long.toString(counts.bytesReceived())),
                field("errors", Long.toString(counts.errorCount())),
                field("unsent", Long.toString(counts.unsent())),
                field("unanswered", Long.toString(counts.unanswered())),
                field("longest_at_seconds", number(OptionalDouble.of(run.longestAtNanos() / 1e9))),
                field("evicted", number(run.server().evicted())),
                field("expired", number(run.server().expired())));
    }

    private static String figures(Function<Figure, OptionalDouble> value) {
        return Stream.of(Figure.values())
                .map(figure -> field(name(figure), number(value.apply(figure))))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String name(Figure figure) {
        return switch (figure) {
            case THROUGHPUT -> "requests_per_second";
            case CPU -> "cpu_us_per_request";
            case P50 -> "p50_ms";
            case P90 -> "p90_ms";
            case P99 -> "p99_ms";
            case P999 -> "p99_9_ms";
            case P9999 -> "p99_99_ms";
            case LONGEST -> "max_ms";
            case HIT_RATIO -> "hit_ratio";
            case SENT -> "bytes_sent_per_second";
            case RECEIVED -> "bytes_received_per_second";
        };
    }

    private static String object(String... fields) {
        return "{" + String.join(", ", fields) + "}";
    }

    private static String array(Stream<String> elements) {
        return elements.collect(Collectors.joining(", ", "[", "]"));
    }

    private static String field(String name, String value) {
        return text(name) + ": " + value;
    }

    private static String number(OptionalDouble number) {
        return number.isEmpty() ? "null" : String.format(Locale.ROOT, "%.6f", number.getAsDouble());
    }

    private static String number(OptionalLong number) {
        return number.isEmpty() ? "null" : Long.toString(number.getAsLong());
    }

    private static String text(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
