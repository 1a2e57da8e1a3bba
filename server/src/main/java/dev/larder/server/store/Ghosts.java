package dev.larder.server.store;

import dev.larder.server.memory.NativeMemory;
import org.jspecify.annotations.Nullable;

/// The record of how entries ended, over all shards: a region of native memory of its own, outside of the limit on the
/// data, in which each shard has a [GhostTable].
///
/// What the detail of a record is depends on the ending:
///
/// ```text
///   evicted        how long the entry had not been used, in steps of 64 ms
///   invalidated    27: by a tag?   26 ... 0: bits of the hash of the tag's name, or the number of the prefix
///   else           0
/// ```
///
/// The tables can be replaced while the store serves, shard by shard; what was recorded is forgotten then.
public final class Ghosts implements AutoCloseable {
    private static final int IDLE_STEP_BITS = 6;
    private static final int BY_TAG = 1 << EndedTags.BITS;

    private final Store store;
    private final EndedTags tags = new EndedTags();

    /// Guarded by this object.
    private @Nullable NativeMemory memory;

    /// Guarded by this object.
    private boolean isFirst = true;

    private volatile boolean isComplete;

    Ghosts(Store store) {
        this.store = store;
    }

    /// Keeps about this many records from now on, at least four a shard; 0 for none. Forgets those there are.
    ///
    /// @throws dev.larder.server.memory.MemoryUnavailableException if there is not enough memory
    public synchronized void records(int max) {
        NativeMemory old = memory;
        int shards = store.shardCount();
        int buckets = Math.max(1, Integer.highestOneBit(max / shards / GhostTable.PLACES));
        long tableBytes = (long) buckets * GhostTable.BUCKET_BYTES;
        memory = max == 0 ? null : NativeMemory.reserve(tableBytes * shards);
        NativeMemory fresh = memory;
        for (int number = 0; number < shards; number++) {
            Shard shard = store.shard(number);
            shard.lock.lock();
            try {
                shard.ghosts =
                        fresh == null
                                ? new GhostTable(store.raw(), 0, 0)
                                : new GhostTable(fresh.bytes(), number * tableBytes, buckets);
            } finally {
                shard.lock.unlock();
            }
        }
        isComplete = isFirst;
        isFirst = false;
        if (old != null) {
            old.close();
        }
    }

    /// Whether every ending since the start was recorded, if only for a while.
    boolean isComplete() {
        return isComplete;
    }

    /// The names of tags that were invalidated.
    EndedTags tags() {
        return tags;
    }

    /// The detail of an entry that is evicted after it was not used for so long.
    static int idle(long idleMs) {
        return (int) Math.min(idleMs >>> IDLE_STEP_BITS, GhostTable.DETAIL_MAX);
    }

    /// How long that was, to 64 milliseconds.
    static long idleMs(int detail) {
        return (long) detail << IDLE_STEP_BITS;
    }

    /// The detail of an entry that a tag has ended, by the hash of the tag's name.
    static int byTag(long hash) {
        return BY_TAG | EndedTags.code(hash);
    }

    /// Whether this is the detail of one that a tag has ended.
    static boolean isByTag(int detail) {
        return (detail & BY_TAG) != 0;
    }

    /// What the tag or the prefix is called, a character a byte; an empty text if that is not known any more.
    String name(int detail) {
        return isByTag(detail)
                ? tags.name(detail & (BY_TAG - 1))
                : store.families().prefixes().name(detail);
    }

    /// Gives the memory back. Nobody may use the store any more.
    @Override
    public synchronized void close() {
        NativeMemory last = memory;
        memory = null;
        if (last != null) {
            last.close();
        }
    }
}
