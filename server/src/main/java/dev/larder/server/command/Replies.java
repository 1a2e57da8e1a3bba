package dev.larder.server.command;

import dev.larder.protocol.resp.ReplyBuffer;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.protocol.resp.RespVersion;
import dev.larder.server.session.Session;
import dev.larder.server.session.Session.ReplyMode;

/// The writers of one event loop: one for each version of RESP and, for clients that do not want to hear
/// replies, two more whose bytes go nowhere. One thread only.
final class Replies {
    private static final int MUTED_BYTES_MAX = 64 * 1024;

    private final ReplyWriter resp2;
    private final ReplyWriter resp3;
    private final ReplyBuffer muted;
    private final ReplyWriter muted2;
    private final ReplyWriter muted3;

    Replies(ReplyWriter resp2, ReplyWriter resp3) {
        this.resp2 = resp2;
        this.resp3 = resp3;
        this.muted = new ReplyBuffer(MUTED_BYTES_MAX, Replies::forget);
        this.muted2 = ReplyWriter.of(RespVersion.RESP2, muted);
        this.muted3 = ReplyWriter.of(RespVersion.RESP3, muted);
    }

    /// The writer for what `session` speaks and wants to hear now.
    ReplyWriter to(Session session) {
        boolean is3 = session.version() == RespVersion.RESP3;
        ReplyMode mode = session.replyMode();
        if (mode == ReplyMode.ON || mode == ReplyMode.SKIP_NEXT) {
            return is3 ? resp3 : resp2;
        }
        return is3 ? muted3 : muted2;
    }

    /// Moves on from the request that was just answered: forgets its reply if that was not wanted.
    void requestDone(Session session) {
        switch (session.replyMode()) {
            case ON -> {}
            case OFF -> forget(muted);
            case SKIP_NEXT -> session.replyMode(ReplyMode.SKIP);
            case SKIP -> {
                forget(muted);
                session.replyMode(ReplyMode.ON);
            }
        }
    }

    /// Forgets what was written to `reply` since `mark`. False if some of it has left already.
    boolean takeBack(ReplyWriter reply, int mark) {
        return reply.rewind(mark) || reply == muted2 || reply == muted3;
    }

    private static void forget(ReplyBuffer buffer) {
        buffer.rewind(buffer.mark() - buffer.position());
        buffer.shrink();
    }
}
