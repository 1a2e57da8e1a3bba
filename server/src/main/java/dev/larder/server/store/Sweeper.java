package dev.larder.server.store;

import dev.larder.server.memory.SpinLock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/// Frees the entries of flushed databases, a segment of slots at a time.
///
/// Any thread may take a step; only one does at a time. A shard is held for one segment (170 slots).
final class Sweeper {
    private final Store store;
    private final SpinLock turn = new SpinLock();

    // Guarded by `turn`.
    private long[] ids = {};
    private int shardNumber;
    private int segment;
    private boolean sweeping;
    private int ended;
    private Shard shard;

    /// Written by whose turn it is.
    private final AtomicLong endedEntries = new AtomicLong();

    private final IntConsumer endIfDead = this::endIfDead;

    Sweeper(Store store) {
        this.store = store;
        this.shard = store.shard(0);
    }

    /// Sweeps one segment. False when there is nothing to sweep, or another thread is at it.
    boolean step() {
        if ((!sweeping && !store.databases().hasDead()) || !turn.tryLock()) {
            return false;
        }
        try {
            if (!sweeping) {
                ids = store.databases().deadIds();
                shardNumber = 0;
                segment = 0;
                sweeping = true;
            }
            sweepSegment();
            return true;
        } finally {
            turn.unlock();
        }
    }

    /// Entries ended since the start. Any thread.
    long endedEntries() {
        return endedEntries.get();
    }

    private void sweepSegment() {
        shard = store.shard(shardNumber);
        boolean done;
        ended = 0;
        shard.lock.lock();
        try {
            shard.slots.forEachLive(segment++, endIfDead);
            done = segment >= shard.slots.segmentEnd();
            shard.publish(store.lastNowMs());
        } finally {
            shard.lock.unlock();
        }
        shard.lock.giveWay();
        endedEntries.addAndGet(ended);
        if (done) {
            segment = 0;
            shardNumber++;
            if (shardNumber == store.shardCount()) {
                sweeping = false;
                store.databases().swept(ids);
            }
        }
    }

    private void endIfDead(int slot) {
        int id = shard.slots.database(slot);
        if ((ids[id >>> 6] >>> id & 1) == 1) {
            shard.end(slot, shard.hashOf(slot));
            ended++;
        }
    }
}
