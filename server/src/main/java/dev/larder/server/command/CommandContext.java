package dev.larder.server.command;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.session.Session;
import dev.larder.server.store.Handles;
import dev.larder.server.store.MultiGuard;
import dev.larder.server.store.ShardGuard;
import dev.larder.server.store.Store;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who asks, when, and what there is to work on. One object serves one event loop; a command never
/// keeps it.
public final class CommandContext {
    private final ServerContext server;
    private final int stripe;
    private final Replies replies;

    // Set for every batch, and for every request.
    private long nowMs;
    private @Nullable Session session;
    private CommandTable.@Nullable Entry entry;
    private long heldMs;

    CommandContext(ServerContext server, int stripe, Replies replies) {
        this.server = server;
        this.stripe = stripe;
        this.replies = replies;
    }

    /// The client that asks.
    public Session session() {
        return Objects.requireNonNull(session);
    }

    /// The data.
    public Store store() {
        return server.store();
    }

    /// Enters the store for one key of the session's database. The caller closes the guard.
    public ShardGuard enter(Slice key) {
        ShardGuard guard = store().enter(stripe, nowMs, session().db(), key);
        return guard.touches(!session().isNoTouch());
    }

    /// Enters the store for what `handle`, any number, names in the session's database: to read. The caller
    /// closes the guard.
    public ShardGuard enterHandle(long handle) {
        ShardGuard guard = Handles.enter(store(), stripe, nowMs, session().db(), handle);
        return guard.touches(!session().isNoTouch());
    }

    /// Enters the store for the keys that are arguments `first`, `first + step` … below `end`, all at one
    /// moment. The caller closes the guard.
    public MultiGuard enterAll(Args args, int first, int end, int step) {
        MultiGuard guard = store().multi(stripe).begin(stripe, nowMs, !session().isNoTouch());
        for (int index = first; index < end; index += step) {
            guard.add(session().db(), args.key(index));
        }
        return guard.lock();
    }

    /// Enters the store for two keys, the second in another `database`, both at one moment. The caller
    /// closes the guard.
    public MultiGuard enterPair(Slice first, Slice second, int database) {
        MultiGuard guard = store().multi(stripe).begin(stripe, nowMs, !session().isNoTouch());
        guard.add(session().db(), first);
        guard.add(database, second);
        return guard.lock();
    }

    /// The time of day, read once for all requests of a batch.
    public long nowMs() {
        return nowMs;
    }

    /// Lets the session wait for `forMs` milliseconds, or until somebody resumes it, and have the command called
    /// again then. The command writes nothing and is over.
    public void hold(long forMs) {
        heldMs = Math.max(1, forMs);
    }

    /// The number of the loop that runs the command: its row in every counter.
    public int stripe() {
        return stripe;
    }

    /// The spec by which the command was called; tells apart the specs that share a class.
    public CommandSpec spec() {
        return Objects.requireNonNull(entry).spec();
    }

    /// The writer for what the session speaks and wants to hear now: another than the one handed to
    /// `execute` once the command has changed that.
    public ReplyWriter reply() {
        return replies.to(session());
    }

    /// Everything else.
    public ServerContext server() {
        return server;
    }

    void batch(long nowMs) {
        this.nowMs = nowMs;
    }

    void request(Session session, CommandTable.Entry entry) {
        this.session = session;
        this.entry = entry;
        this.heldMs = 0;
    }

    /// How long the session is to be held, or 0: see [#hold].
    long heldMs() {
        return heldMs;
    }
}
