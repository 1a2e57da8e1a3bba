package dev.larder.server.store;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.stats.Counter;
import dev.larder.server.store.slot.Handle;
import dev.larder.server.store.slot.SlotFlags;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Rights to fill missing keys: how many there are and may be, whose they are, and who is to be told that
/// its waiting is over.
///
/// A lease is an entry of a kind of its own under the key, and its handle is the lease's token: whatever
/// ordinary commands do to the key makes the token stale, as it would a value's handle. A lease to refresh a
/// stale value is a note at that value's entry, see `Grace`. [LeaseGuard] has the operations on one key,
/// [LeaseBoard] those who wait.
///
/// - **E3** The numbers of leases and of waiting clients that are kept equal what a walk finds.
///
/// Any thread; the settings and figures are published.
public final class Leases {
    private final Store store;
    private final ConcurrentHashMap<Long, LeaseHolder> holders = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<LeaseWaiter> woken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int countMax = 65_536;
    private volatile int waitersMax = 65_536;
    private volatile boolean servesStale;
    private volatile boolean stopped;

    Leases(Store store) {
        this.store = store;
    }

    /// How many leases and waiting clients there may be, and whether ordinary reads see values that are in
    /// their grace.
    public void settings(int leasesMax, int waiting, boolean stale) {
        countMax = leasesMax;
        waitersMax = waiting;
        servesStale = stale;
    }

    /// How many keys wait to be filled by somebody.
    public int count() {
        return count.get();
    }

    /// How many leases there may be.
    public int countMax() {
        return countMax;
    }

    /// How many clients wait.
    public int waiters() {
        return waiting.get();
    }

    /// Whether one more lease may be given.
    boolean hasRoom() {
        return count.get() < countMax;
    }

    /// Whether the server stops.
    boolean isStopped() {
        return stopped;
    }

    /// Whether one more client may wait.
    boolean mayWait() {
        return !stopped && waiting.get() < waitersMax;
    }

    /// Whether ordinary reads see values that are in their grace.
    boolean servesStale() {
        return servesStale;
    }

    /// Nobody may wait any more: the server stops.
    public void stop() {
        stopped = true;
    }

    void changed(int delta) {
        count.addAndGet(delta);
    }

    void waiting(int delta) {
        waiting.addAndGet(delta);
    }

    /// Has `waiter` told by the next [#wake].
    void wakeSoon(LeaseWaiter waiter) {
        woken.add(waiter);
    }

    /// Tells those whose waiting is over. Called without a lock.
    void wake() {
        for (LeaseWaiter next = woken.poll(); next != null; next = woken.poll()) {
            next.wake();
        }
    }

    /// What is known of the client called `session`, if it has ever had a lease or waited.
    public Optional<LeaseHolder> find(long session) {
        return Optional.ofNullable(holders.get(session));
    }

    /// The same, begun if need be.
    public LeaseHolder holder(long session) {
        return holders.computeIfAbsent(session, _ -> new LeaseHolder());
    }

    /// The client called `session` has got the lease `token`. Called without a lock.
    public void granted(long session, long token) {
        holder(session).add(token, this);
    }

    /// The connection of the client called `session` is closed: its leases go to those who wait for them.
    public void closed(long session, int stripe, long nowMs) {
        LeaseHolder holder = holders.remove(session);
        if (holder == null) {
            return;
        }
        holder.waiter().ifPresent(waiter -> leave(waiter, stripe, nowMs));
        for (long token : holder.tokens()) {
            drop(token, stripe, nowMs);
        }
        wake();
    }

    private void leave(LeaseWaiter waiter, int stripe, long nowMs) {
        Shard shard = store.shard(waiter.shardNumber);
        shard.lock.lock();
        try {
            shard.board.leave(waiter);
        } finally {
            shard.lock.unlock();
        }
        if (waiter.state == LeaseWaiter.State.GRANTED) {
            drop(waiter.token, stripe, nowMs);
        }
    }

    private void drop(long token, int stripe, long nowMs) {
        Shard shard = shardOf(token);
        shard.lock.lock();
        try {
            int slot = shard.resolve(token);
            if (slot != NO_SLOT && isRunning(shard, slot, nowMs)) {
                giveUp(shard, slot, stripe, nowMs);
            }
            shard.publish(nowMs);
        } finally {
            shard.lock.unlock();
        }
    }

    /// Whether the lease `token` has neither been filled nor ended.
    boolean isRunning(long token) {
        Shard shard = shardOf(token);
        shard.lock.lock();
        try {
            int slot = shard.resolve(token);
            return slot != NO_SLOT && isRunning(shard, slot, store.lastNowMs());
        } finally {
            shard.lock.unlock();
        }
    }

    private Shard shardOf(long token) {
        return store.shard(Handle.storeSlot(token) & (store.shardCount() - 1));
    }

    /// The lease in `slot` ends at `deadline`, not when it would have.
    static void until(Shard shard, int slot, long deadline) {
        shard.leaseTimers.remove(slot);
        shard.blobs.deadline(shard.heap.address(shard.slots.blob(slot)), deadline);
        shard.leaseTimers.add(slot, deadline);
        shard.wakes = true;
    }

    /// The time of the entry in `slot` has come: it ends. One that somebody is refreshing loses its value and
    /// goes on as a lease.
    static void expire(Shard shard, int slot, long hash, long nowMs) {
        long untilMs = Grace.refreshUntilMs(shard, slot);
        if (untilMs <= nowMs) {
            shard.end(slot, hash, Ending.EXPIRED, Grace.softDeadline(shard, slot));
            return;
        }
        shard.record(slot, hash, Ending.EXPIRED, Grace.softDeadline(shard, slot));
        shard.roll.leave(slot, true);
        shard.unlinkAll(slot);
        shard.dropValue(slot);
        shard.slots.kind(slot, Kind.LEASE);
        shard.slots.flags(slot, shard.slots.flags(slot) & (SlotFlags.TIMED | SlotFlags.TAGGED));
        long at = shard.heap.address(shard.slots.blob(slot));
        shard.blobs.firstDeadline(at, untilMs, false);
        shard.join(slot, shard.slots.stamp(slot));
        shard.roll.join(slot, true);
    }

    /// Whether the entry in `slot` is one that somebody fills or refreshes. The shard is locked, as for all
    /// that follows.
    static boolean isRunning(Shard shard, int slot, long nowMs) {
        return shard.slots.kind(slot) == Kind.LEASE
                ? shard.expireAtMs(slot) > nowMs
                : Grace.refreshUntilMs(shard, slot) > nowMs;
    }

    /// Ends the lease on `slot` without a value because its holder gave it up.
    void giveUp(Shard shard, int slot, int stripe, long nowMs) {
        store.counters().increment(stripe, Counter.LEASES_DROPPED);
        if (shard.slots.kind(slot) == Kind.LEASE) {
            passOn(shard, slot, stripe, nowMs);
        } else {
            Grace.refreshUntilMs(shard, slot, 0);
        }
    }

    /// Ends the lease in `slot` because its time is over.
    void timeOut(Shard shard, int slot, int stripe, long nowMs) {
        store.counters().increment(stripe, Counter.LEASES_TIMED_OUT);
        passOn(shard, slot, stripe, nowMs);
    }

    /// Makes the token of the lease in `slot` stale and gives the lease to the first who waits; without
    /// anybody it ends.
    void passOn(Shard shard, int slot, int stripe, long nowMs) {
        if (!shard.board.hasWaiters(slot)) {
            shard.end(slot, shard.hashOf(slot), Ending.EXPIRED, nowMs);
            return;
        }
        int now = renewed(shard, slot);
        until(shard, now, deadline(nowMs, shard.board.first(now).ttlMs()));
        shard.board.grantFirst(now, Handle.of(shard.slots.generation(now), shard.storeSlot(now)));
        store.counters().increment(stripe, Counter.LEASES_GRANTED);
    }

    /// The slot after all handles to its entry have been made stale.
    static int renewed(Shard shard, int slot) {
        return shard.slots.renew(slot) ? slot : shard.moveToFreshSlot(slot, shard.hashOf(slot));
    }

    /// `ms` from now.
    static long deadline(long nowMs, long ms) {
        return Math.min(nowMs + ms, ShardGuard.DEADLINE_MAX);
    }

    /// Compares the figures with what a walk with all shards locked has found.
    void verify(int found, int foundWaiting) {
        require(count.get() == found, "E3", "%d leases, %d counted", found, count.get());
        require(
                waiting.get() == foundWaiting,
                "E3",
                "%d clients wait, %d counted",
                foundWaiting,
                waiting.get());
    }
}
