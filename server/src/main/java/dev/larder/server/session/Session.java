package dev.larder.server.session;

import dev.larder.protocol.resp.RespVersion;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// One client: who it is, what it has chosen, and how to reach it.
///
/// A session belongs to the event loop of its connection, and only that loop's thread changes it.
/// Others read it for `CLIENT LIST` and reach it through its [Link]; what they read may be a moment old.
public final class Session {
    /// The user that everybody is until there are others.
    public static final String DEFAULT_USER = "default";

    /// Wrong passwords a connection may try in one second; then it waits for the second to end.
    static final int LOGIN_FAILURES_MAX = 20;

    private static final long LOGIN_WINDOW_MS = 1000;

    private static final VarHandle ACTIVE_AT_MS;
    private static final VarHandle COMMANDS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ACTIVE_AT_MS = lookup.findVarHandle(Session.class, "activeAtMs", long.class);
            COMMANDS = lookup.findVarHandle(Session.class, "commands", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id;
    private final long openedAtMs;
    private final Link link;

    // Written by the session's loop, read by anyone.
    private volatile String name = "";
    private volatile String libraryName = "";
    private volatile String libraryVersion = "";
    private volatile String user = DEFAULT_USER;
    private volatile String lastCommand = "NULL";
    private volatile boolean authenticated;
    private volatile boolean noEvict;
    private volatile boolean noTouch;
    private volatile boolean monitor;
    private volatile boolean suspended;
    private volatile boolean closing;
    private volatile int db;
    private volatile RespVersion version = RespVersion.RESP2;

    @SuppressWarnings("UnusedVariable") // read by its handle
    private long activeAtMs;

    private long commands;

    // Used by the session's loop only.
    private ReplyMode replyMode = ReplyMode.ON;
    private long heldUntilMs;
    private long failuresSinceMs;
    private int loginFailures;

    /// The connection of a session, as the session sees it. Implemented by the transport.
    public interface Link {
        /// The client's address and port: `127.0.0.1:52114`. Any thread.
        String address();

        /// The server's address and port at this connection. Any thread.
        String localAddress();

        /// The number of the connection's descriptor, or -1 if there is none to be known. Any thread.
        int descriptor();

        /// Bytes received and not yet executed, with those of the request that asks. Any thread.
        long inputBytes();

        /// Bytes of replies that the client has not taken yet. Any thread.
        long outputBytes();

        /// Closes the connection at once; replies not yet sent are lost. Any thread.
        void close();

        /// Stops reading and executing after the current command, for `forMs` milliseconds or until
        /// [#resume], whichever comes first. Input that is there is kept. The loop's thread only.
        void suspend(long forMs);

        /// Ends a [#suspend] early; does nothing if there is none. Any thread.
        void resume();

        /// Tells that the client has logged in or out, so that its input has other limits. The loop's
        /// thread only.
        void authenticated(boolean yes);

        /// Sends `message`, one or more whole replies, that the client did not ask for. Any thread.
        void send(byte[] message);
    }

    /// Whether the client wants to hear replies.
    public enum ReplyMode {
        /// Yes.
        ON,
        /// No, until it says so.
        OFF,
        /// Not the reply to the request after this one.
        SKIP_NEXT,
        /// Not the reply to this request.
        SKIP
    }

    Session(long id, Link link, long nowMs, boolean authenticated) {
        this.id = id;
        this.link = link;
        this.openedAtMs = nowMs;
        this.activeAtMs = nowMs;
        this.authenticated = authenticated;
    }

    /// The number of the session, never used twice.
    public long id() {
        return id;
    }

    /// The connection.
    public Link link() {
        return link;
    }

    /// When the connection was accepted.
    public long openedAtMs() {
        return openedAtMs;
    }

    /// When the last request was executed.
    public long activeAtMs() {
        return (long) ACTIVE_AT_MS.getOpaque(this);
    }

    /// How many requests were executed.
    public long commands() {
        return (long) COMMANDS.getOpaque(this);
    }

    /// The full name of the last command, or `NULL` before the first.
    public String lastCommand() {
        return lastCommand;
    }

    /// Remembers that `command` runs. Once a request.
    @SuppressWarnings("ReferenceEquality") // only spares a volatile write
    public void runs(String command, long nowMs) {
        COMMANDS.setOpaque(this, commands + 1);
        ACTIVE_AT_MS.setOpaque(this, nowMs);
        if (lastCommand != command) {
            lastCommand = command;
        }
    }

    /// The name the client gave itself, or an empty string.
    public String name() {
        return name;
    }

    /// Sets [#name].
    public void name(String name) {
        this.name = name;
    }

    /// The name of the client's library, or an empty string.
    public String libraryName() {
        return libraryName;
    }

    /// Sets [#libraryName].
    public void libraryName(String libraryName) {
        this.libraryName = libraryName;
    }

    /// The version of the client's library, or an empty string.
    public String libraryVersion() {
        return libraryVersion;
    }

    /// Sets [#libraryVersion].
    public void libraryVersion(String libraryVersion) {
        this.libraryVersion = libraryVersion;
    }

    /// The user the client is logged in as.
    public String user() {
        return user;
    }

    /// Whether the client has logged in, or came when nobody had to.
    public boolean isAuthenticated() {
        return authenticated;
    }

    /// Logs the client in as `user`.
    public void logIn(String user) {
        this.user = user;
        this.authenticated = true;
        link.authenticated(true);
    }

    /// The number of the database the client has selected.
    public int db() {
        return db;
    }

    /// Sets [#db].
    public void db(int db) {
        this.db = db;
    }

    /// The version of RESP in which the client is answered.
    public RespVersion version() {
        return version;
    }

    /// Sets [#version].
    public void version(RespVersion version) {
        this.version = version;
    }

    /// Whether the client asked not to be disconnected for want of memory.
    public boolean isNoEvict() {
        return noEvict;
    }

    /// Sets [#isNoEvict].
    public void noEvict(boolean yes) {
        noEvict = yes;
    }

    /// Whether the client's reads leave the eviction order as it is.
    public boolean isNoTouch() {
        return noTouch;
    }

    /// Sets [#isNoTouch].
    public void noTouch(boolean yes) {
        noTouch = yes;
    }

    /// Whether the client is shown every command.
    public boolean isMonitor() {
        return monitor;
    }

    /// Sets [#isMonitor].
    public void monitor(boolean yes) {
        monitor = yes;
    }

    /// Whether the session's input waits until it is resumed.
    public boolean isSuspended() {
        return suspended;
    }

    /// Sets [#isSuspended].
    public void suspended(boolean yes) {
        suspended = yes;
    }

    /// Whether the connection is to be closed after the reply that is being written.
    public boolean isClosing() {
        return closing;
    }

    /// Says that the reply being written is the last.
    public void closeAfterReply() {
        closing = true;
    }

    /// Whether the client wants to hear replies.
    public ReplyMode replyMode() {
        return replyMode;
    }

    /// Sets [#replyMode].
    public void replyMode(ReplyMode mode) {
        replyMode = mode;
    }

    /// Notes a wrong user or password. Too many of them in a second, and the session is held.
    public void loginFailed(long nowMs) {
        if (nowMs - failuresSinceMs >= LOGIN_WINDOW_MS) {
            failuresSinceMs = nowMs;
            loginFailures = 0;
        }
        if (++loginFailures >= LOGIN_FAILURES_MAX) {
            heldUntilMs = failuresSinceMs + LOGIN_WINDOW_MS;
        }
    }

    /// Until when the session may not run commands: the price of too many wrong passwords.
    public long heldUntilMs() {
        return heldUntilMs;
    }

    /// Makes the session like a new one, but for its number, its library and its age.
    public void reset(boolean authenticated) {
        name = "";
        user = DEFAULT_USER;
        db = 0;
        version = RespVersion.RESP2;
        noEvict = false;
        noTouch = false;
        replyMode = ReplyMode.ON;
        this.authenticated = authenticated;
        link.authenticated(authenticated);
    }
}
