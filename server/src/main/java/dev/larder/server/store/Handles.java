package dev.larder.server.store;

import dev.larder.server.store.slot.Handle;

/// The way into the store by a handle instead of a key.
public final class Handles {
    private Handles() {}

    /// Locks the shard that `handle`, any number, speaks of, and points its guard at the live entry of
    /// `database` that the handle names, if there is one. The guard only reads. Hashes no key.
    public static ShardGuard enter(Store store, int stripe, long nowMs, int database, long handle) {
        int number = Handle.storeSlot(handle) & (store.shardCount() - 1);
        store.shard(number).lock.lock();
        return store.guard(number).on(stripe, nowMs, store.databaseId(database), handle);
    }
}
