package dev.larder.server.command;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// Who this server is: what does not change while it runs, and where it listens.
public final class ServerIdentity {
    /// The version of Redis whose commands, errors and figures we answer with.
    public static final String REDIS_VERSION = "7.2.6";

    /// Our own version.
    public static final String LARDER_VERSION =
            Optional.ofNullable(ServerIdentity.class.getPackage().getImplementationVersion())
                    .orElse("development");

    private static final int RUN_ID_BYTES = 20;

    private final String runId;
    private final long startedAtMs;
    private final String transport;
    private volatile int port;

    /// @param startedAtMs when the server started
    /// @param transport what sockets are served with: `epoll`, `io_uring`, `nio`
    public ServerIdentity(long startedAtMs, String transport) {
        byte[] random = new byte[RUN_ID_BYTES];
        new SecureRandom().nextBytes(random);
        this.runId = HexFormat.of().formatHex(random);
        this.startedAtMs = startedAtMs;
        this.transport = transport;
    }

    /// Forty hexadecimal digits that no other start of a server has.
    public String runId() {
        return runId;
    }

    /// When the server started, in milliseconds since the epoch.
    public long startedAtMs() {
        return startedAtMs;
    }

    /// What sockets are served with.
    public String transport() {
        return transport;
    }

    /// The port clients connect to, or 0 while there is none.
    public int port() {
        return port;
    }

    /// Says that the server listens on `port` now.
    public void listensOn(int port) {
        this.port = port;
    }
}
