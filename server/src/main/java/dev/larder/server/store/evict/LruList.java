package dev.larder.server.store.evict;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.store.slot.SlotFlags;
import dev.larder.server.store.slot.SlotTable;

/// The eviction order of one table of slots: a doubly-linked list through the slots themselves, newest first.
///
/// The links are slot numbers in the slots (8 bytes an entry in all), so joining, leaving and moving to
/// the front are O(1), need no memory and cannot fail. Every policy keeps the list; what differs is
/// what a read does to it. So a policy can be changed on a full cache in no time.
///
/// - **L1** A slot is in the list exactly if it carries the `LINKED` flag, and then once.
/// - **L2** `next` and `prev` are each other's inverse; the head has no `prev`, the tail no `next`.
/// - **L3** The walk from the head by `next` ends at the tail after `size` slots.
///
/// Guarded by the lock of its slots.
public final class LruList {
    private final SlotTable slots;
    private int head = NO_SLOT;
    private int tail = NO_SLOT;
    private int size;

    /// An empty list over `slots`.
    public LruList(SlotTable slots) {
        this.slots = slots;
    }

    /// The newest slot, or `NO_SLOT`.
    public int head() {
        return head;
    }

    /// The oldest slot, or `NO_SLOT`.
    public int tail() {
        return tail;
    }

    /// How many slots are linked.
    public int size() {
        return size;
    }

    /// Links a slot as the newest.
    public void pushFront(int slot) {
        assert (slots.flags(slot) & SlotFlags.LINKED) == 0 : "L1: slot " + slot + " linked twice";
        slots.flags(slot, slots.flags(slot) | SlotFlags.LINKED);
        linkFront(slot);
        size++;
    }

    /// Links a slot as the oldest.
    public void pushBack(int slot) {
        assert (slots.flags(slot) & SlotFlags.LINKED) == 0 : "L1: slot " + slot + " linked twice";
        slots.flags(slot, slots.flags(slot) | SlotFlags.LINKED);
        slots.next(slot, NO_SLOT);
        slots.prev(slot, tail);
        if (tail == NO_SLOT) {
            head = slot;
        } else {
            slots.next(tail, slot);
        }
        tail = slot;
        size++;
    }

    /// Takes a linked slot out.
    public void unlink(int slot) {
        assert (slots.flags(slot) & SlotFlags.LINKED) != 0 : "L1: slot " + slot + " is not linked";
        slots.flags(slot, slots.flags(slot) & ~SlotFlags.LINKED);
        cut(slot);
        size--;
    }

    /// Makes a linked slot the newest.
    public void moveToFront(int slot) {
        assert (slots.flags(slot) & SlotFlags.LINKED) != 0 : "L1: slot " + slot + " is not linked";
        if (slot != head) {
            cut(slot);
            linkFront(slot);
        }
    }

    /// Gives the place of `old` to `fresh`, which is not linked yet; `old` no longer is.
    public void replace(int old, int fresh) {
        int prev = slots.prev(old);
        int next = slots.next(old);
        slots.flags(old, slots.flags(old) & ~SlotFlags.LINKED);
        slots.flags(fresh, slots.flags(fresh) | SlotFlags.LINKED);
        slots.prev(fresh, prev);
        slots.next(fresh, next);
        if (prev == NO_SLOT) {
            head = fresh;
        } else {
            slots.next(prev, fresh);
        }
        if (next == NO_SLOT) {
            tail = fresh;
        } else {
            slots.prev(next, fresh);
        }
    }

    /// Forgets all members at once; their `LINKED` flags are the caller's to see to.
    public void clear() {
        head = NO_SLOT;
        tail = NO_SLOT;
        size = 0;
    }

    private void linkFront(int slot) {
        slots.prev(slot, NO_SLOT);
        slots.next(slot, head);
        if (head == NO_SLOT) {
            tail = slot;
        } else {
            slots.prev(head, slot);
        }
        head = slot;
    }

    private void cut(int slot) {
        int prev = slots.prev(slot);
        int next = slots.next(slot);
        if (prev == NO_SLOT) {
            head = next;
        } else {
            slots.next(prev, next);
        }
        if (next == NO_SLOT) {
            tail = prev;
        } else {
            slots.prev(next, prev);
        }
    }

    /// Walks the list. O(size); for tests and `LARDER VERIFY`.
    public void verify() {
        int seen = 0;
        int prev = NO_SLOT;
        for (int slot = head; slot != NO_SLOT; slot = slots.next(slot)) {
            require(
                    slots.isLive(slot),
                    "L1",
                    "slot %d is linked and not live, after %d",
                    slot,
                    prev);
            require(
                    (slots.flags(slot) & SlotFlags.LINKED) != 0,
                    "L1",
                    "slot %d is linked without its flag, after %d",
                    slot,
                    prev);
            require(slots.prev(slot) == prev, "L2", "slot %d links back to %d", slot, prev);
            require(++seen <= size, "L3", "slot %d is stray, or the list of %d loops", slot, size);
            prev = slot;
        }
        require(prev == tail, "L3", "the walk ended at %d, tail is %d", prev, tail);
        require(seen == size, "L3", "%d slots linked, size is %d", seen, size);
    }
}
