package dev.larder.server.net;

import dev.larder.protocol.resp.BigArgument;
import dev.larder.protocol.resp.DecoderScratch;
import dev.larder.protocol.resp.ReplyBuffer;
import dev.larder.protocol.resp.RequestDecoder;
import dev.larder.protocol.resp.Resp2Writer;
import dev.larder.protocol.resp.Resp3Writer;
import dev.larder.server.check.InvariantViolation;
import dev.larder.server.command.Dispatcher;
import dev.larder.server.session.Session;
import dev.larder.server.stats.Counter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the connections of one event loop share, so that each of them holds next to nothing: the
/// buffers that bytes are read into and replies are written to, the dispatcher, and the tick that
/// looks after all of them.
///
/// - **R11** Between two turns the reply buffer is empty: what a connection wrote is its [Output]'s
///   before the next connection writes.
///
/// One thread only, the loop's, where nothing else is said.
final class LoopContext implements ReplyBuffer.Overflow {
    private static final Logger LOG = LoggerFactory.getLogger(LoopContext.class);

    /// Milliseconds from one tick to the next.
    private static final int TICK_MS = 10;

    /// Every connection is looked at once in this many ticks: twice a second.
    private static final int SWEEP_TICKS = 50;

    /// Replies are sent when there are 64 KiB of them, and one of that size may just have been added.
    private static final int REPLY_ARRAY_KEPT_MAX = 4 * RequestRunner.REPLY_BYTES_MAX;

    /// The part of the heap that unfinished input of all connections may take together.
    private static final int INPUT_HEAP_FRACTION = 4;

    /// The part of what all copied replies may take from which on one connection has a good part.
    private static final int GREEDY_FRACTION = 4;

    private static final int LOG_EVERY_MS = 1_000;
    private static final int LINGERING_MAX = 256;

    private final NetContext net;
    private final int stripe;
    private final EventLoop eventLoop;
    private final TurnQueue turns;
    private final RequestRunner runner;
    private final ReceiveBuffer receiveBuffer = new ReceiveBuffer();
    private final byte[] window = new byte[ReceiveBuffer.BYTES];
    private final Gathering gathering;
    private final ReplyBuffer replies = new ReplyBuffer(RequestRunner.REPLY_BYTES_MAX, this);
    private final OutputBuffers outputBuffers = new OutputBuffers(this::failed);
    private final DecoderScratch scratch = new DecoderScratch();
    private final BigArgument.Source bigs;
    private final long inputBytesMax;
    private final ArrayList<Connection> connections = new ArrayList<>();
    private final ArrayList<Suspension> suspended = new ArrayList<>();

    /// Whose turn it is; null between turns.
    private @Nullable Connection current;

    private @Nullable Future<?> ticking;
    private NetSettings settings;
    private int sweepAt;
    private int lingering;
    private long inputBytes;
    private long outputBytesPublished;
    private long givenUpLoggedMs;
    private boolean outputDue;
    private int givenUp;
    private long nowMs;
    private boolean working;
    private boolean draining;

    /// Completed when the last connection of a draining loop is gone.
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /// Connections of this loop, for whoever spreads new ones. Written by the loop, read by anyone.
    private volatile int load;

    LoopContext(NetContext net, int stripe, int stripes, EventLoop eventLoop, TurnQueue turns) {
        this.net = net;
        this.stripe = stripe;
        this.eventLoop = eventLoop;
        this.turns = turns;
        turns.onFailure(this::failed);
        var dispatcher =
                new Dispatcher(
                        net.server(), stripe, new Resp2Writer(replies), new Resp3Writer(replies));
        this.runner = new RequestRunner(dispatcher, replies, net.server().clock());
        this.gathering = new Gathering(runner, turns, this::failed);
        this.bigs = net.bigs().apply(stripe);
        this.inputBytesMax = Runtime.getRuntime().maxMemory() / INPUT_HEAP_FRACTION / stripes;
        this.settings = net.settings().get();
        this.nowMs = net.server().clock().millis();
    }

    /// Begins to tick. Any thread, once.
    void start() {
        eventLoop.execute(() ->
                ticking =
                        eventLoop.scheduleWithFixedDelay(
                                this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS));
    }

    private void tick() {
        nowMs = net.server().clock().millis();
        settings = net.settings().get();
        if (!working) {
            work();
        }
        try {
            resumeSuspended();
            sweep();
            checkOutput();
            logGivenUp();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    /// Does background work, and queues for another turn while there is more.
    private void work() {
        working = false;
        try {
            working = net.tick().tick(stripe, nowMs);
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
        if (working) {
            turns.add(this::work);
        }
    }

    /// Meets what was thrown, so that the loop goes on, and says why a connection it happened to is
    /// closed. A broken invariant ends the process.
    String failed(Throwable failure) {
        if (failure instanceof IOException) {
            return "its socket failed";
        }
        if (failure instanceof InvariantViolation violation) {
            net.server().control().abort(violation);
        } else {
            LOG.atError().setCause(failure).log("an event loop met an internal error");
        }
        return "of an internal error";
    }

    private void resumeSuspended() {
        for (int index = suspended.size() - 1; index >= 0; index--) {
            if (suspended.get(index).endIfDue(nowMs)) {
                removeUnordered(suspended, index);
            }
        }
    }

    private void sweep() {
        int count =
                draining
                        ? connections.size()
                        : (connections.size() + SWEEP_TICKS - 1) / SWEEP_TICKS;
        for (; count > 0 && !connections.isEmpty(); count--) {
            sweepAt =
                    (sweepAt == 0 ? connections.size() : Math.min(sweepAt, connections.size())) - 1;
            connections.get(sweepAt).check(nowMs, settings);
        }
    }

    private static <T> void removeUnordered(List<T> list, int index) {
        T last = list.removeLast();
        if (index < list.size()) {
            list.set(index, last);
        }
    }

    /// Takes a connection in.
    void add(Connection connection) {
        connection.place(connections.size());
        connections.add(connection);
        load = connections.size();
    }

    /// Forgets a connection, which says where [#add] placed it.
    void remove(int place) {
        removeUnordered(connections, place);
        if (place < connections.size()) {
            connections.get(place).place(place);
        }
        load = connections.size();
        completeDrain();
    }

    /// Will end `suspension` when it is due.
    void suspend(Suspension suspension) {
        suspended.add(suspension);
    }

    /// Begins a turn of `connection`. Until [#endTurn] the replies are its own.
    ReplyBuffer beginTurn(Connection connection) {
        assert current == null && replies.position() == 0 : "R11: a turn within a turn";
        current = connection;
        return replies;
    }

    /// Ends the turn: the connection has taken its replies.
    void endTurn() {
        current = null;
        if (replies.array().length > REPLY_ARRAY_KEPT_MAX) {
            replies.shrink();
        }
        if (outputDue) {
            checkOutput();
        }
    }

    /// Whether it is the turn of `connection`.
    boolean isTurnOf(Connection connection) {
        return current == connection;
    }

    /// Hands what was written so far in this turn to the connection whose turn it is.
    void flushReplies() {
        drain(replies);
    }

    /// A reply has outgrown the buffer before it was complete.
    @Override
    public void drain(ReplyBuffer overflowing) {
        if (current == null) {
            throw new IllegalStateException("R11: replies that belong to nobody");
        }
        current.takeReplies(overflowing);
    }

    /// Copies what was read into the window and releases the buffer. Returns the number of bytes.
    int receive(ByteBuf received) {
        int count = received.readableBytes();
        received.readBytes(window, gathering.windowFrom(), count);
        received.release();
        count(Counter.READS, 1);
        count(Counter.BYTES_IN, count);
        return count;
    }

    /// Accounts for unfinished input that a connection holds on the heap. If it is too much for all
    /// together, the connection that holds most is closed.
    void inputChanged(long deltaBytes) {
        inputBytes += deltaBytes;
        if (deltaBytes > 0 && inputBytes > inputBytesMax) {
            Connection largest = connections.getFirst();
            for (Connection connection : connections) {
                if (connection.input().heldBytes() > largest.input().heldBytes()) {
                    largest = connection;
                }
            }
            count(Counter.QUERY_LIMIT_HITS, 1);
            largest.closeAbruptly("the unfinished requests of all clients are too much together");
        }
    }

    /// Accounts for replies that clients have not read. If they are too much for all loops together and
    /// most of them are here, a connection is closed: the one whose command is running if it holds a
    /// good part of that, else, when the turn is over, the one that holds most.
    void outputChanged() {
        long bytes = outputBuffers.bytesOut();
        if (Math.abs(bytes - outputBytesPublished) < OutputBudget.STEP_BYTES) {
            return;
        }
        outputDue = true;
        outputBytesPublished = bytes;
        net.outputBudget().publish(stripe, bytes);
        Connection running = current;
        if (running != null
                && running.output().copiedBytes() > net.outputBudget().bytesMax() / GREEDY_FRACTION
                && net.outputBudget().isExceededBy(stripe)) {
            giveUp(running);
        }
    }

    private void checkOutput() {
        outputChanged();
        outputDue = false;
        if (outputBytesPublished > 0 && net.outputBudget().isExceededBy(stripe)) {
            giveUpGreediest();
        }
    }

    private void giveUpGreediest() {
        Connection greediest = null;
        long most = 0;
        for (Connection connection : connections) {
            if (connection.output().copiedBytes() > most) {
                greediest = connection;
                most = connection.output().copiedBytes();
            }
        }
        if (greediest != null) {
            giveUp(greediest);
        }
    }

    private void logGivenUp() {
        if (givenUp > 0 && nowMs - givenUpLoggedMs >= LOG_EVERY_MS) {
            LOG.atWarn()
                    .addKeyValue("clients", givenUp)
                    .addKeyValue("bytesMax", net.outputBudget().bytesMax())
                    .log(
                            "clients closed: their unread replies took too much memory (half of -Xmx)");
            givenUpLoggedMs = nowMs;
            givenUp = 0;
        }
    }

    private void giveUp(Connection connection) {
        if (!connection.isLost()) {
            givenUp++;
            count(Counter.OUTPUT_LIMIT_HITS, 1);
        }
        connection.closeAbruptly("its unread replies are too much, with those of all others");
    }

    /// Whether one more connection may wait for its client to hang up.
    boolean beginLingering() {
        if (lingering >= LINGERING_MAX) {
            return false;
        }
        lingering++;
        return true;
    }

    /// A connection that [#beginLingering] allowed is gone.
    void endLingering() {
        lingering--;
    }

    /// Closes each connection as soon as all that it sent is answered. Suspended ones go on.
    void drain() {
        draining = true;
        nowMs = net.server().clock().millis();
        for (int index = suspended.size() - 1; index >= 0; index--) {
            suspended.get(index).end();
        }
        for (int index = connections.size() - 1; index >= 0; index--) {
            connections.get(index).drain(nowMs);
        }
        completeDrain();
    }

    private void completeDrain() {
        if (draining && connections.isEmpty()) {
            drained.complete(null);
        }
    }

    /// Completed when the last connection of a draining loop is gone. Any thread.
    CompletableFuture<Void> drained() {
        return drained;
    }

    boolean isDraining() {
        return draining;
    }

    /// Closes all connections at once.
    void closeConnections() {
        while (!connections.isEmpty()) {
            connections.getLast().closeAbruptly("the server stops");
        }
    }

    /// How many connections there are. Any thread.
    int load() {
        return load;
    }

    RequestDecoder newDecoder() {
        return new RequestDecoder(net.settings().get().protocol(), bigs, scratch);
    }

    Output newOutput(Channel channel) {
        return new Output(channel, outputBuffers);
    }

    /// The session is over: what it was about to fill goes to those who wait for that.
    void endLeases(Session session) {
        net.server().store().leases().closed(session.id(), stripe, nowMs);
    }

    void count(Counter counter, long delta) {
        net.server().stats().counters().add(stripe, counter, delta);
    }

    NetContext net() {
        return net;
    }

    NetSettings settings() {
        return settings;
    }

    RequestRunner runner() {
        return runner;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    RecvByteBufAllocator receiveAllocator() {
        return receiveBuffer;
    }

    TurnQueue turns() {
        return turns;
    }

    byte[] window() {
        return window;
    }

    /// From where on the window is free.
    int windowFrom() {
        return gathering.windowFrom();
    }

    /// Requests that were read and wait to be served.
    Gathering gathering() {
        return gathering;
    }

    /// The time of the last tick: good enough for time-outs.
    long nowMs() {
        return nowMs;
    }

    /// Frees the buffers. All connections are closed.
    void close() {
        if (ticking != null) {
            ticking.cancel(false);
        }
        outputBuffers.close();
        receiveBuffer.close();
    }
}
