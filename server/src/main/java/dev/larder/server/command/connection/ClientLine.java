package dev.larder.server.command.connection;

import dev.larder.protocol.resp.RespVersion;
import dev.larder.server.session.Session;

/// What `CLIENT LIST` says of one connection: fields and values in the order of Redis 7.2, one line.
///
/// A connection has no output buffer of its own until its client falls behind, so `rbs`, `rbp` and `obl`
/// are always 0; what it is behind by is `omem`.
final class ClientLine {
    private final StringBuilder line = new StringBuilder(360);

    private ClientLine() {}

    static String of(Session session, long nowMs) {
        var line = new ClientLine();
        line.identity(session, nowMs);
        line.state(session);
        line.memory(session.link());
        line.last(session);
        return line.line.append('\n').toString();
    }

    private void identity(Session session, long nowMs) {
        Session.Link link = session.link();
        field("id", session.id());
        field("addr", link.address());
        field("laddr", link.localAddress());
        field("fd", link.descriptor());
        field("name", session.name());
        field("age", seconds(nowMs - session.openedAtMs()));
        field("idle", seconds(nowMs - session.activeAtMs()));
    }

    private static long seconds(long milliseconds) {
        return Math.max(0, milliseconds / 1000);
    }

    private void state(Session session) {
        field("flags", flags(session));
        field("db", session.db());
        field("sub", 0);
        field("psub", 0);
        field("ssub", 0);
        field("multi", -1);
    }

    private static String flags(Session session) {
        var flags = new StringBuilder();
        append(flags, 'O', session.isMonitor());
        append(flags, 'b', session.isSuspended());
        append(flags, 'c', session.isClosing());
        append(flags, 'e', session.isNoEvict());
        append(flags, 'T', session.isNoTouch());
        append(flags, 'N', flags.isEmpty());
        return flags.toString();
    }

    private static void append(StringBuilder flags, char flag, boolean isSet) {
        if (isSet) {
            flags.append(flag);
        }
    }

    private void memory(Session.Link link) {
        long inputBytes = link.inputBytes();
        long outputBytes = link.outputBytes();
        field("qbuf", inputBytes);
        field("qbuf-free", 0);
        field("argv-mem", 0);
        field("multi-mem", 0);
        field("rbs", 0);
        field("rbp", 0);
        field("obl", 0);
        field("oll", outputBytes > 0 ? 1 : 0);
        field("omem", outputBytes);
        field("tot-mem", inputBytes + outputBytes);
        field("events", outputBytes > 0 ? "rw" : "r");
    }

    private void last(Session session) {
        field("cmd", session.lastCommand());
        field("user", session.user());
        field("redir", -1);
        field("resp", session.version() == RespVersion.RESP3 ? 3 : 2);
        field("lib-name", session.libraryName());
        field("lib-ver", session.libraryVersion());
    }

    private void field(String name, long value) {
        begin(name).append(value);
    }

    private void field(String name, String value) {
        begin(name).append(value);
    }

    private StringBuilder begin(String name) {
        if (!line.isEmpty()) {
            line.append(' ');
        }
        return line.append(name).append('=');
    }
}
