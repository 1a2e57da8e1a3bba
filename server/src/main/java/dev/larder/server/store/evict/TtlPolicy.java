package dev.larder.server.store.evict;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

/// The entry that would expire first goes first, from the timer wheel: exact within the wheel's tick.
final class TtlPolicy implements EvictionPolicy {
    private final Candidates candidates;

    TtlPolicy(Candidates candidates) {
        this.candidates = candidates;
    }

    @Override
    public void used(int slot, int stamp) {}

    @Override
    public int victim(int stamp) {
        return candidates.soonest();
    }

    @Override
    public int before(int slot, int stepsMax) {
        return slot == candidates.soonest() ? 0 : UNKNOWN;
    }

    @Override
    public long rank(long now) {
        int slot = candidates.soonest();
        return slot == NO_SLOT ? Long.MAX_VALUE : candidates.expireAtMs(slot);
    }
}
