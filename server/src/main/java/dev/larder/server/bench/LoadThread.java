package dev.larder.server.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Drives some of a run's connections to its end.
///
/// Without a rate each connection sends a batch of `pipeline` requests, waits for the last reply, and
/// sends the next: latencies count from the batch. With a rate, requests become due in turn by a
/// [RateSchedule], are sent as soon as their connection has room, and latencies count from when they were
/// due.
final class LoadThread implements Runnable {
    private static final int IN_BYTES = 64 << 10;

    /// So long without any reply, and nobody waits any more.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /// So long after the last request was due, those that could not be sent are given up.
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long IDLE_MS = 100;

    /// Timers of the selector are no finer.
    private static final long TIMER_NANOS = 1_200_000;

    private final Load load;
    private final LoadClock clock;
    private final List<LoadConnection> connections;
    private final RequestSource source;
    private final Tally tally;
    private final Selector selector;
    private final @Nullable RateSchedule schedule;
    private final long quota;
    private final ByteBuffer in = ByteBuffer.allocate(IN_BYTES);
    private final Consumer<SelectionKey> ready = this::ready;

    /// Requests handed out to connections, and replies to them.
    private long promised;

    private long sent;
    private long answered;

    private boolean ending;
    private long lastReplyAt;
    private @Nullable BenchException failure;

    LoadThread(Load load, LoadClock clock, Share share) throws IOException {
        int threads = load.drive().threads();
        double rate = load.drive().rate();
        this.load = load;
        this.clock = clock;
        this.connections = share.connections();
        this.source = share.source();
        this.tally = share.tally();
        this.quota = load.drive().quota(share.number());
        this.selector = Selector.open();
        this.schedule =
                rate > 0
                        ? RateSchedule.of(rate, clock.startNanos(), share.number(), threads)
                        : null;
    }

    /// What a thread drives.
    ///
    /// @param number of the thread
    /// @param connections its connections
    /// @param source its requests
    /// @param tally where it counts
    record Share(int number, List<LoadConnection> connections, RequestSource source, Tally tally) {}

    @Override
    public void run() {
        try (selector) {
            for (LoadConnection connection : connections) {
                connection.register(selector);
            }
            drive();
        } catch (IOException broken) {
            failure = lost(broken);
        }
        settle(System.nanoTime());
        if (failure != null) {
            clock.stop();
        }
    }

    private static BenchException lost(IOException broken) {
        return new BenchException("the server closed a connection: " + broken.getMessage(), broken);
    }

    private void drive() throws IOException {
        lastReplyAt = clock.startNanos();
        if (schedule == null) {
            for (LoadConnection connection : connections) {
                begin(connection, clock.startNanos());
            }
        }
        while (!isOver()) {
            long now = System.nanoTime();
            ending |= schedule == null ? clock.isOver(now) : clock.isStopped();
            source.elapsed(clock.elapsed(now, sent, quota));
            long waitNanos = schedule == null ? Long.MAX_VALUE : makeDue(schedule, now);
            await(waitNanos);
        }
    }

    private boolean isOver() {
        boolean silent = promised > answered && System.nanoTime() - lastReplyAt > PATIENCE_NANOS;
        return failure != null || silent || (ending && sent == answered && nothingLeft());
    }

    /// In a batch that has begun, all requests are sent; those of a schedule that are late are not.
    private boolean nothingLeft() {
        return schedule != null || promised == sent;
    }

    /// Waits for sockets, but not beyond the time when something is due.
    private void await(long nanos) throws IOException {
        if (nanos >= TIMER_NANOS) {
            selector.select(ready, Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, IDLE_MS));
        } else if (selector.selectNow(ready) == 0) {
            Thread.yield();
        }
    }

    private void ready(SelectionKey key) {
        var connection = (LoadConnection) key.attachment();
        try {
            if (connection.isBlocked()) {
                pump(connection);
            }
            if (key.isReadable()) {
                read(connection);
            }
        } catch (IOException broken) {
            failure = lost(broken);
        } catch (BenchException broken) {
            failure = broken;
        }
    }

    private void read(LoadConnection connection) throws IOException, BenchException {
        int replies = connection.read(in);
        if (replies == 0) {
            return;
        }
        if (connection.answered + replies > connection.sent) {
            throw new BenchException("more replies than requests");
        }
        long now = System.nanoTime();
        lastReplyAt = now;
        if (schedule == null) {
            tally.answered(now - connection.batchAt, replies, now);
        } else {
            for (int i = 0; i < replies; i++) {
                tally.answered(now - dueAt(schedule, connection, i), 1, now);
            }
        }
        connection.answered += replies;
        answered += replies;
        if (schedule != null) {
            pump(connection);
        } else if (connection.answered == connection.promised) {
            ending |= clock.isOver(now);
            begin(connection, now);
        }
    }

    private long dueAt(RateSchedule dates, LoadConnection connection, long further) {
        return dates.dueAt(connection.answered + further, connection.index, connections.size());
    }

    /// Sends the next batch, unless the run ends.
    private void begin(LoadConnection connection, long now) throws IOException {
        if (ending) {
            return;
        }
        long batch = Math.min(load.drive().pipeline(), quota - promised);
        promised += batch;
        ending = promised == quota;
        connection.promised += batch;
        connection.batchAt = now;
        if (batch > 0) {
            pump(connection);
        }
    }

    /// Hands out what is due by `now`; returns how long until the next is.
    private long makeDue(RateSchedule dates, long now) throws IOException {
        while (!ending && promised < quota && dates.dueAt(promised) <= now) {
            var connection = connections.get((int) (promised % connections.size()));
            promised++;
            connection.promised++;
            pump(connection);
        }
        if (promised == quota) {
            boolean late = now - dates.dueAt(quota - 1) > GRACE_NANOS;
            ending |= late || promised == sent;
        }
        return ending || promised == quota ? TIMER_NANOS : Math.max(0, dates.dueAt(promised) - now);
    }

    /// Sends what the connection was told to, as far as its pipeline has room.
    private void pump(LoadConnection connection) throws IOException {
        long until =
                ending && schedule != null
                        ? connection.sent
                        : Math.min(
                                connection.promised, connection.answered + load.drive().pipeline());
        if (until > connection.sent || connection.isBlocked()) {
            long before = connection.sent;
            connection.pump(source, until, selector);
            sent += connection.sent - before;
        }
    }

    /// Counts the requests that got no reply with the time they have waited at least.
    private void settle(long now) {
        for (LoadConnection connection : connections) {
            long missing = connection.promised - connection.answered;
            for (long i = 0; i < missing; i++) {
                long since = schedule == null ? connection.batchAt : dueAt(schedule, connection, i);
                tally.waited(now - since, now);
            }
            tally.unanswered += connection.sent - connection.answered;
            tally.unsent += connection.promised - connection.sent;
        }
    }

    /// When the last reply came, by `System.nanoTime`.
    long lastReplyAt() {
        return lastReplyAt;
    }

    /// What ended it early, if anything did.
    @Nullable BenchException failure() {
        return failure;
    }
}
