package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.memory.MemoryTag;
import dev.larder.server.stats.Counter;
import dev.larder.server.stats.LatencyEvent;
import dev.larder.server.stats.LatencyMonitor;
import dev.larder.server.store.expire.ExpiredSink;
import dev.larder.server.store.slot.Fate;
import java.util.concurrent.locks.LockSupport;

/// Gets memory back: from entries whose time has come, from flushed databases and invalidated families, from victims of the
/// policy, and from pages that have become sparse. Never called with a shard held; holds one at a time,
/// for a short step.
final class Reclaimer {
    private static final int EXPIRY_STEP = 64;
    private static final int NOTHING_DUE = -1;
    private static final long TICK_NANOS = 1_000_000;
    private static final long PATIENCE_NANOS = 50_000;
    private static final int PATIENT_ATTEMPTS = 16;
    private static final int ROOM_STEPS_MAX = 200_000;
    private static final int TRIM_PAGES = 64;
    private static final int EVICTIONS_BETWEEN_MOVES = 16;

    /// Steps of the sweep, one after the other, that free nothing, before somebody living goes: those whose family was
    /// invalidated may be few among many.
    private static final int VAIN_SWEEPS_MAX = 4;

    private final Store store;
    private final LatencyMonitor latency;
    private final Sweeper sweeper;
    private final Evacuator[] evacuators;
    private final Expirer[] expirers;

    Reclaimer(Store store, int stripes, LatencyMonitor latency) {
        this.store = store;
        this.latency = latency;
        this.sweeper = new Sweeper(store);
        this.evacuators = new Evacuator[stripes];
        this.expirers = new Expirer[stripes];
        for (int stripe = 0; stripe < stripes; stripe++) {
            evacuators[stripe] = new Evacuator(store);
            expirers[stripe] = new Expirer(stripe);
        }
    }

    /// One step of the sweep of what was flushed or invalidated. False when there is none, or another thread is at it.
    boolean sweepStep() {
        return sweeper.step();
    }

    /// Before a further attempt to make room after one that was in vain, because others took the room or
    /// because the heap counted chunks that are just being moved: evicts one more, and when nobody can be
    /// evicted gives those others a moment.
    void insist(int stripe, long nowMs) {
        if (!evictOne(stripe, nowMs)) {
            LockSupport.parkNanos(PATIENCE_NANOS);
        }
    }

    /// Whether `attempt` is worth looking after even if no room was made for it: others may have made some.
    static boolean isPatient(int attempt) {
        return attempt > 0 && attempt < PATIENT_ATTEMPTS;
    }

    /// Frees memory, or entries when their number is bounded, until a chunk of `bytes` for `tag` can be had and
    /// `fresh` more entries are admitted. False when nothing may be evicted any more.
    boolean makeRoom(int stripe, long nowMs, MemoryTag tag, int bytes, long fresh) {
        if (!latency.isOn()) {
            return freeRoom(stripe, nowMs, tag, bytes, fresh);
        }
        long startNanos = System.nanoTime();
        boolean made = freeRoom(stripe, nowMs, tag, bytes, fresh);
        watch(LatencyEvent.EVICTION_CYCLE, nowMs, System.nanoTime() - startNanos);
        return made;
    }

    private void watch(LatencyEvent event, long nowMs, long nanos) {
        if (latency.isSpike(nanos)) {
            latency.add(event, nowMs / 1000, nanos);
        }
    }

    private boolean freeRoom(int stripe, long nowMs, MemoryTag tag, int bytes, long fresh) {
        int vain = 0;
        for (int step = 0; step < ROOM_STEPS_MAX; step++) {
            boolean crowded = !store.admitsNew(fresh);
            if (!crowded && store.heap().hasRoom(tag, bytes)) {
                return true;
            }
            if (vain < VAIN_SWEEPS_MAX && store.families().hasDead()) {
                vain = sweeper.step() && sweeper.hasEnded() ? 0 : vain + 1;
                continue;
            }
            boolean freed =
                    (!crowded && (sweeps(store.databases().hasDead()) || evacuates(stripe, step)))
                            || evictAny(stripe, nowMs)
                            || evacuators[stripe].evacuatePage()
                            || sweeps(store.families().hasDead());
            if (!freed && isHopeless()) {
                // Whoever could have been evicted may have gone by itself since the look above.
                return store.admitsNew(fresh) && store.heap().hasRoom(tag, bytes);
            }
        }
        return true;
    }

    /// Whether there is nobody to evict, and nobody has come meanwhile who could be.
    private boolean isHopeless() {
        return store.ranks().first() == Ranks.NO_SHARD;
    }

    /// Entries go before strings that clients have named, which have a bound of their own.
    private boolean evictAny(int stripe, long nowMs) {
        return evictOne(stripe, nowMs) || store.interned().evictOldest(stripe);
    }

    /// Dead entries go before living ones. While another thread has the sweeper's turn it is waited for: it
    /// holds up nobody for longer than a step, and what it frees is for all.
    private boolean sweeps(boolean dead) {
        if (dead && sweeper.step()) {
            return true;
        }
        if (dead) {
            LockSupport.parkNanos(PATIENCE_NANOS);
        }
        return dead;
    }

    /// Whether there is anything to evict, or to sweep, a moment ago. O(shards).
    boolean canEvict() {
        return store.hasDead()
                || store.interned().hasIdle()
                || store.ranks().first() != Ranks.NO_SHARD;
    }

    /// Moving pays when nothing else has freed a chunk of the size wanted: seldom, so it is tried after
    /// every few evictions only.
    private boolean evacuates(int stripe, int step) {
        return step % EVICTIONS_BETWEEN_MOVES == 0 && evacuators[stripe].evacuatePageIfLikely();
    }

    /// Evicts the entry that the policy would evict first over all shards. False when there is none. One
    /// of a flushed database only meets its end a little earlier, and is not counted.
    boolean evictOne(int stripe, long nowMs) {
        int number = store.ranks().first();
        if (number == Ranks.NO_SHARD) {
            return false;
        }
        Shard first = store.shard(number);
        boolean watched = latency.isOn();
        long deletionNanos = 0;
        first.lock.lock();
        try {
            int slot = first.policy.victim((int) nowMs);
            if (slot != NO_SLOT) {
                boolean isLive =
                        !store.databases().isDead(first.slots.database(slot))
                                && store.families().fate(first, slot) != Fate.DEAD;
                if (isLive) {
                    first.evictionAgeMs = (int) nowMs - first.slots.stamp(slot) & 0xFFFF_FFFFL;
                    store.families().evicted(stripe, first, slot);
                }
                long startNanos = watched ? System.nanoTime() : 0;
                Ending ending = isLive ? Ending.EVICTED : Ending.INVALIDATED;
                first.end(slot, first.hashOf(slot), ending, nowMs);
                deletionNanos = watched ? System.nanoTime() - startNanos : 0;
            }
            first.publish(nowMs);
        } finally {
            first.lock.unlock();
        }
        watch(LatencyEvent.EVICTION_DEL, nowMs, deletionNanos);
        return true;
    }

    /// See `Store#tick`.
    boolean tick(int stripe, long nowMs, boolean expires) {
        long startNanos = System.nanoTime();
        long deadline = startNanos + TICK_NANOS;
        boolean more = false;
        if (expires) {
            more = expirers[stripe].run(nowMs, deadline);
            long nanos = System.nanoTime() - startNanos;
            store.counters().add(stripe, Counter.EXPIRY_NANOS, nanos);
            store.counters().add(stripe, Counter.EXPIRY_CUTS, more ? 1 : 0);
            watch(LatencyEvent.EXPIRE_CYCLE, nowMs, nanos);
        }
        more |= sweep(deadline);
        more |= store.interned().shrink(stripe);
        if (store.heap().isOverLimit() || store.isCrowded(0)) {
            long evictionNanos = System.nanoTime();
            more |= shrink(stripe, nowMs, deadline);
            watch(LatencyEvent.EVICTION_CYCLE, nowMs, System.nanoTime() - evictionNanos);
        }
        return store.heap().trim(TRIM_PAGES) == TRIM_PAGES || more;
    }

    /// Sweeps in the background. True when it did, or the time was over before it could.
    boolean sweep(long deadlineNanos) {
        boolean swept = false;
        while (sweeper.isDue()) {
            if (System.nanoTime() >= deadlineNanos) {
                return true;
            }
            if (!sweeper.pacedStep()) {
                return swept;
            }
            swept = true;
        }
        return swept;
    }

    /// Evicts down to limits that have been lowered. True when the time was over before that was done.
    private boolean shrink(int stripe, long nowMs, long deadlineNanos) {
        while (store.heap().isOverLimit() || store.isCrowded(0)) {
            if (System.nanoTime() >= deadlineNanos) {
                return true;
            }
            if (!evacuators[stripe].evacuatePage() && !evictAny(stripe, nowMs)) {
                return false;
            }
        }
        return false;
    }

    /// Entries of flushed databases that were freed since the start.
    long sweptEntries() {
        return sweeper.endedEntries();
    }

    /// Ends what has expired in the shards of one loop.
    private final class Expirer implements ExpiredSink {
        private final int stripe;
        private final ExpiredSink leasesTimedOut = this::timedOut;
        private long nowMs;
        private Shard shard = store.shard(0);

        /// Which of the loop's shards has its turn next.
        private int next;

        Expirer(int stripe) {
            this.stripe = stripe;
        }

        /// True when there is more to do. The shards take turns, one step each, and the next call goes on
        /// where this one ended: what is due in one never waits for what another moves ahead of time.
        boolean run(long nowMs, long deadlineNanos) {
            int loops = evacuators.length;
            int own = (store.shardCount() - stripe + loops - 1) / loops;
            boolean more = own > 0;
            while (more) {
                more = false;
                for (int turn = 0; turn < own; turn++) {
                    shard = store.shard(stripe + next * loops);
                    next = next + 1 == own ? 0 : next + 1;
                    int done = shard.nextDueMs() <= nowMs ? step(nowMs) : NOTHING_DUE;
                    more |= done == EXPIRY_STEP;
                    if (done != NOTHING_DUE && System.nanoTime() >= deadlineNanos) {
                        return true;
                    }
                }
            }
            return false;
        }

        private int step(long now) {
            int done;
            nowMs = now;
            shard.lock.lock();
            try {
                done = shard.timers.advance(nowMs, EXPIRY_STEP, this);
                int leases = shard.leaseTimers.advance(nowMs, EXPIRY_STEP, leasesTimedOut);
                done = Math.max(done, leases);
                shard.publish(nowMs);
            } finally {
                shard.lock.unlock();
            }
            shard.lock.giveWay();
            return done;
        }

        @Override
        public void expired(int slot) {
            if (!Kind.isHidden(shard.slots.kind(slot))) {
                store.families().expired(stripe, shard, slot);
            }
            Leases.expire(shard, slot, shard.hashOf(slot), nowMs);
        }

        private void timedOut(int slot) {
            store.leases().timeOut(shard, slot, stripe, nowMs);
        }
    }
}
