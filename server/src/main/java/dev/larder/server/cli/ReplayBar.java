package dev.larder.server.cli;

import dev.larder.server.replay.TraceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// How far a replay of a file has come, drawn on the error stream if a person watches that.
final class ReplayBar implements AutoCloseable {
    private static final int WIDTH = 79;
    private static final Path ERROR_STREAM = Path.of("/proc/self/fd/2");

    private final Optional<ProgressBar> bar;

    private ReplayBar(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /// A bar for up to `limit` requests of `trace`, or none to see. Counts them.
    static ReplayBar of(Terminal terminal, TraceFile trace, long limit) throws IOException {
        if (!isWatched(terminal)) {
            return new ReplayBar(Optional.empty());
        }
        return new ReplayBar(
                Optional.of(
                        new ProgressBarBuilder()
                                .setTaskName(trace.name())
                                .setInitialMax(trace.requests(limit))
                                .setStyle(ProgressBarStyle.ASCII)
                                .setUpdateIntervalMillis(200)
                                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH))
                                .clearDisplayOnFinish()
                                .build()));
    }

    /// Java tells of its input and output only, so the kernel is asked where errors go.
    @SuppressWarnings("SystemConsoleNull") // not so in every Java that NullAway knows
    static boolean isWatched(Terminal terminal) {
        String kind = terminal.environment().getOrDefault("TERM", "dumb");
        if (kind.equals("dumb") || kind.isEmpty()) {
            return false;
        }
        try {
            String device = Files.readSymbolicLink(ERROR_STREAM).toString();
            return device.startsWith("/dev/pts/")
                    || device.startsWith("/dev/tty")
                    || device.equals("/dev/console");
        } catch (IOException _) {
            return System.console() != null && System.console().isTerminal();
        }
    }

    /// `requests` have been played.
    void at(long requests) {
        bar.ifPresent(drawn -> drawn.stepTo(requests));
    }

    /// Wipes it away.
    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
