package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.memory.SpinLock;
import dev.larder.server.store.slot.Fate;
import dev.larder.server.store.slot.SlotTable;
import java.util.concurrent.atomic.AtomicLong;

/// Frees the entries of flushed databases and of invalidated families, in passes over all slots, a piece of a segment
/// at a time.
///
/// Any thread may take a step; only one does at a time. A shard is held for one segment (170 slots) at most, and not
/// for longer than [#STEP_NANOS] and what one entry takes.
final class Sweeper {
    /// How long a step holds a shard.
    private static final long STEP_NANOS = 100_000;

    /// Slots between two looks at the time.
    private static final int SLOTS_BETWEEN_LOOKS = 16;

    /// How much longer than a pass the rest after it is, and how long at most.
    private static final int RESTS = 3;

    private static final long REST_NANOS_MAX = 5_000_000_000L;

    private final Store store;
    private final SpinLock turn = new SpinLock();

    // Guarded by `turn`.
    private long[] ids = {};
    private Families.Pass pass = Families.Pass.NONE;
    private int shardNumber;
    private int segment;
    private int index;
    private boolean sweeping;
    private boolean hasStale;
    private long passBeginNanos;
    private long passEndNanos;
    private long restNanos;
    private int ended;
    private Shard shard;

    /// Written by whose turn it is.
    private final AtomicLong endedEntries = new AtomicLong();

    private volatile boolean hasEnded;

    Sweeper(Store store) {
        this.store = store;
        this.shard = store.shard(0);
    }

    /// Whether there is something to sweep in the background: after a pass for families that rests for a while, so that
    /// frequent invalidations of few entries do not keep a processor busy. Whoever needs memory does not wait for that.
    boolean isDue() {
        return sweeping
                || store.databases().hasDead()
                || (store.families().mayBeDead() && !rests());
    }

    private boolean rests() {
        return System.nanoTime() - passEndNanos < restNanos;
    }

    /// [#step] in the background, if it [#isDue].
    boolean pacedStep() {
        return isDue() && step(store.databases().hasDead() || store.families().mayBeDead());
    }

    /// Sweeps one piece. False when there is nothing to sweep, or another thread is at it.
    boolean step() {
        return step(store.hasDead());
    }

    private boolean step(boolean begins) {
        if ((!sweeping && !begins) || !turn.tryLock()) {
            return false;
        }
        try {
            if (!sweeping) {
                ids = store.databases().deadIds();
                pass = store.families().pass();
                shardNumber = 0;
                segment = 0;
                index = 0;
                sweeping = true;
                hasStale = false;
                passBeginNanos = System.nanoTime();
            }
            sweepPiece();
            return true;
        } finally {
            turn.unlock();
        }
    }

    /// Whether the last step, by whomever, ended an entry.
    boolean hasEnded() {
        return hasEnded;
    }

    /// Entries ended since the start. Any thread.
    long endedEntries() {
        return endedEntries.get();
    }

    private void sweepPiece() {
        shard = store.shard(shardNumber);
        boolean done;
        ended = 0;
        shard.lock.lock();
        try {
            endDead(System.nanoTime() + STEP_NANOS);
            done = segment >= shard.slots.segmentEnd();
            shard.publish(store.lastNowMs());
        } finally {
            shard.lock.unlock();
        }
        shard.lock.giveWay();
        hasEnded = ended > 0;
        endedEntries.addAndGet(ended);
        if (done) {
            segment = 0;
            index = 0;
            shardNumber++;
            if (shardNumber == store.shardCount()) {
                sweeping = false;
                passEndNanos = System.nanoTime();
                long rest = RESTS * (passEndNanos - passBeginNanos);
                restNanos = hasStale ? REST_NANOS_MAX : Math.min(rest, REST_NANOS_MAX);
                store.databases().swept(ids);
                store.families().swept(pass, hasStale);
            }
        }
    }

    /// Ends what is dead in the rest of the segment, or in as much of it as there is time for.
    private void endDead(long untilNanos) {
        int seen = 0;
        for (int next = shard.slots.nextLive(segment, index);
                next != NO_SLOT;
                next = shard.slots.nextLive(segment, index)) {
            if (++seen % SLOTS_BETWEEN_LOOKS == 0 && System.nanoTime() >= untilNanos) {
                return;
            }
            index = next + 1;
            endIfDead(SlotTable.slotOf(segment, next));
        }
        segment++;
        index = 0;
    }

    private void endIfDead(int slot) {
        int id = shard.slots.database(slot);
        boolean isFlushed = (ids[id >>> 6] >>> id & 1) == 1;
        int fate = store.families().fate(shard, slot);
        hasStale |= fate == Fate.STALE && !isFlushed;
        if (isFlushed || fate == Fate.DEAD) {
            Ending ending = isFlushed ? Ending.FLUSHED : Ending.INVALIDATED;
            shard.end(slot, shard.hashOf(slot), ending, store.lastNowMs());
            ended++;
        }
    }
}
