package dev.larder.server.store;

import static dev.larder.server.check.InvariantViolation.require;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/// Who waits for which lease of one shard, first come, first served.
///
/// - **E1** A lease that nobody has filled yet is an entry of kind `LEASE`: timed by a wheel of its own, in no
///   order of eviction, and in none of the counts of entries.
/// - **E2** Clients wait for leases that are there: each queue is that of a live slot of that kind.
///
/// Guarded by the shard. What is woken is handed to [Leases], which tells it when no lock is held.
final class LeaseBoard {
    private final Leases leases;
    private final int shardNumber;
    private final Map<Integer, LinkedHashSet<LeaseWaiter>> queues = new HashMap<>();

    LeaseBoard(Leases leases, int shardNumber) {
        this.leases = leases;
        this.shardNumber = shardNumber;
    }

    /// Queues `waiter` for the lease in `slot`.
    void park(int slot, LeaseWaiter waiter) {
        LinkedHashSet<LeaseWaiter> queue = queues.computeIfAbsent(slot, _ -> new LinkedHashSet<>());
        queue.add(waiter);
        waiter.queue = queue;
        waiter.shardNumber = shardNumber;
        waiter.state = LeaseWaiter.State.WAITING;
        leases.waiting(1);
    }

    /// Takes `waiter`, whose time is over or whose client has gone, out of its queue if it is in one.
    void leave(LeaseWaiter waiter) {
        LinkedHashSet<LeaseWaiter> queue = waiter.queue;
        if (queue != null && queue.remove(waiter)) {
            end(waiter, LeaseWaiter.State.OVER);
        }
    }

    /// Whether anybody waits for the lease in `slot`.
    boolean hasWaiters(int slot) {
        LinkedHashSet<LeaseWaiter> queue = queues.get(slot);
        return queue != null && !queue.isEmpty();
    }

    /// Gives the lease in `slot`, whose token is `token` from now on, to the first who waits for it.
    void grantFirst(int slot, long token) {
        LinkedHashSet<LeaseWaiter> queue = Optional.ofNullable(queues.get(slot)).orElseThrow();
        LeaseWaiter first = queue.removeFirst();
        first.token = token;
        end(first, LeaseWaiter.State.GRANTED);
        leases.wakeSoon(first);
    }

    /// The first who waits for the lease in `slot`; somebody does.
    LeaseWaiter first(int slot) {
        return Optional.ofNullable(queues.get(slot)).orElseThrow().getFirst();
    }

    /// The lease in `slot` is no more, or has been filled: all who wait for it look again.
    void release(int slot) {
        LinkedHashSet<LeaseWaiter> queue = queues.remove(slot);
        if (queue != null) {
            for (LeaseWaiter waiter : queue) {
                end(waiter, LeaseWaiter.State.OVER);
                leases.wakeSoon(waiter);
            }
        }
    }

    /// The lease in `slot` is in slot `fresh` now.
    void moved(int slot, int fresh) {
        LinkedHashSet<LeaseWaiter> queue = queues.remove(slot);
        if (queue != null) {
            queues.put(fresh, queue);
        }
    }

    private void end(LeaseWaiter waiter, LeaseWaiter.State state) {
        waiter.state = state;
        waiter.queue = null;
        leases.waiting(-1);
    }

    /// Walks the queues of `shard`; answers how many wait.
    int verify(Shard shard) {
        int waiting = 0;
        for (Map.Entry<Integer, LinkedHashSet<LeaseWaiter>> entry : queues.entrySet()) {
            int slot = entry.getKey();
            boolean isLease = shard.slots.isLive(slot) && shard.slots.kind(slot) == Kind.LEASE;
            require(isLease, "E2", "clients wait for slot %d, which is no lease", slot);
            for (LeaseWaiter waiter : entry.getValue()) {
                boolean waits = waiter.state == LeaseWaiter.State.WAITING;
                require(waits, "E4", "slot %d has a waiter that does not wait", slot);
                waiting++;
            }
        }
        return waiting;
    }
}
