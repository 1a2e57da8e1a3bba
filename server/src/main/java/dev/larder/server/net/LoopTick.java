package dev.larder.server.net;

/// Background work of the server that rides on the event loops.
@FunctionalInterface
public interface LoopTick {
    /// Does a share of the work, of about a millisecond at most; called every few milliseconds on each
    /// loop's own thread. True if there is more to do: then it is called again as soon as the sockets
    /// have been looked after.
    ///
    /// @param stripe the number of the loop
    /// @param nowMs the time of day
    boolean tick(int stripe, long nowMs);
}
