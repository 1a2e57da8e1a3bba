package dev.larder.server.store;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.RawBytes;
import dev.larder.server.store.index.KeyHasher;
import dev.larder.server.store.intern.Interner;

/// What all shards of a store share.
record StoreParts(
        ChunkHeap heap,
        RawBytes raw,
        KeyHasher hasher,
        Interner interner,
        Ranks ranks,
        Families families,
        Leases leases,
        Databases databases) {
    /// How many bits of a hash choose the shard.
    int shardBits() {
        return Integer.numberOfTrailingZeros(ranks.shards());
    }
}
