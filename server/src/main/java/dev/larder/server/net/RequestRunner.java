package dev.larder.server.net;

import dev.larder.protocol.resp.ProtocolException;
import dev.larder.protocol.resp.ReplyBuffer;
import dev.larder.server.command.Dispatcher;
import dev.larder.server.command.Dispatcher.Outcome;
import dev.larder.server.session.Session;
import dev.larder.server.store.Lookahead;
import dev.larder.server.time.Clock;

/// Runs the requests of one turn: the loop of the server that everything else is there for. One serves
/// all connections of an event loop. One thread only.
final class RequestRunner {
    /// Nanoseconds after which a turn ends although there is more to do.
    private static final long TURN_NANOS = 1_000_000;

    /// Requests between two looks at the clock.
    private static final int REQUESTS_A_LOOK = 16;

    /// Bytes of replies after which they are sent although the turn is not over.
    static final int REPLY_BYTES_MAX = 64 * 1024;

    private final Dispatcher dispatcher;
    private final ReplyBuffer replies;
    private final Clock clock;
    private final Lookahead lookahead;

    /// Where replies go in the middle of a turn.
    interface Sink {
        /// Sends the replies there are. False if no more should be made for now.
        boolean send(ReplyBuffer replies);

        /// Whether the connection is to be closed at once, so that there is no point in going on.
        boolean isLost();
    }

    RequestRunner(Dispatcher dispatcher, ReplyBuffer replies, Clock clock) {
        this.dispatcher = dispatcher;
        this.replies = replies;
        this.clock = clock;
        this.lookahead = dispatcher.lookahead();
    }

    /// Runs the requests of `input` until there are no more or something is in the way. Call [#begin]
    /// before it.
    ///
    /// @param foreseen how many of the requests have been looked ahead to
    Hold run(Session session, Input input, Sink sink, int foreseen) {
        long startNanos = dispatcher.nanos();
        int ahead = foreseen;
        try {
            for (int requests = 1; ; requests++) {
                ahead = (ahead == 0 ? lookAhead(input) : ahead) - 1;
                if (!input.next()) {
                    return Hold.NONE;
                }
                Outcome outcome = dispatcher.dispatch(session, input.args());
                if (outcome != Outcome.NEXT || session.isSuspended() || sink.isLost()) {
                    return interrupted(outcome, session, input);
                }
                boolean many = replies.position() >= REPLY_BYTES_MAX || replies.attachedCount() > 0;
                if (many && !sink.send(replies)) {
                    return Hold.OUTPUT_FULL;
                }
                if (requests % REQUESTS_A_LOOK == 0 && clock.nanos() - startNanos > TURN_NANOS) {
                    return Hold.TURN_OVER;
                }
            }
        } catch (ProtocolException malformed) {
            if (session.replyMode() == Session.ReplyMode.ON) {
                dispatcher.writer(session).error("ERR " + malformed.getMessage());
            }
            return Hold.LAST_REPLY;
        }
    }

    /// Has the memory that the next requests will want brought nearer. How many requests that was good
    /// for, at least one.
    private int lookAhead(Input input) {
        int requests = foresee(input);
        lookahead.bring();
        return Math.max(1, requests);
    }

    /// Reads the clocks for the turns that follow.
    void begin() {
        dispatcher.beginBatch();
    }

    /// Begins to look ahead to the next requests of `input`: to how many of them, as far as there is room.
    /// [#beginForeseen] ends it, for all.
    int foresee(Input input) {
        return input.lookAhead(lookahead, lookahead.room());
    }

    /// Whether [#foresee] has room for more.
    boolean canForesee() {
        return !lookahead.isFull();
    }

    /// Reads the clocks for the turns that follow, and has the memory brought nearer that those requests
    /// will want which were foreseen.
    void beginForeseen() {
        begin();
        lookahead.bring();
    }

    private static Hold interrupted(Outcome outcome, Session session, Input input) {
        if (outcome == Outcome.HELD) {
            input.putBack();
        }
        if (outcome == Outcome.CLOSE) {
            return Hold.LAST_REPLY;
        }
        return session.isSuspended() ? Hold.SUSPENDED : Hold.TURN_OVER;
    }
}
