package dev.larder.server.bench;

import java.util.OptionalLong;

/// What a server did during a run, as it and the system say.
///
/// @param cpuNanos processor time of its process, user and system
/// @param evicted entries it evicted
/// @param expired entries that expired
public record ServerWork(OptionalLong cpuNanos, OptionalLong evicted, OptionalLong expired) {
    /// What was done from `before` to this.
    ServerWork since(ServerWork before) {
        return new ServerWork(
                minus(cpuNanos, before.cpuNanos),
                minus(evicted, before.evicted),
                minus(expired, before.expired));
    }

    private static OptionalLong minus(OptionalLong now, OptionalLong before) {
        return now.isPresent() && before.isPresent()
                ? OptionalLong.of(now.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }
}
