package dev.larder.server.net;

/// How far a connection is.
enum ConnectionState {
    /// Requests are taken.
    OPEN,
    /// None are taken any more; replies are still being sent.
    FINISHING,
    /// All is said, and the client is to hang up.
    LINGERING,
    CLOSED
}
