package dev.larder.server.store.evict;

/// What the policies that do not read the list need to know of their shard.
public interface Candidates {
    /// A candidate picked at random, or `NO_SLOT`.
    int random();

    /// The candidate whose deadline is the nearest, or `NO_SLOT`.
    int soonest();

    /// The deadline of a timed slot in milliseconds since 1970.
    long expireAtMs(int slot);

    /// How many candidates there are.
    int count();
}
