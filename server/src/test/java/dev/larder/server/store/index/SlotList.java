package dev.larder.server.store.index;

import java.util.Arrays;

/// The slots of a step of a scan.
final class SlotList {
    int[] slots = new int[64];
    int count;

    void add(int slot) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, count * 2);
        }
        slots[count++] = slot;
    }
}
