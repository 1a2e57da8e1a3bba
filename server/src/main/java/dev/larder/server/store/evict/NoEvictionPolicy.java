package dev.larder.server.store.evict;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

/// Nobody goes: writes are refused when memory is short.
final class NoEvictionPolicy implements EvictionPolicy {
    @Override
    public void used(int slot, int stamp) {}

    @Override
    public int victim(int stamp) {
        return NO_SLOT;
    }

    @Override
    public long rank(long now) {
        return Long.MAX_VALUE;
    }
}
