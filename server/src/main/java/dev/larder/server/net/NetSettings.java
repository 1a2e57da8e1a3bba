package dev.larder.server.net;

import dev.larder.protocol.resp.ProtocolLimits;

/// What is set about connections and may change while the server runs. Immutable; looked up when a
/// connection opens and whenever it is checked.
///
/// @param protectedMode whether clients of other machines are refused while there is no password
/// @param keepAliveSeconds after which silence the kernel asks whether the peer still lives; 0 is never
/// @param protocol limits on what a request may be, for connections opened from now on
/// @param inputBytesMax heap bytes that a connection's unfinished input may take
/// @param normal what may wait for clients that ask and are answered
/// @param subscriber what may wait for clients that are told things they did not ask for just then
/// @param unauthenticatedMax how many connections may be waiting for a login at once
/// @param times how long clients may take
public record NetSettings(
        boolean protectedMode,
        int keepAliveSeconds,
        ProtocolLimits protocol,
        long inputBytesMax,
        OutputLimit normal,
        OutputLimit subscriber,
        int unauthenticatedMax,
        TimeLimits times) {
    /// What a server does that was told nothing.
    public static final NetSettings DEFAULTS =
            new NetSettings(
                    true,
                    300,
                    ProtocolLimits.DEFAULTS,
                    1L << 30,
                    OutputLimit.NONE,
                    new OutputLimit(32L << 20, 8L << 20, 60_000),
                    2_500,
                    TimeLimits.DEFAULTS);
}
