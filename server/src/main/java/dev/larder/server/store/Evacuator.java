package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.store.index.SlotFilter;

/// Moves the live chunks of the sparsest page elsewhere, so that the page can serve another size.
///
/// A chunk says by itself whose it is: an entry's blob by its key, a part by its owner's slot. It is read
/// without any lock first, so it may be gone or changing; under the owner's shard the truth is looked up
/// again (does the slot that the key leads to name this chunk?), and a chunk that cannot be placed is
/// left where it is.
///
/// One instance an event loop. Holds one shard at a time, for one chunk.
final class Evacuator {
    /// Attempts left out after one in vain: a page holds four chunks at least.
    private static final int RESTS = 4;

    private final Store store;
    private final ChunkHeap heap;
    private final int[] chunks = new int[ChunkHeap.MAX_CHUNKS_IN_PAGE];
    private final SlotFilter namesChunk = this::namesChunk;
    private Shard shard;
    private int chunk;
    private int rest;

    Evacuator(Store store) {
        this.store = store;
        this.heap = store.heap();
        this.shard = store.shard(0);
    }

    /// Evacuates one page, unless the last attempts were in vain: looking for one that can be costs as much
    /// as an eviction, and it takes a page's worth of evictions until there is one.
    boolean evacuatePageIfLikely() {
        if (rest > 0) {
            rest--;
            return false;
        }
        boolean moved = evacuatePage();
        rest = moved ? 0 : RESTS;
        return moved;
    }

    /// Evacuates one page. False when none can be.
    boolean evacuatePage() {
        int page = heap.sparsestPage();
        if (page < 0) {
            return false;
        }
        boolean moved = false;
        try {
            int count = heap.liveChunks(page, chunks);
            for (int index = 0; index < count; index++) {
                moved |= move(chunks[index]);
            }
        } finally {
            heap.evacuationEnded(page);
        }
        return moved;
    }

    private boolean move(int candidate) {
        chunk = candidate;
        long at = heap.address(candidate);
        if (store.blobs().isInterned(at)) {
            return store.interner().move(candidate);
        }
        return store.blobs().isPart(at) ? movePart(at) : moveBlob(at);
    }

    private boolean moveBlob(long at) {
        boolean isLong = store.blobs().isLongKey(at);
        int keyBytes = isLong ? 0 : store.blobs().keyBytes(at);
        if (keyBytes < 0 || keyBytes >= heap.chunkBytes(chunk)) {
            return false;
        }
        long hash =
                isLong
                        ? store.blobs().keyHash(at)
                        : store.hashAt(store.blobs().keyAt(at), keyBytes);
        shard = store.shard(store.shardOf(hash));
        shard.lock.lock();
        try {
            int slot = shard.index.find(hash, namesChunk);
            if (slot == NO_SLOT) {
                return false;
            }
            int fresh = copy(MemoryTag.BLOBS);
            if (fresh == ChunkHeap.NONE) {
                return false;
            }
            shard.slots.blob(slot, fresh);
            heap.free(MemoryTag.BLOBS, chunk);
            return true;
        } finally {
            shard.lock.unlock();
        }
    }

    private boolean namesChunk(int slot) {
        return shard.slots.blob(slot) == chunk;
    }

    private boolean movePart(long at) {
        int owner = store.longs().owner(at);
        int ordinal = store.longs().ordinal(at);
        if (owner == LongValues.NO_OWNER || ordinal == LongValues.TABLE_ORDINAL) {
            return false;
        }
        shard = store.shard(owner & store.shardCount() - 1);
        int slot = owner >>> shard.shardBits;
        shard.lock.lock();
        try {
            if (!shard.slots.isLive(slot) || shard.slots.kind(slot) != Kind.STRING_PARTS) {
                return false;
            }
            long header = shard.valueHeader(slot);
            boolean listed =
                    ordinal < LongValues.parts(shard.blobs.partsLength(header))
                            && shard.longs.part(header, ordinal) == chunk;
            if (!listed || shard.longs.owners(header) != 1) {
                return false;
            }
            int fresh = copy(MemoryTag.PARTS);
            if (fresh == ChunkHeap.NONE) {
                return false;
            }
            shard.longs.part(header, ordinal, fresh);
            heap.free(MemoryTag.PARTS, chunk);
            return true;
        } finally {
            shard.lock.unlock();
        }
    }

    private int copy(MemoryTag tag) {
        int bytes = heap.chunkBytes(chunk);
        int fresh = heap.allocateForMove(tag, bytes);
        if (fresh != ChunkHeap.NONE) {
            store.raw().copy(heap.address(chunk), heap.address(fresh), bytes);
        }
        return fresh;
    }
}
