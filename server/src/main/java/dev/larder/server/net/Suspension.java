package dev.larder.server.net;

import dev.larder.server.session.Session;

/// What holds a session back between two commands, for a time or until somebody ends it; see
/// [Session.Link#suspend]. One thread only.
final class Suspension {
    private final Connection connection;
    private final Session session;
    private final LoopContext loop;

    /// Whether the loop has this on its list of those to end when they are due.
    private boolean listed;

    private long untilMs;

    Suspension(Connection connection, Session session, LoopContext loop) {
        this.connection = connection;
        this.session = session;
        this.loop = loop;
    }

    /// Holds the session back after the current command.
    void begin(long forMs) {
        long nowMs = loop.net().server().clock().millis();
        untilMs = forMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + forMs;
        session.suspended(true);
        if (!listed) {
            listed = true;
            loop.suspend(this);
        }
    }

    /// Lets the session go on.
    void end() {
        session.suspended(false);
        connection.goOn();
    }

    /// Lets the session go on if its time has come. True if it need not be asked again.
    boolean endIfDue(long nowMs) {
        if (connection.isOpen() && session.isSuspended() && nowMs < untilMs) {
            return false;
        }
        listed = false;
        end();
        return true;
    }
}
