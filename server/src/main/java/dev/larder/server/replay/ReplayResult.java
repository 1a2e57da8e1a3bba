package dev.larder.server.replay;

import java.time.Duration;
import java.util.OptionalLong;

/// What a replay found.
///
/// @param requests how many were played
/// @param hits how many of them found their key
/// @param entriesHeld how many entries the cache held at the end
/// @param took from the first request to the last reply
/// @param evictionAgeMs for how long what was evicted last had not been used; empty if the server does
///     not say
public record ReplayResult(
        long requests, long hits, long entriesHeld, Duration took, OptionalLong evictionAgeMs) {
    /// Hits among the requests, between 0 and 1; 0 for an empty trace.
    public double hitRatio() {
        return requests == 0 ? 0 : (double) hits / requests;
    }

    /// How many requests a second were answered.
    public long requestsPerSecond() {
        return Math.round(requests / Math.max(took.toNanos() / 1e9, 1e-9));
    }
}
