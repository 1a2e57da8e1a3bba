package dev.larder.server.command;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.session.Session;
import dev.larder.server.store.Store;

/// Who asks, when, and what there is to work on. One object serves one event loop; a command never
/// keeps it.
public final class CommandContext {
    private final ServerContext server;
    private final int stripe;

    CommandContext(ServerContext server, int stripe) {
        this.server = server;
        this.stripe = stripe;
    }

    /// The client that asks.
    public Session session() {
        throw new UnsupportedOperationException();
    }

    /// The data.
    public Store store() {
        return server.store();
    }

    /// The time of day, read once for all requests of a batch.
    public long nowMs() {
        throw new UnsupportedOperationException();
    }

    /// The number of the loop that runs the command: its row in every counter.
    public int stripe() {
        return stripe;
    }

    /// The spec by which the command was called; tells apart the specs that share a class.
    public CommandSpec spec() {
        throw new UnsupportedOperationException();
    }

    /// The writer for the version the session speaks now, which is another than the one handed to
    /// `execute` after `HELLO` has changed it.
    public ReplyWriter reply() {
        throw new UnsupportedOperationException();
    }

    /// Everything else.
    public ServerContext server() {
        return server;
    }
}
