package dev.larder.server.store;

import dev.larder.server.memory.RawBytes;
import dev.larder.server.stats.Counter;

/// Looks ahead to the entries that will be evicted next, beside the keys of a [Lookahead] and stage by stage
/// with it: taking the oldest entry out is a chain of misses, too: slot, blob and neighbour, bucket.
///
/// How many will go is not known; as many are looked at as the loop has evicted since the last time, the
/// oldest of as many shards. As there (A1), nothing is locked and nothing kept but the loads. One thread only.
final class VictimLookahead {
    /// Shards looked at in one go, at most.
    static final int SHARDS_MAX = 64;

    /// Places that each of them adds to a stage, at most.
    static final int PLACES_MAX = 2;

    private final Store store;
    private final RawBytes raw;
    private final int stripe;
    private final Shard[] shards = new Shard[SHARDS_MAX];
    private final long[] ranks = new long[SHARDS_MAX];
    private final long[] places = new long[SHARDS_MAX];
    private int count;
    private long evictions;

    VictimLookahead(Store store, int stripe) {
        this.store = store;
        this.raw = store.raw();
        this.stripe = stripe;
    }

    /// Adds to `stage`, which has `filled` places, where the oldest slots lie. How many it has then.
    int addSlots(long[] stage, int filled) {
        long now = store.counters().sum(stripe, Counter.EVICTIONS);
        int wanted = (int) Math.min(SHARDS_MAX, now - evictions);
        evictions = now;
        count = 0;
        if (wanted > 0) {
            choose(wanted);
        }
        for (int index = 0; index < count; index++) {
            Shard shard = shards[index];
            places[index] = shard.slots.glimpse(shard.list.tail());
            stage[filled + index] = places[index];
        }
        return filled + count;
    }

    /// The `wanted` shards whose oldest goes first, by insertion: most shards are later than all of them.
    private void choose(int wanted) {
        for (int number = 0; number < store.shardCount(); number++) {
            long rank = store.ranks().of(number);
            if (rank == Ranks.NOBODY || (count == wanted && rank >= ranks[count - 1])) {
                continue;
            }
            int at = count < wanted ? count++ : count - 1;
            for (; at > 0 && ranks[at - 1] > rank; at--) {
                ranks[at] = ranks[at - 1];
                shards[at] = shards[at - 1];
            }
            ranks[at] = rank;
            shards[at] = store.shard(number);
        }
    }

    /// Adds where the blobs of these slots lie, and the slots that will be the oldest after them.
    int addBlobs(long[] stage, int filled) {
        int end = filled;
        for (int index = 0; index < count; index++) {
            long place = places[index];
            if (place != 0) {
                long at = shards[index].glimpseBlob(place);
                stage[end++] = at;
                stage[end++] = shards[index].slots.glimpsePrev(place);
                places[index] = at;
            }
        }
        return end;
    }

    /// Adds where the buckets of their keys lie.
    int addBuckets(long[] stage, int filled) {
        int end = filled;
        for (int index = 0; index < count; index++) {
            long at = places[index];
            int keyBytes = at == 0 ? 0 : store.blobs().keyBytes(at);
            if (keyBytes > 0 && keyBytes <= Lookahead.KEY_BYTES_MAX && at < raw.size() - keyBytes) {
                long hash = store.hashAt(store.blobs().keyAt(at), keyBytes);
                stage[end++] = shards[index].index.glimpse(hash);
            }
        }
        return end;
    }
}
