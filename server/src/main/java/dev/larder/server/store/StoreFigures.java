package dev.larder.server.store;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;

/// What a store's memory is used for at one moment, in bytes; read without locks, so that the parts may
/// be a moment apart.
///
/// @param limitBytes `maxmemory`
/// @param committedBytes pages in use or kept for use: what the limit bounds
/// @param usedBytes chunks in use
/// @param slotBytes of which for slots
/// @param indexBytes of which for the hash index
/// @param blobBytes of which for keys and values
/// @param partBytes of which for values above 16 KiB
/// @param internedBytes of which for byte strings stored once for many
/// @param entries how many there are
/// @param timedEntries of which have a deadline
/// @param retiredSlots slots whose generations are used up
/// @param evictionAgeMs for how long the last victims had not been used, on average; 0 before the first
/// @param flushedEntries those of flushed databases, whose memory is still to come back
/// @param sweptEntries those of flushed databases whose memory has come back since the start
/// @param shards how many there are
public record StoreFigures(
        long limitBytes,
        long committedBytes,
        long usedBytes,
        long slotBytes,
        long indexBytes,
        long blobBytes,
        long partBytes,
        long internedBytes,
        long entries,
        long timedEntries,
        long retiredSlots,
        long evictionAgeMs,
        long flushedEntries,
        long sweptEntries,
        int shards) {
    static StoreFigures of(Store store) {
        ChunkHeap heap = store.heap();
        long timed = 0;
        long retired = 0;
        long ageSum = 0;
        int aged = 0;
        for (int number = 0; number < store.shardCount(); number++) {
            Shard shard = store.shard(number);
            timed += shard.timers.size();
            retired += shard.slots.retiredCount();
            ageSum += shard.evictionAgeMs;
            aged += shard.evictionAgeMs > 0 ? 1 : 0;
        }
        return new StoreFigures(
                heap.limitBytes(),
                heap.committedBytes(),
                heap.usedBytes(),
                heap.usedBytes(MemoryTag.SLOTS),
                heap.usedBytes(MemoryTag.INDEX),
                heap.usedBytes(MemoryTag.BLOBS),
                heap.usedBytes(MemoryTag.PARTS),
                heap.usedBytes(MemoryTag.INTERNED),
                store.entries(),
                timed,
                retired,
                aged == 0 ? 0 : ageSum / aged,
                flushedEntries(store),
                store.sweptEntries(),
                store.shardCount());
    }

    private static long flushedEntries(Store store) {
        long[] dead = store.databases().deadIds();
        long entries = 0;
        for (int id = 0; id < dead.length * Long.SIZE; id++) {
            if ((dead[id >>> 6] >>> id & 1) == 1) {
                for (int number = 0; number < store.shardCount(); number++) {
                    entries += store.shard(number).sizes[id];
                }
            }
        }
        return entries;
    }
}
