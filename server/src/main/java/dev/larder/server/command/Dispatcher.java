package dev.larder.server.command;

import dev.larder.protocol.resp.ArgVector;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.session.Session;

/// The only road to [Command#execute]: finds the command, checks that it may run, runs it, counts it.
///
/// One dispatcher serves one event loop and is used by its thread only. It is called
///
/// ```text
///   beginBatch()                      once for what one read brought
///   dispatch(session, args)           for every request in it, in order
///   endBatch()                        before the replies are flushed
/// ```
public final class Dispatcher {
    /// What is to become of the connection after a request.
    public enum Outcome {
        /// The reply is written; on to the next request.
        NEXT,
        /// The request was *not* executed and nothing was written: the session has been suspended
        /// ([Session.Link#suspend]). Keep its arguments and all input after it; when the session
        /// resumes, dispatch the same request again.
        HELD,
        /// The reply is written and is the last: flush it, then close. Further requests are ignored.
        CLOSE
    }

    /// @param server what commands work with
    /// @param stripe the number of the event loop
    /// @param resp2 writes replies to clients that speak RESP2
    /// @param resp3 writes replies to the others, into the same buffer
    public Dispatcher(ServerContext server, int stripe, ReplyWriter resp2, ReplyWriter resp3) {}

    /// Reads the clocks for the requests that follow.
    public void beginBatch() {}

    /// Runs one request and writes its reply, if it gets one.
    public Outcome dispatch(Session session, ArgVector args) {
        throw new UnsupportedOperationException();
    }

    /// Publishes what the batch counted.
    public void endBatch() {}

    /// The writer of the version that `session` speaks, for errors of the connection itself.
    public ReplyWriter writer(Session session) {
        throw new UnsupportedOperationException();
    }
}
