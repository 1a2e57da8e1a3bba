package dev.larder.server.store.evict;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.store.slot.SlotTable;

/// Exact LRU: what is used moves to the front, the tail goes. O(1).
final class LruPolicy implements EvictionPolicy {
    private final LruList list;
    private final SlotTable slots;

    LruPolicy(LruList list, SlotTable slots) {
        this.list = list;
        this.slots = slots;
    }

    @Override
    public void used(int slot, int stamp) {
        list.moveToFront(slot);
    }

    @Override
    public int victim(int stamp) {
        return list.tail();
    }

    @Override
    public int before(int slot, int stepsMax) {
        int older = slots.next(slot);
        for (int step = 0; step < stepsMax; step++) {
            if (older == NO_SLOT) {
                return step;
            }
            older = slots.next(older);
        }
        return UNKNOWN;
    }

    @Override
    public long rank(long now) {
        int tail = list.tail();
        return tail == NO_SLOT
                ? Long.MAX_VALUE
                : now - ((int) now - slots.stamp(tail) & 0xFFFF_FFFFL);
    }
}
