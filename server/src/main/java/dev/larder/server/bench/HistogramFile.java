package dev.larder.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/// The latencies of each server at each workload, all rounds together, in one of HdrHistogram's formats:
/// a log in which each has a tag if the name ends in `.hlog`, else a table of percentiles for each.
public final class HistogramFile {
    private static final double NANOS_A_MILLISECOND = 1e6;
    private static final int TICKS_A_HALF = 5;

    private HistogramFile() {}

    /// Writes `outcomes` to `file`, in place of what is there.
    public static void write(Path file, List<Outcome> outcomes) throws IOException {
        boolean log = file.toString().toLowerCase(Locale.ROOT).endsWith(".hlog");
        try (var out = new PrintStream(Files.newOutputStream(file), false, UTF_8)) {
            if (log) {
                log(out, outcomes);
            } else {
                tables(out, outcomes);
            }
            if (out.checkError()) {
                throw new IOException(file + ": not all of it could be written");
            }
        }
    }

    private static void log(PrintStream out, List<Outcome> outcomes) {
        var writer = new HistogramLogWriter(out);
        writer.outputLogFormatVersion();
        writer.outputLegend();
        for (Outcome outcome : outcomes) {
            for (Standing standing : outcome.standings()) {
                Histogram latencies = standing.latencies();
                String tag = outcome.workload() + "@" + standing.address();
                latencies.setTag(tag.replaceAll("[\\s,]+", "_"));
                double seconds = standing.runs().stream().mapToLong(RunResult::nanos).sum() / 1e9;
                writer.outputIntervalHistogram(0, seconds, latencies, NANOS_A_MILLISECOND);
            }
        }
    }

    private static void tables(PrintStream out, List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            for (Standing standing : outcome.standings()) {
                out.printf("# %s, %s, milliseconds%n", outcome.workload(), standing.address());
                standing.latencies()
                        .outputPercentileDistribution(out, TICKS_A_HALF, NANOS_A_MILLISECOND);
            }
        }
    }
}
