package dev.larder.server.net;

/// How long a client may take, in milliseconds; 0 is for ever. A connection that takes longer is
/// closed.
///
/// @param idleMs without a request (`timeout`)
/// @param unfinishedMs for a request that has begun and hardly gets on
/// @param loginMs until it has logged in, where clients have to
/// @param stalledMs without taking any byte of the replies that wait for it
/// @param lingerMs to hang up itself after the last reply
public record TimeLimits(
        long idleMs, long unfinishedMs, long loginMs, long stalledMs, long lingerMs) {
    /// The server's own: clients are never too idle.
    public static final TimeLimits DEFAULTS = new TimeLimits(0, 30_000, 10_000, 30_000, 1_000);
}
