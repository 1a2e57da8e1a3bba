package dev.larder.server.cli;

import dev.larder.server.replay.ReplayResult;
import dev.larder.server.replay.TraceFile;
import java.io.PrintStream;
import java.util.Locale;

/// The results of replays, a line each, under a headline.
final class ReplayTable {
    private static final String ROW = "%-28s %-11s %9s %9s %9s %9s %9s %10s %12s%n";

    private final PrintStream out;
    private boolean begun;

    ReplayTable(PrintStream out) {
        this.out = out;
    }

    /// Prints what a replay of `trace` into a cache of up to `entries` found.
    void add(TraceFile trace, long entries, ReplayResult result) {
        if (!begun) {
            begun = true;
            out.printf(
                    Locale.ROOT,
                    ROW,
                    "trace",
                    "format",
                    "entries",
                    "held",
                    "requests",
                    "hits",
                    "hit ratio",
                    "requests/s",
                    "eviction age");
        }
        var age = result.evictionAgeMs();
        out.printf(
                Locale.ROOT,
                ROW,
                trace.name(),
                trace.format().label(),
                entries,
                result.entriesHeld(),
                result.requests(),
                result.hits(),
                String.format(Locale.ROOT, "%.2f%%", 100 * result.hitRatio()),
                result.requestsPerSecond(),
                age.isPresent() ? age.getAsLong() + " ms" : "-");
    }
}
