package dev.larder.server.cli;

import dev.larder.server.bench.Contest;
import dev.larder.server.bench.LoadRun;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far a run of a benchmark has come, drawn on the error stream if a person watches that.
final class BenchBar implements Contest.Watcher {
    private static final int WIDTH = 99;
    private static final int STEPS = 1000;
    private static final int UPDATE_MS = 250;

    private final Terminal terminal;
    private final boolean watched;
    private @Nullable Drawing drawing;

    BenchBar(Terminal terminal) {
        this.terminal = terminal;
        this.watched = ReplayBar.isWatched(terminal);
    }

    @Override
    public void begins(String what, LoadRun run) {
        if (watched) {
            drawing = new Drawing(terminal, what, run);
        }
    }

    @Override
    public void ended() {
        if (drawing != null) {
            drawing.end();
            drawing = null;
        }
    }

    /// One bar, and the thread that moves it.
    private static final class Drawing {
        private final ProgressBar bar;
        private final LoadRun run;
        private final CountDownLatch over = new CountDownLatch(1);
        private final Thread thread;

        Drawing(Terminal terminal, String what, LoadRun run) {
            this.run = run;
            this.bar =
                    new ProgressBarBuilder()
                            .setTaskName(what)
                            .setInitialMax(STEPS)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(UPDATE_MS)
                            .hideEta()
                            .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH))
                            .clearDisplayOnFinish()
                            .build();
            this.thread = Thread.ofPlatform().daemon().name("bench-bar").start(this::follow);
        }

        private void follow() {
            try {
                do {
                    bar.stepTo((long) (STEPS * run.elapsed()));
                    bar.setExtraMessage(run.answered() + " requests");
                } while (!over.await(UPDATE_MS, TimeUnit.MILLISECONDS));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        void end() {
            over.countDown();
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            bar.close();
        }
    }
}
