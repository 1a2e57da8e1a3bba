package dev.larder.server.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// One run of a load against one server.
public final class LoadRun {
    private final Load load;
    private final List<Tally> tallies = new ArrayList<>();
    private volatile @Nullable LoadClock clock;
    private volatile boolean stopped;

    LoadRun(Load load) {
        this.load = load;
        for (int thread = 0; thread < load.drive().threads(); thread++) {
            tallies.add(new Tally());
        }
    }

    /// Connects, and runs to the end or until it is told to stop.
    RunResult run(Target target, ServerProbe probe, ValuePool pool) throws BenchException {
        var shares = new ArrayList<LoadThread.Share>();
        try {
            for (int thread = 0; thread < tallies.size(); thread++) {
                shares.add(share(target, thread, pool));
            }
            ServerWork before = probe.work();
            List<LoadThread> threads = drive(shares);
            failIfAnyDid(threads);
            return result(threads, probe.work().since(before));
        } catch (IOException refused) {
            throw new BenchException("no selector: " + refused.getMessage(), refused);
        } finally {
            shares.forEach(share -> share.connections().forEach(LoadConnection::close));
        }
    }

    private LoadThread.Share share(Target target, int thread, ValuePool pool)
            throws BenchException {
        int clients = load.drive().clients();
        int threads = load.drive().threads();
        int count = clients / threads + (thread < clients % threads ? 1 : 0);
        var connections = new ArrayList<LoadConnection>();
        var share =
                new LoadThread.Share(
                        thread,
                        connections,
                        new RequestSource(load, pool, thread),
                        tallies.get(thread));
        try {
            for (int i = 0; i < count; i++) {
                connections.add(LoadConnection.open(target, i, share.tally()));
            }
            return share;
        } catch (BenchException failed) {
            connections.forEach(LoadConnection::close);
            throw failed;
        }
    }

    private List<LoadThread> drive(List<LoadThread.Share> shares) throws IOException {
        double seconds = load.drive().requests() > 0 ? 0 : load.drive().seconds();
        var time = new LoadClock(System.nanoTime(), (long) (seconds * 1e9));
        clock = time;
        if (stopped) {
            time.stop();
        }
        var threads = new ArrayList<LoadThread>();
        for (LoadThread.Share share : shares) {
            threads.add(new LoadThread(load, time, share));
        }
        var running = new ArrayList<Thread>();
        for (LoadThread thread : threads) {
            running.add(Thread.ofPlatform().name("bench-" + running.size()).start(thread));
        }
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException _) {
            time.stop();
            Thread.currentThread().interrupt();
        }
        return threads;
    }

    private static void failIfAnyDid(List<LoadThread> threads) throws BenchException {
        for (LoadThread thread : threads) {
            BenchException failure = thread.failure();
            if (failure != null) {
                throw failure;
            }
        }
    }

    private RunResult result(List<LoadThread> threads, ServerWork work) {
        LoadClock time = clock;
        long start = time == null ? 0 : time.startNanos();
        Histogram latencies = Tally.emptyHistogram();
        Counts counts = Counts.NONE;
        long end = start;
        long longest = 0;
        long longestAt = start;
        for (LoadThread thread : threads) {
            end = Math.max(end, thread.lastReplyAt());
        }
        for (Tally tally : tallies) {
            latencies.add(tally.latencies());
            counts = counts.plus(Counts.of(tally));
            if (tally.longestNanos() > longest) {
                longest = tally.longestNanos();
                longestAt = tally.longestAt();
            }
        }
        return new RunResult(answered(), end - start, latencies, counts, longestAt - start, work);
    }

    /// How many requests have got their reply. Any thread.
    public long answered() {
        return tallies.stream().mapToLong(Tally::answered).sum();
    }

    /// How much of the run has passed, 0 to 1. Any thread.
    public double elapsed() {
        LoadClock time = clock;
        long requests = load.drive().requests();
        return time == null
                ? 0
                : time.elapsed(System.nanoTime(), answered(), Math.max(1, requests));
    }

    /// Ends the run; what was measured counts. Any thread.
    public void stop() {
        stopped = true;
        LoadClock time = clock;
        if (time != null) {
            time.stop();
        }
    }
}
