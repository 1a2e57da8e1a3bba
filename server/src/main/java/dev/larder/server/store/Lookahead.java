package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.KeysAhead;

/// Lets the cache misses of several look-ups overlap.
///
/// A look-up is a chain of loads, each of which says where the next one goes: bucket, slot, neighbours in
/// the list and blob. Executed one after the other, requests wait for each of them in turn. Here a batch
/// takes the steps side by side: all buckets, then all slots, then the rest. The loads of a step do not
/// depend on each other, so the core has many of them under way at once, and when the requests are
/// executed they find the lines in the cache.
///
/// - **A1** Nothing is locked, so anything read may be out of date, torn, or of an owner that came
///   later. Every number read is therefore checked before it is used as a place, and nothing but the
///   loads themselves is kept.
///
/// One instance an event loop.
final class Lookahead {
    private final Store store;
    private final Shard[] shards = new Shard[KeysAhead.MAX];
    private final long[] hashes = new long[KeysAhead.MAX];
    private final long[] buckets = new long[KeysAhead.MAX];
    private final int[] slots = new int[KeysAhead.MAX];

    /// Keeps the compiler from dropping loads whose values nobody wants.
    private int sink;

    Lookahead(Store store) {
        this.store = store;
    }

    /// Brings nearer what the look-ups of `keys` will read.
    void bring(KeysAhead keys) {
        int count = keys.count();
        for (int index = 0; index < count; index++) {
            hashes[index] = store.hash(keys.array(), keys.offset(index), keys.length(index));
        }
        bring(hashes, 0, count);
    }

    /// The same for the keys of some `hashes`.
    void bring(long[] hashes, int from, int count) {
        int sum = 0;
        for (int index = 0; index < count; index++) {
            long hash = hashes[from + index];
            Shard shard = store.shard(store.shardOf(hash));
            shards[index] = shard;
            buckets[index] = shard.index.glimpse(hash);
        }
        for (int index = 0; index < count; index++) {
            long bucket = buckets[index];
            slots[index] = bucket == 0 ? NO_SLOT : shards[index].index.glimpseSlot(bucket, hashes[from + index]);
            sum += shards[index].slots.glimpseBlob(slots[index]);
        }
        for (int index = 0; index < count; index++) {
            sum += shards[index].glimpse(slots[index]);
        }
        sink = sum;
    }

    /// What the loads added up to: no number of any meaning.
    int sink() {
        return sink;
    }
}
