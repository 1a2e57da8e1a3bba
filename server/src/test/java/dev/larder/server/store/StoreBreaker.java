package dev.larder.server.store;

/// Breaks invariants of a store on purpose, for tests of what happens then.
public final class StoreBreaker {
    private StoreBreaker() {}

    /// Takes the last owner away from the long value of `guard`'s entry, without freeing it: the next one
    /// to let go of it is one too many.
    public static void dropOwners(ShardGuard guard) {
        int first = guard.shard.longs.part(guard.shard.valueHeader(guard.find()), 0);
        while (guard.shard.longs.drop(first) > 0) {
            Thread.onSpinWait();
        }
    }
}
