package dev.larder.server.store.expire;

/// The pending deadlines of one shard.
///
/// The queues are doubly linked lists through the entries (two `int` fields each, lent by the shard),
/// so the wheel takes no memory of its own that grows: nothing here can fail for want of memory.
public final class TimerWheel {
    /// No slot.
    public static final int NO_SLOT = -1;

    /// What [#nextDueMs] answers when nothing is queued.
    public static final long NEVER = Long.MAX_VALUE;

    /// An empty wheel whose clock stands at `nowMs`.
    public TimerWheel(TimedEntries entries, long nowMs) {
        throw new UnsupportedOperationException();
    }

    /// Queues `slot`, which is not queued yet. Cannot fail.
    public void add(int slot, long expireAtMs) {
        throw new UnsupportedOperationException();
    }

    /// Takes `slot` out of its queue.
    public void remove(int slot) {
        throw new UnsupportedOperationException();
    }

    /// The deadline of queued `slot` changes. An entry whose deadline moves later stays where it is and
    /// is queued again when its old bucket comes up.
    public void rescheduled(int slot, long oldMs, long newMs) {
        throw new UnsupportedOperationException();
    }

    /// The slot of a queued entry changes: its fields have been copied to `newSlot`.
    public void moved(int oldSlot, int newSlot) {
        throw new UnsupportedOperationException();
    }

    /// Hands entries whose deadline is at or before `nowMs` to `sink` and prepares the next ones; at
    /// most `budget` units of work (an entry expired or queued anew is one). Answers the work done: less
    /// than `budget` means all is done until [#nextDueMs].
    public int advance(long nowMs, int budget, ExpiredSink sink) {
        throw new UnsupportedOperationException();
    }

    /// When [#advance] has work again, or [#NEVER].
    public long nextDueMs() {
        throw new UnsupportedOperationException();
    }

    /// A slot with nearly the earliest deadline, or [#NO_SLOT].
    public int soonest() {
        throw new UnsupportedOperationException();
    }

    /// Some queued slot picked roughly by `randomBits`, or [#NO_SLOT].
    public int random(long randomBits) {
        throw new UnsupportedOperationException();
    }

    /// How many entries are queued.
    public long size() {
        throw new UnsupportedOperationException();
    }

    /// Forgets all entries without touching them.
    public void clear() {
        throw new UnsupportedOperationException();
    }

    /// Walks the wheel.
    public void verify() {
        throw new UnsupportedOperationException();
    }
}
