package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.stats.Counter;
import dev.larder.server.store.slot.Handle;

/// The operations on the lease of the key that a [ShardGuard] was entered for.
public final class LeaseGuard {
    private final ShardGuard guard;

    LeaseGuard(ShardGuard guard) {
        this.guard = guard;
    }

    /// How a key is, as those see it who want to fill it.
    public enum View {
        /// There is nothing, and nobody fills it.
        MISSING,
        /// Somebody fills it.
        LEASED,
        /// It is known that there is nothing to fill it with.
        ABSENT,
        /// Its value has expired, is in its grace, and nobody refreshes it.
        STALE,
        /// Its value has expired, is in its grace, and somebody refreshes it.
        REFRESHED,
        /// It has a value.
        FILLED
    }

    /// How the key is. A lease whose time is over is passed on to the first who waits for it.
    public View view() {
        int slot = guard.raw();
        if (slot == NO_SLOT) {
            return View.MISSING;
        }
        int kind = shard().slots.kind(slot);
        if (kind == Kind.LEASE && shard().expireAtMs(slot) <= guard.nowMs()) {
            leases().timeOut(shard(), slot, guard.stripe(), guard.nowMs());
            guard.forget();
            return guard.raw() == NO_SLOT ? View.MISSING : View.LEASED;
        }
        if (kind == Kind.LEASE) {
            return View.LEASED;
        }
        if (kind == Kind.ABSENT) {
            return View.ABSENT;
        }
        if (!shard().isTimed(slot) || !Grace.isStale(shard(), slot, guard.nowMs())) {
            return View.FILLED;
        }
        boolean refreshed = Grace.refreshUntilMs(shard(), slot) > guard.nowMs();
        return refreshed ? View.REFRESHED : View.STALE;
    }

    /// The entry with the value, of a key that is `STALE` or `REFRESHED`; now marked used.
    public int staleSlot() {
        int slot = guard.raw();
        if (guard.touches()) {
            shard().use(slot, (int) guard.nowMs());
        }
        return slot;
    }

    /// Milliseconds until the lease of a `LEASED` key ends.
    public long leftMs() {
        return Math.max(0, shard().expireAtMs(guard.raw()) - guard.nowMs());
    }

    /// Whether one more lease may be given.
    public boolean hasRoom() {
        return leases().hasRoom();
    }

    /// Makes sure that [#grant] and [#fillAbsent] will not fail. May leave the shard: what was seen is no longer
    /// known.
    ///
    /// @throws StoreFullException if there is no memory and nothing may be evicted
    public void reserve(long deadline) {
        guard.reserve(0, deadline);
    }

    /// When something that takes `ms` from now is over.
    public long deadline(long ms) {
        return Leases.deadline(guard.nowMs(), ms);
    }

    /// Gives out the right to fill the key, which is `MISSING`, until `deadline`; room was reserved. The token.
    public long grant(long deadline) {
        guard.putMark(Kind.LEASE, deadline);
        return granted(guard.raw());
    }

    /// Gives out the right to refresh the key, which is `STALE`, until `deadline`. The token.
    public long grantRefresh(long deadline) {
        int slot = Leases.renewed(shard(), guard.raw());
        Grace.refreshUntilMs(shard(), slot, deadline);
        guard.forget();
        return granted(slot);
    }

    private long granted(int slot) {
        count(Counter.LEASES_GRANTED);
        return Handle.of(shard().slots.generation(slot), shard().storeSlot(slot));
    }

    /// Whether `token` is that of the key's lease, and its time is not over. What is refused is counted.
    public boolean isHeldBy(long token) {
        int slot = guard.raw();
        boolean isHeld =
                slot != NO_SLOT
                        && guard.handle(slot) == token
                        && Leases.isRunning(shard(), slot, guard.nowMs());
        if (!isHeld) {
            count(Counter.LEASES_REFUSED);
        }
        return isHeld;
    }

    /// Counts that the holder has filled the key.
    public void filled() {
        count(Counter.LEASES_FILLED);
    }

    /// Remembers until `deadline` that there is nothing to fill the key with; room was reserved.
    public void fillAbsent(long deadline) {
        guard.putMark(Kind.ABSENT, deadline);
        count(Counter.LEASES_FILLED);
    }

    /// Ends the key's lease, whose holder gives it up.
    public void giveUp() {
        leases().giveUp(shard(), guard.raw(), guard.stripe(), guard.nowMs());
        guard.forget();
    }

    /// Lets the key's lease end at `deadline`.
    public void renew(long deadline) {
        int slot = guard.raw();
        if (shard().slots.kind(slot) == Kind.LEASE) {
            Leases.until(shard(), slot, deadline);
        } else {
            Grace.refreshUntilMs(shard(), slot, deadline);
        }
    }

    /// Whether one more client may wait for a lease.
    public boolean mayWait() {
        return leases().mayWait();
    }

    /// Queues `waiter` for the lease of the key, which is `LEASED`.
    public void park(LeaseWaiter waiter) {
        count(Counter.LEASE_WAITS);
        shard().board.park(guard.raw(), waiter);
    }

    /// Whether `waiter` was given the lease.
    public boolean isGranted(LeaseWaiter waiter) {
        return waiter.state == LeaseWaiter.State.GRANTED;
    }

    /// Whether `waiter` has to go on waiting, as far as it can.
    public boolean isWaiting(LeaseWaiter waiter) {
        return waiter.state == LeaseWaiter.State.WAITING
                && waiter.untilMs() > guard.nowMs()
                && !leases().isStopped();
    }

    /// Takes `waiter` out of the queue if it is in one.
    public void leave(LeaseWaiter waiter) {
        shard().board.leave(waiter);
    }

    /// The key is deleted, and what ordinary commands do not see of it is in `slot`, if anywhere.
    void cancel(int slot, long hash) {
        if (slot == NO_SLOT) {
            return;
        }
        if (shard().slots.kind(slot) == Kind.LEASE) {
            leases().passOn(shard(), slot, guard.stripe(), guard.nowMs());
        } else {
            shard().end(slot, hash, Ending.DELETED, guard.nowMs());
        }
        guard.forget();
    }

    private Shard shard() {
        return guard.shard;
    }

    private Leases leases() {
        return guard.store().leases();
    }

    private void count(Counter counter) {
        guard.store().counters().increment(guard.stripe(), counter);
    }
}
