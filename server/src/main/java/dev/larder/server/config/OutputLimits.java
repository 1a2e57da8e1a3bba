package dev.larder.server.config;

/// How much output may wait for a client before it is disconnected, by class of client.
///
/// @param normal clients that neither replicate nor subscribe
/// @param replica replicas
/// @param pubsub clients subscribed to a channel or pattern
public record OutputLimits(Limit normal, Limit replica, Limit pubsub) {
    /// One class's limits; 0 means none.
    ///
    /// @param hardBytes disconnected at once above this
    /// @param softBytes disconnected when above this for `softSeconds` on end
    /// @param softSeconds how long is too long
    public record Limit(long hardBytes, long softBytes, int softSeconds) {}
}
