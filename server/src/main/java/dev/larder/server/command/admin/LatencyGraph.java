package dev.larder.server.command.admin;

import dev.larder.server.stats.LatencyMonitor.History;
import dev.larder.server.stats.LatencyMonitor.Sample;
import java.util.List;

/// A drawing of an event's spikes for the terminal: a column each, oldest on the left, and below it how
/// long ago it was, read downwards.
///
/// ```text
///   command - high 500 ms, low 300 ms (all time high 500 ms)
///   --------------------------------------------------------
///     #
///    o|
///    ||
///   _||
///
///   321
///   sss
/// ```
final class LatencyGraph {
    private static final int COLUMNS = 80;
    private static final int ROWS = 4;

    /// What fills a row by a third, two thirds and all.
    private static final String FILL = "_o#";

    private LatencyGraph() {}

    /// The drawing of `history` as seen at `nowSeconds`.
    static String draw(History history, long nowSeconds) {
        List<Sample> samples = history.samples();
        long high = samples.stream().mapToLong(Sample::millis).max().orElse(0);
        long low = samples.stream().mapToLong(Sample::millis).min().orElse(0);
        var drawing = new StringBuilder();
        drawing.append(history.event().text())
                .append(" - high ")
                .append(high)
                .append(" ms, low ")
                .append(low)
                .append(" ms (all time high ")
                .append(history.maxMillis())
                .append(" ms)\n")
                .append("-".repeat(COLUMNS))
                .append('\n');
        for (int from = 0; from < samples.size(); from += COLUMNS) {
            List<Sample> part = samples.subList(from, Math.min(from + COLUMNS, samples.size()));
            if (from > 0) {
                drawing.append('\n');
            }
            columns(part, low, high, drawing);
            labels(part, nowSeconds, drawing);
        }
        return drawing.toString();
    }

    private static void columns(List<Sample> samples, long low, long high, StringBuilder drawing) {
        int steps = ROWS * FILL.length();
        for (int row = ROWS - 1; row >= 0; row--) {
            for (Sample sample : samples) {
                long share = (sample.millis() - low) * steps / Math.max(1, high - low);
                long step = Math.min(share, steps - 1L) - (long) row * FILL.length();
                drawing.append(
                        step < 0 ? ' ' : step < FILL.length() ? FILL.charAt((int) step) : '|');
            }
            drawing.append('\n');
        }
    }

    private static void labels(List<Sample> samples, long nowSeconds, StringBuilder drawing) {
        List<String> labels =
                samples.stream().map(sample -> age(nowSeconds - sample.unixSeconds())).toList();
        int length = labels.stream().mapToInt(String::length).max().orElse(0);
        drawing.append('\n');
        for (int line = 0; line < length; line++) {
            for (String label : labels) {
                drawing.append(line < label.length() ? label.charAt(line) : ' ');
            }
            drawing.append('\n');
        }
    }

    /// `seconds` in its largest unit: `42s`, `7m`, `3h`, `2d`.
    static String age(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 60 * 60) {
            return seconds / 60 + "m";
        }
        if (seconds < 24 * 60 * 60) {
            return seconds / (60 * 60) + "h";
        }
        return seconds / (24 * 60 * 60) + "d";
    }
}
