package dev.larder.server.net;

import dev.larder.protocol.resp.KeysAhead;
import dev.larder.protocol.resp.ProtocolException;
import dev.larder.protocol.resp.ReplyBuffer;
import dev.larder.server.command.Dispatcher;
import dev.larder.server.command.Dispatcher.Outcome;
import dev.larder.server.session.Session;
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
    private final KeysAhead keysAhead = new KeysAhead();

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
    }

    /// Runs the requests of `input` until there are no more or something is in the way.
    Hold run(Session session, Input input, Sink sink) {
        dispatcher.beginBatch();
        long startNanos = clock.nanos();
        try {
            int foreseen = 0;
            for (int requests = 1; input.next(); requests++) {
                foreseen = foreseen > 0 || !input.hasMore() ? foreseen - 1 : lookAhead(input);
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
            return Hold.NONE;
        } catch (ProtocolException malformed) {
            if (session.replyMode() == Session.ReplyMode.ON) {
                dispatcher.writer(session).error("ERR " + malformed.getMessage());
            }
            return Hold.LAST_REPLY;
        }
    }

    /// Has the memory that the next requests will want brought nearer. How many requests that was good
    /// for, the one found not counted.
    private int lookAhead(Input input) {
        input.lookAhead(keysAhead);
        dispatcher.foresee(keysAhead);
        return keysAhead.requests() - 1;
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
