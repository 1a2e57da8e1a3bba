package dev.larder.server.store;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.SpinLock;

/// The parts of long arguments that are on their way in and belong to no entry yet.
///
/// Which entry they will belong to is not known, so they have a lock of their own, which comes after
/// those of the shards and of the interner.
final class ArrivingParts {
    private final Store store;
    private final SpinLock lock = new SpinLock();

    ArrivingParts(Store store) {
        this.store = store;
    }

    SpinLock lock() {
        return lock;
    }

    /// A chunk for bytes that arrive, others being evicted for it; `NONE` when that is not possible.
    int allocate(int stripe, int bytes) {
        Reclaimer reclaimer = store.reclaimer();
        for (int attempt = 0; ; attempt++) {
            int chunk = tryAllocate(bytes);
            if (chunk != ChunkHeap.NONE || attempt >= Store.ATTEMPTS) {
                return chunk;
            }
            if (attempt > 0) {
                reclaimer.insist(stripe, store.lastNowMs());
            }
            if (!reclaimer.makeRoom(stripe, store.lastNowMs(), MemoryTag.PARTS, bytes, 0)
                    && !Reclaimer.isPatient(attempt)) {
                return ChunkHeap.NONE;
            }
        }
    }

    private int tryAllocate(int bytes) {
        lock.lock();
        try {
            int chunk = store.heap().allocate(MemoryTag.PARTS, bytes);
            if (chunk != ChunkHeap.NONE) {
                store.inTransit(store.heap().chunkBytes(chunk));
            }
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    /// Parts that had arrived have found their owner, who holds a shard.
    void adopted(int[] parts, int count) {
        for (int index = 0; index < count; index++) {
            store.inTransit(-store.heap().chunkBytes(parts[index]));
        }
    }

    /// Frees parts that had arrived and that nobody wants.
    void discard(int[] parts, int count) {
        lock.lock();
        try {
            adopted(parts, count);
            for (int index = 0; index < count; index++) {
                store.heap().free(MemoryTag.PARTS, parts[index]);
            }
        } finally {
            lock.unlock();
        }
    }
}
