package dev.larder.server.store.intern;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.store.slot.Handle;

/// The strings that clients have named: `INTERN ADD` makes one, an id names it, and it stays until it is
/// dropped, or evicted as the one that nothing has used for longest.
///
/// A name is one owner beside the entries that have the string as their value. Only a string without
/// references is evicted.
public final class NamedStrings {
    private final Interner interner;

    /// The named ones among the strings of `interner`.
    public NamedStrings(Interner interner) {
        this.interner = interner;
    }

    /// The id of the named string with these bytes, which is now the last one used; named now if it was
    /// not, made if it was not there. [Handle#NONE] when there is no memory for that.
    public long name(byte[] array, int offset, int length) {
        long hash = interner.hash(TenantKind.STRING, array, offset, length);
        Stripe stripe = interner.stripeOf(hash);
        stripe.lock.lock();
        try {
            int slot = stripe.find(hash, TenantKind.STRING, array, offset, length);
            if (slot == NO_SLOT) {
                slot = stripe.create(hash, TenantKind.STRING, array, offset, length);
            }
            return slot == NO_SLOT ? Handle.NONE : used(stripe, slot);
        } finally {
            stripe.lock.unlock();
        }
    }

    private static long used(Stripe stripe, int slot) {
        stripe.name(slot);
        return Handle.of(stripe.generation(slot), stripe.reference(slot));
    }

    /// The id of the named string with these bytes, a use of it; [Handle#NONE] if there is none.
    public long id(byte[] array, int offset, int length) {
        long hash = interner.hash(TenantKind.STRING, array, offset, length);
        Stripe stripe = interner.stripeOf(hash);
        stripe.lock.lock();
        try {
            int slot = stripe.find(hash, TenantKind.STRING, array, offset, length);
            return slot == NO_SLOT || !stripe.isNamed(slot) ? Handle.NONE : used(stripe, slot);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// A reference to the string that `id` names, counted for the caller, a use of it; [Interner#NONE] if
    /// the id is stale or forged, or the name was dropped.
    public int acquire(long id) {
        Stripe stripe = interner.stripeOf(Handle.storeSlot(id));
        stripe.lock.lock();
        try {
            int slot = current(stripe, id);
            if (slot == NO_SLOT) {
                return Interner.NONE;
            }
            stripe.retain(slot);
            return stripe.reference(slot);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// How many own the string that `id` names: the name, and entries; 0 as for [#acquire]. No use.
    public long owners(long id) {
        Stripe stripe = interner.stripeOf(Handle.storeSlot(id));
        stripe.lock.lock();
        try {
            int slot = current(stripe, id);
            return slot == NO_SLOT ? 0 : stripe.count(slot) + 1L;
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Drops the name. False as for [#acquire].
    public boolean drop(long id) {
        Stripe stripe = interner.stripeOf(Handle.storeSlot(id));
        stripe.lock.lock();
        try {
            int slot = current(stripe, id);
            if (slot == NO_SLOT) {
                return false;
            }
            stripe.unname(slot);
            return true;
        } finally {
            stripe.lock.unlock();
        }
    }

    private int current(Stripe stripe, long id) {
        int slot = interner.slotOf(Handle.storeSlot(id));
        boolean isNamed =
                id > 0 && stripe.isCurrent(slot, Handle.generation(id)) && stripe.isNamed(slot);
        return isNamed ? slot : NO_SLOT;
    }

    /// Ends the named string that was used last before all others that nothing refers to. False when there
    /// is none. O(stripes).
    public boolean evictOldest() {
        int oldest = -1;
        long age = -1;
        for (int number = 0; number < interner.stripeCount(); number++) {
            long own = oldestAge(interner.stripe(number));
            if (own > age) {
                age = own;
                oldest = number;
            }
        }
        return oldest >= 0 && evict(interner.stripe(oldest));
    }

    private static long oldestAge(Stripe stripe) {
        stripe.lock.lock();
        try {
            return stripe.oldestAge();
        } finally {
            stripe.lock.unlock();
        }
    }

    private static boolean evict(Stripe stripe) {
        stripe.lock.lock();
        try {
            int slot = stripe.order.tail();
            return slot != NO_SLOT && stripe.unname(slot);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Memory of the named strings that nothing refers to, a moment ago.
    public long idleBytes() {
        long bytes = 0;
        for (int number = 0; number < interner.stripeCount(); number++) {
            bytes += interner.stripe(number).idleBytes();
        }
        return bytes;
    }
}
