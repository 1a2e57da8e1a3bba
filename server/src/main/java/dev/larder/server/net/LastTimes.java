package dev.larder.server.net;

/// How long a server that stops waits for its clients.
final class LastTimes {
    /// Milliseconds without input after which a stopping server takes a client to have sent all that
    /// it will. Less than the 200 for which the kernel holds replies back, see [Output#holdBack].
    static final int QUIET_MS = 100;

    /// Milliseconds for which a client that never stops sending is served by a stopping server.
    static final int RESTLESS_MS = 2_000;

    /// Milliseconds in which a stopping server wants to see more of a request, or some of the replies
    /// taken.
    static final int PATIENCE_MS = 3_000;

    /// Milliseconds that a stopping server gives clients to hang up.
    static final int LINGER_MS = 250;

    private LastTimes() {}
}
