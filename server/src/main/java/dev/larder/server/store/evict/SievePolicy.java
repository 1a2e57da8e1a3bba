package dev.larder.server.store.evict;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.store.slot.SlotFlags;
import dev.larder.server.store.slot.SlotTable;

/// SIEVE (Zhang et al., "SIEVE is Simpler than LRU", NSDI 2024): a read only marks the entry, and a hand
/// that walks from the tail to the head evicts the first entry it finds unmarked, clearing marks as it
/// goes. A read writes to no other entry. Amortised O(1); the walk of one call is bounded.
final class SievePolicy implements EvictionPolicy {
    /// Marks cleared in one call, so that the shard is not held for long when all are marked.
    private static final int STEPS_MAX = 256;

    private final LruList list;
    private final SlotTable slots;
    private int hand = NO_SLOT;

    SievePolicy(LruList list, SlotTable slots) {
        this.list = list;
        this.slots = slots;
    }

    @Override
    public void used(int slot, int stamp) {
        slots.flags(slot, slots.flags(slot) | SlotFlags.VISITED);
    }

    @Override
    public void removed(int slot) {
        if (slot == hand) {
            hand = slots.prev(slot);
        }
    }

    @Override
    public void moved(int old, int fresh) {
        if (old == hand) {
            hand = fresh;
        }
    }

    @Override
    public int victim(int stamp) {
        for (int step = 0; step < STEPS_MAX; step++) {
            if (hand == NO_SLOT) {
                hand = list.tail();
            }
            if (hand == NO_SLOT || (slots.flags(hand) & SlotFlags.VISITED) == 0) {
                return hand;
            }
            slots.flags(hand, slots.flags(hand) & ~SlotFlags.VISITED);
            hand = slots.prev(hand);
        }
        return NO_SLOT;
    }

    /// Known of those that the hand finds before it has passed the head: unmarked, and not behind it.
    @Override
    public int before(int slot, int stepsMax) {
        int end = hand == NO_SLOT ? list.tail() : hand;
        int before = 0;
        int older = slot;
        for (int step = 0; step < stepsMax && older != NO_SLOT; step++) {
            boolean isMarked = (slots.flags(older) & SlotFlags.VISITED) != 0;
            if (older == slot && isMarked) {
                return UNKNOWN;
            }
            before += older == slot || isMarked ? 0 : 1;
            if (older == end) {
                return before;
            }
            older = slots.next(older);
        }
        return UNKNOWN;
    }

    /// The fullest shard goes first, so that all stay of one size.
    @Override
    public long rank(long now) {
        return list.size() == 0 ? Long.MAX_VALUE : -list.size();
    }

    @Override
    public boolean ranksBySize() {
        return true;
    }
}
