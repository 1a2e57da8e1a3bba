package dev.larder.server.net;

import dev.larder.protocol.resp.ReplyBuffer;
import dev.larder.server.session.Session;
import dev.larder.server.stats.Counter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection: reads, has the requests run, sends the replies, in turns.
///
/// A turn is what one read brought, or what had to wait before. It ends early, and the rest of the
/// input is kept, when it has taken too long for the others, when the client does not take its replies
/// (then nothing is read either, until it does), or when a command suspends the session ([Hold]). The
/// replies of a turn are flushed once, at its end, or whenever there are many.
///
/// After the last reply (`QUIT`, a malformed request, a stop of the server) the connection does not
/// vanish: a socket closed over unread input sends a reset, which may overtake the reply. It is closed
/// for writing, and what still comes is thrown away until the client hangs up or its time is over.
///
/// ```text
///   OPEN -- last reply, or end of input --> FINISHING -- all sent --> LINGERING --> CLOSED
///     \________________ reset, time-out, limit, CLIENT KILL _______________________/
/// ```
final class Connection extends ChannelInboundHandlerAdapter
        implements TurnQueue.Turn, RequestRunner.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /// Input that is still read while the session is suspended, so that its end is noticed.
    private static final int SUSPENDED_INPUT_BYTES = 16 * 1024;

    private final LoopContext loop;
    private final Channel channel;
    private final Input input;
    private final Output output;
    private final Watch watch;

    /// Set when the connection is admitted, before anything can be read. A refused one has none.
    @SuppressWarnings("NullAway.Init")
    private Session session;

    private ConnectionState state = ConnectionState.OPEN;
    private Hold hold = Hold.NONE;
    private boolean admitted;
    private boolean awaitsLogin;
    private boolean leaving;
    private boolean lost;
    private boolean flushWanted;
    private boolean queued;

    /// Null until the session is held back for the first time.
    private @Nullable Suspension suspension;

    /// Where the loop keeps this connection; negative before it does.
    private int place = -1;

    Connection(LoopContext loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
        this.input = new Input(loop, channel);
        this.output = loop.newOutput(channel);
        this.watch = new Watch(loop.nowMs());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        loop.add(this);
        boolean authenticated = !loop.net().server().authentication().isRequired();
        Optional<byte[]> refusal = Admission.refusal(loop, channel);
        Optional<Session> opened = refusal.isPresent() ? Optional.empty() : open(authenticated);
        if (opened.isEmpty()) {
            refuse(refusal.orElse(Admission.TOO_MANY));
            return;
        }
        session = opened.get();
        admitted = true;
        loop.count(Counter.SESSIONS_OPENED, 1);
        authenticated(authenticated);
        if (loop.isDraining()) {
            drain(loop.nowMs());
        }
    }

    private Optional<Session> open(boolean authenticated) {
        var link = new ConnectionLink(this, loop, channel);
        return loop.net().server().sessions().open(link, loop.nowMs(), authenticated);
    }

    private void refuse(byte[] reason) {
        loop.count(Counter.SESSIONS_REFUSED, 1);
        output.takeBytes(reason, 0, reason.length);
        finish();
    }

    /// Notes whether the client has logged in.
    void authenticated(boolean yes) {
        input.authenticated(yes);
        if (awaitsLogin == yes) {
            awaitsLogin = !yes;
            loop.net().unauthenticated().addAndGet(yes ? -1 : 1);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var received = (ByteBuf) message;
        loop.gathering().makeRoom(received.readableBytes());
        if (state == ConnectionState.OPEN) {
            loop.gathering().add(this, input.take(received));
        } else {
            input.discard(received);
        }
    }

    /// Serves what was gathered, unless something has come in the way since.
    void serveGathered(int foreseen) {
        if (state == ConnectionState.OPEN && hold == Hold.NONE) {
            serve(foreseen);
        } else if (state == ConnectionState.OPEN) {
            keepInput();
        }
    }

    @Override
    public void turn() {
        queued = false;
        if (flushWanted) {
            flushWanted = false;
            output.flush();
        }
        boolean goesOn =
                switch (hold) {
                    case NONE, LAST_REPLY -> false;
                    case TURN_OVER -> true;
                    case OUTPUT_FULL -> !output.isFull();
                    case SUSPENDED -> !session.isSuspended();
                };
        if (goesOn && state == ConnectionState.OPEN) {
            hold = Hold.NONE;
            loop.runner().begin();
            serve(0);
        }
    }

    private void queue() {
        if (!queued) {
            queued = true;
            loop.turns().add(this);
        }
    }

    /// Gives the requests there are their turn; the first `foreseen` of them have been looked ahead to.
    private void serve(int foreseen) {
        ReplyBuffer replies = loop.beginTurn(this);
        Hold reason = Hold.TURN_OVER;
        try {
            reason = loop.runner().run(session, input, this, foreseen);
        } catch (RuntimeException | Error failure) {
            loop.failed(failure);
            lost = true;
        } finally {
            takeReplies(replies);
            loop.endTurn();
        }
        if (reason == Hold.NONE && output.isShort()) {
            loop.turns().flushSoon(this);
        } else {
            output.flush();
        }
        settle(reason);
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public boolean send(ReplyBuffer replies) {
        takeReplies(replies);
        output.flush();
        return !output.isFull();
    }

    @Override
    public boolean isLost() {
        return lost;
    }

    /// Takes over what was written, and closes the connection if that is more than may wait.
    void takeReplies(ReplyBuffer replies) {
        if (awaitsLogin && !output.isInProportion(replies, input.receivedBytes())) {
            replies.clear();
            closeAbruptly("it has much to be told and has not logged in");
            return;
        }
        long before = output.takenBytes();
        output.take(replies);
        long taken = output.takenBytes() - before;
        if (taken > 0) {
            loop.count(Counter.BYTES_OUT, taken);
            loop.count(Counter.WRITES, 1);
            checkHardLimit();
            loop.outputChanged();
        }
    }

    private void checkHardLimit() {
        OutputLimit limit = outputLimit(loop.settings());
        if (limit.isHardExceeded(output.waitingBytes())) {
            output.flush();
            if (limit.isHardExceeded(output.waitingBytes())) {
                closeForOutput();
            }
        }
    }

    private OutputLimit outputLimit(NetSettings settings) {
        return session.isMonitor() ? settings.subscriber() : settings.normal();
    }

    private void closeForOutput() {
        loop.count(Counter.OUTPUT_LIMIT_HITS, 1);
        closeAbruptly("its unread replies exceed client-output-buffer-limit");
    }

    /// Decides how to go on after a turn.
    private void settle(Hold reason) {
        if (lost) {
            closeNow();
        }
        if (state != ConnectionState.OPEN) {
            return;
        }
        hold = reason == Hold.NONE && output.isFull() ? Hold.OUTPUT_FULL : reason;
        switch (hold) {
            case NONE -> awaitInput();
            case LAST_REPLY -> finish();
            case OUTPUT_FULL, SUSPENDED -> keepInput();
            case TURN_OVER -> {
                keepInput();
                queue();
            }
        }
    }

    private void keepInput() {
        int heldBytes = input.keep();
        checkInputLimit(heldBytes);
        input.reading(hold == Hold.SUSPENDED && heldBytes < SUSPENDED_INPUT_BYTES);
    }

    private void awaitInput() {
        int unfinishedBytes = input.account();
        checkInputLimit(unfinishedBytes);
        if (unfinishedBytes > 0) {
            watch.requestUnfinished(loop.nowMs(), input.receivedBytes(), session.commands());
        } else {
            watch.requestsComplete();
        }
        boolean restless = leaving && watch.isRestless(loop.nowMs(), LastTimes.RESTLESS_MS);
        if (input.isEnded() || (restless && unfinishedBytes == 0)) {
            finish();
        } else {
            input.reading(true);
        }
    }

    private void checkInputLimit(int heldBytes) {
        if (heldBytes > loop.settings().inputBytesMax()) {
            loop.count(Counter.QUERY_LIMIT_HITS, 1);
            closeAbruptly("its unfinished request exceeds client-query-buffer-limit");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            output.channelHasRoom();
            if (hold == Hold.OUTPUT_FULL) {
                queue();
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            loop.gathering().serve();
            input.end();
            if (state == ConnectionState.LINGERING) {
                closeNow();
            } else if (hold == Hold.NONE) {
                finish();
            }
        }
    }

    /// Runs no more requests; sends the replies there are and closes.
    private void finish() {
        if (state != ConnectionState.OPEN) {
            return;
        }
        state = ConnectionState.FINISHING;
        input.close();
        input.reading(true);
        output.end(sent -> linger());
    }

    private void linger() {
        if (state != ConnectionState.FINISHING) {
            return;
        }
        if (input.isEnded() || !channel.isActive() || !loop.beginLingering()) {
            closeNow();
            return;
        }
        state = ConnectionState.LINGERING;
        watch.lingers(loop.nowMs());
        var _ = ((DuplexChannel) channel).shutdownOutput();
    }

    /// Answers what comes in until nothing more does, and then closes: the server stops.
    void drain(long nowMs) {
        if (!leaving) {
            leaving = true;
            watch.leaves(nowMs, input.receivedBytes());
            output.holdBack();
        }
        int quietMs = input.heldBytes() == 0 ? LastTimes.QUIET_MS : LastTimes.PATIENCE_MS;
        if (hold == Hold.NONE && watch.isSilent(nowMs, input.receivedBytes(), quietMs)) {
            finish();
        }
    }

    /// Closes the connection if its client has taken too long in any way.
    void check(long nowMs, NetSettings settings) {
        TimeLimits times = settings.times();
        if (state == ConnectionState.LINGERING) {
            long lingerMs = leaving ? LastTimes.LINGER_MS : times.lingerMs();
            if (watch.isHangUpLate(nowMs, lingerMs)) {
                closeNow();
            }
            return;
        }
        long waiting = output.waitingBytes();
        long stalledMs = leaving ? LastTimes.PATIENCE_MS : times.stalledMs();
        if (watch.isStalled(nowMs, waiting, output.progress(), stalledMs)) {
            closeAbruptly("it does not take its replies");
        } else if (state == ConnectionState.OPEN) {
            checkOpen(nowMs, settings, waiting);
        }
    }

    private void checkOpen(long nowMs, NetSettings settings, long waiting) {
        TimeLimits times = settings.times();
        OutputLimit limit = outputLimit(settings);
        long received = input.receivedBytes();
        if (watch.isOverLong(nowMs, limit.isSoftExceeded(waiting), limit.softMs())) {
            closeForOutput();
        } else if (awaitsLogin && watch.isLoginLate(nowMs, times.loginMs())) {
            closeAbruptly("it has not logged in");
        } else if (hold == Hold.NONE
                && watch.isRequestLate(nowMs, received, times.unfinishedMs())) {
            closeAbruptly("its request was never finished");
        } else if (waiting == 0 && isIdle(nowMs, times.idleMs())) {
            loop.count(Counter.IDLE_CLOSES, 1);
            closeAbruptly("it was idle");
        } else if (leaving) {
            drain(nowMs);
        }
    }

    private boolean isIdle(long nowMs, long maxMs) {
        return maxMs > 0
                && hold == Hold.NONE
                && input.heldBytes() == 0
                && !session.isMonitor()
                && nowMs - session.activeAtMs() >= maxMs;
    }

    /// What holds the session back when a command asked for that.
    Suspension suspension() {
        Suspension known = suspension;
        if (known == null) {
            known = new Suspension(this, session, loop);
            suspension = known;
        }
        return known;
    }

    /// Whether requests are still taken.
    boolean isOpen() {
        return state == ConnectionState.OPEN;
    }

    /// Goes on where the session was held back.
    void goOn() {
        if (hold == Hold.SUSPENDED) {
            queue();
        }
    }

    /// Sends bytes that are no reply, behind the replies there are.
    void push(byte[] message) {
        if (state != ConnectionState.OPEN) {
            return;
        }
        if (loop.isTurnOf(this)) {
            loop.flushReplies();
        } else {
            flushWanted = true;
            queue();
        }
        output.takeBytes(message, 0, message.length);
        loop.count(Counter.BYTES_OUT, message.length);
        checkHardLimit();
        loop.outputChanged();
    }

    /// The way in.
    Input input() {
        return input;
    }

    /// The way out.
    Output output() {
        return output;
    }

    /// The loop's own note of where it keeps this connection.
    void place(int place) {
        this.place = place;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        loop.gathering().serve();
        closeAbruptly(loop.failed(failure));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.gathering().serve();
        closeNow();
    }

    /// Closes the connection whatever its state; replies not yet sent are lost. In the middle of a
    /// turn it only sees to it that the turn ends and its replies go nowhere: the command that runs
    /// may still look at its arguments.
    @Override
    public void closeAbruptly(String reason) {
        if (state != ConnectionState.CLOSED) {
            LOG.atDebug().addKeyValue("reason", reason).log("connection closed");
        }
        if (loop.isTurnOf(this)) {
            lost = true;
            output.close();
        } else {
            closeNow();
        }
    }

    private void closeNow() {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        if (state == ConnectionState.LINGERING) {
            loop.endLingering();
        }
        state = ConnectionState.CLOSED;
        if (place >= 0) {
            loop.remove(place);
        }
        if (admitted) {
            loop.net().server().sessions().close(session);
            loop.endLeases(session);
        }
        if (awaitsLogin) {
            awaitsLogin = false;
            loop.net().unauthenticated().decrementAndGet();
        }
        input.close();
        output.close();
        var _ = channel.close();
    }
}
