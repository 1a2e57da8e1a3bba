package dev.larder.server.store;

import dev.larder.server.memory.MemoryTag;

/// Whether writes fail for want of room, a moment ago. Takes no lock; O(shards).
public final class Fullness {
    private Fullness() {}

    /// Whether a value of 16 KiB finds no memory although nothing is left that may be evicted.
    public static boolean ofMemory(Store store) {
        return store.refusesWrites()
                || (!store.heap().hasRoom(MemoryTag.BLOBS, LongValues.CHUNK_BYTES)
                        && !store.reclaimer().canEvict());
    }

    /// Whether there are as many entries as there may be, and none of them may be evicted.
    public static boolean ofEntries(Store store) {
        return store.isCrowded(1) && !store.reclaimer().canEvict();
    }
}
