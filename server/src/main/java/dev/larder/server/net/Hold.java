package dev.larder.server.net;

/// Why the requests of a connection wait, if they do.
enum Hold {
    /// They do not: the next one runs as soon as it is there.
    NONE,
    /// Others are to have their turn first.
    TURN_OVER,
    /// The client does not take its replies.
    OUTPUT_FULL,
    /// A command has suspended the session.
    SUSPENDED,
    /// There will be none: the last reply is written.
    LAST_REPLY
}
