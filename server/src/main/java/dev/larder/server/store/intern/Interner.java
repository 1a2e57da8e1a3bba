package dev.larder.server.store.intern;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.RawBytes;
import dev.larder.server.store.index.KeyHasher;
import dev.larder.server.store.slot.Handle;
import java.util.concurrent.atomic.AtomicInteger;

/// Byte strings that are stored once, however many use them: values that entries share, strings that
/// clients name by an id, names of tags and prefixes, and lists of those.
///
/// A byte string is a *tenant* of a slot, in the same arena of generations that holds entries. There are
/// two ways to name one:
///
/// - a *reference*, 4 bytes: slot and stripe. It is strong: who holds one has been counted, and the tenant
///   stays until it is given back with [#release].
/// - an *id*, a [Handle] with the reference in the place of the slot. It is weak: when the tenant's life
///   ends, or [#renew] is called, the id is stale and never names anything again. Any number may be asked
///   about: what was forged is answered like what is stale.
///
/// ```text
///    bytes --hash--> stripe --index--> slot --> chunk: count, bytes
///                                       ^
///    reference | slot, 28 bits | stripe |       id | generation, 31 bits | reference |
/// ```
///
/// The tenants are spread over stripes by hash, each with a spin lock that is held for a look-up, a count or
/// a copy. Lock order: after the shards, one stripe at a time (the walker takes all, in order), before
/// arriving values and the heap. So everything here may be called with or without a shard, by any thread.
/// Nothing allocates on the Java heap.
///
/// The invariants N1 to N6 stand at [Stripe].
public final class Interner {
    /// No tenant: the answer of look-ups that found nothing.
    public static final int NONE = -1;

    /// The longest byte string that can be interned.
    public static final int BYTES_MAX = TenantLayout.CONTENT_BYTES_MAX;

    /// The first byte of every chunk that is the interner's.
    public static final int CHUNK_MARK = TenantLayout.MARK;

    /// The most stripes there can be.
    public static final int STRIPES_MAX = 16;

    private final ChunkHeap heap;
    private final RawBytes raw;
    private final KeyHasher hasher;
    private final Stripe[] stripes;
    private final int bits;

    /// An empty interner. Takes no native memory until something is interned.
    public Interner(InternParts parts) {
        this.heap = parts.heap();
        this.raw = parts.raw();
        this.hasher = parts.hasher();
        this.bits = Integer.numberOfTrailingZeros(parts.stripes());
        this.stripes = new Stripe[parts.stripes()];
        var clock = new AtomicInteger();
        for (int number = 0; number < stripes.length; number++) {
            stripes[number] = new Stripe(number, bits, parts, clock);
        }
    }

    /// The hash under which these bytes are filed.
    public long hash(int kind, byte[] array, int offset, int length) {
        return hasher.hash(array, offset, length, kind);
    }

    /// The hash under which the tenant is filed.
    public long hash(int reference) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            return stripe.hashOf(slotOf(reference));
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Bytes of memory that a chunk for `length` bytes of a kind takes: what a refused [#intern] lacks, if it
    /// is not a chunk of 4 KiB of [MemoryTag#SLOTS] or [MemoryTag#INDEX].
    public static int chunkBytes(int kind, int length) {
        return TenantLayout.headerBytes(kind) + length;
    }

    /// A reference to the tenant with these bytes, found or made, and counted for the caller; [#NONE] when
    /// it would have to be made and there is no memory, or the bytes are too many.
    public int intern(int kind, byte[] array, int offset, int length) {
        return intern(hash(kind, array, offset, length), kind, array, offset, length);
    }

    /// The same for who knows the hash already.
    public int intern(long hash, int kind, byte[] array, int offset, int length) {
        if (length > BYTES_MAX) {
            return NONE;
        }
        Stripe stripe = stripeOf(hash);
        stripe.lock.lock();
        try {
            int slot = stripe.find(hash, kind, array, offset, length);
            if (slot == NO_SLOT) {
                slot = stripe.create(hash, kind, array, offset, length);
            }
            return retained(stripe, slot);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// A reference to the tenant with these bytes, counted for the caller; [#NONE] if there is none. Makes
    /// nothing, needs no memory.
    public int acquire(int kind, byte[] array, int offset, int length) {
        return acquire(hash(kind, array, offset, length), kind, array, offset, length);
    }

    /// The same for who knows the hash already.
    public int acquire(long hash, int kind, byte[] array, int offset, int length) {
        Stripe stripe = stripeOf(hash);
        stripe.lock.lock();
        try {
            return retained(stripe, stripe.find(hash, kind, array, offset, length));
        } finally {
            stripe.lock.unlock();
        }
    }

    /// A reference to the tenant that `id` names, counted for the caller; [#NONE] if the id is stale or
    /// forged.
    public int acquire(long id) {
        Stripe stripe = stripeOf(Handle.storeSlot(id));
        int slot = slotOf(Handle.storeSlot(id));
        stripe.lock.lock();
        try {
            boolean isCurrent = id > 0 && stripe.isCurrent(slot, Handle.generation(id));
            return isCurrent ? retained(stripe, slot) : NONE;
        } finally {
            stripe.lock.unlock();
        }
    }

    private static int retained(Stripe stripe, int slot) {
        if (slot == NO_SLOT) {
            return NONE;
        }
        stripe.retain(slot);
        return stripe.reference(slot);
    }

    /// The tenant with these bytes, or [#NONE]: good only while something else keeps it. See [#acquire].
    public int find(int kind, byte[] array, int offset, int length) {
        long hash = hash(kind, array, offset, length);
        Stripe stripe = stripeOf(hash);
        stripe.lock.lock();
        try {
            int slot = stripe.find(hash, kind, array, offset, length);
            return slot == NO_SLOT ? NONE : stripe.reference(slot);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// The tenant that `id` names, or [#NONE] if the id is stale or forged: good only while something else
    /// keeps it. See [#acquire].
    public int resolve(long id) {
        int reference = Handle.storeSlot(id);
        return id > 0 && isCurrent(reference, Handle.generation(id)) ? reference : NONE;
    }

    /// Whether there may be a tenant under this hash, a moment ago: a hint that takes no lock.
    public boolean mayHold(long hash) {
        return stripeOf(hash).mayHold(hash);
    }

    /// Counts one reference more. Whoever calls this holds one, or knows of one that stays meanwhile.
    public void retain(int reference) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            stripe.retain(slotOf(reference));
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Gives one reference back. The last one ends the tenant, unless a client has named it; whether it did.
    public boolean release(int reference) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            return stripe.release(slotOf(reference));
        } finally {
            stripe.lock.unlock();
        }
    }

    /// [#release] that leaves the bytes of a tenant whose last reference this was in `to`: for lists, whose
    /// end is the end of references they hold. How many bytes there are, or [#NONE] if it lives on.
    public int release(int reference, byte[] to) {
        Stripe stripe = stripeOf(reference);
        int slot = slotOf(reference);
        stripe.lock.lock();
        try {
            int length = stripe.length(slot);
            stripe.copyOut(slot, 0, to, 0, Math.min(length, to.length));
            return stripe.release(slot) ? length : NONE;
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Makes every id of the tenant stale, and every generation of it that anybody remembers, while the
    /// tenant itself and the references to it stay. When its generations are used up it cannot be found any
    /// more, so that the same bytes become a new tenant, and its [#generation] is 0 from then on.
    public void renew(int reference) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            stripe.renew(slotOf(reference));
        } finally {
            stripe.lock.unlock();
        }
    }

    /// The tenant's generation: odd, and never twice the same; 0 when they are used up, which is nobody's.
    public int generation(int reference) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            return stripe.generation(slotOf(reference));
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Whether the reference, any number, names a tenant whose generation is this one.
    public boolean isCurrent(int reference, int generation) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            return stripe.isCurrent(slotOf(reference), generation);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// The tenant's id as it is now, or [Handle#NONE] when its generations are used up.
    public long id(int reference) {
        int generation = generation(reference);
        return generation == 0 ? Handle.NONE : Handle.of(generation, reference);
    }

    /// How many references are held.
    public int count(int reference) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            return stripe.count(slotOf(reference));
        } finally {
            stripe.lock.unlock();
        }
    }

    /// How many own the tenant: references, and the word of a client that named it.
    public int owners(int reference) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            int slot = slotOf(reference);
            int count = stripe.count(slot);
            return stripe.isNamed(slot) && count < Integer.MAX_VALUE ? count + 1 : count;
        } finally {
            stripe.lock.unlock();
        }
    }

    /// How many bytes the tenant has.
    public int length(int reference) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            return stripe.length(slotOf(reference));
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Copies `count` of the tenant's bytes, from its byte `from` on, into `to` at `at`.
    public void copyOut(int reference, int from, byte[] to, int at, int count) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            stripe.copyOut(slotOf(reference), from, to, at, count);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Whether the tenant's bytes are exactly these.
    public boolean hasBytes(int reference, byte[] array, int offset, int length) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            return stripe.hasBytes(slotOf(reference), array, offset, length);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Adds to the number that a name or a list carries for whoever interned it; what it was before, 0 at
    /// first.
    public long addToNote(int reference, long delta) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            return stripe.addToNote(slotOf(reference), delta);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Memory the tenant takes in all: chunk, slot and share of the index.
    public long memoryBytes(int reference) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            return stripe.memoryBytes(slotOf(reference));
        } finally {
            stripe.lock.unlock();
        }
    }

    /// What of that falls to one owner, rounded up.
    public long shareBytes(int reference) {
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            int slot = slotOf(reference);
            long owners = Math.max(1, stripe.count(slot)) + (stripe.isNamed(slot) ? 1L : 0);
            return (stripe.memoryBytes(slot) + owners - 1) / owners;
        } finally {
            stripe.lock.unlock();
        }
    }

    /// Moves `chunk`, which looks like a tenant's, so that its page can be emptied. It is read without a
    /// lock first and may be anything by now. False when it is no tenant's, or there is no other place.
    public boolean move(int chunk) {
        int reference = raw.intAt(heap.address(chunk) + TenantLayout.SLOT);
        Stripe stripe = stripeOf(reference);
        stripe.lock.lock();
        try {
            return stripe.move(slotOf(reference), chunk);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// What there is, stripe by stripe, a moment ago.
    public InternFigures figures() {
        InternFigures sum = InternFigures.NONE;
        for (Stripe stripe : stripes) {
            sum = sum.plus(stripe.figures());
        }
        return sum;
    }

    Stripe stripeOf(long hash) {
        return stripes[bits == 0 ? 0 : (int) (hash >>> (Long.SIZE - bits))];
    }

    Stripe stripeOf(int reference) {
        return stripes[reference & stripes.length - 1];
    }

    int slotOf(int reference) {
        return reference >>> bits;
    }

    Stripe stripe(int number) {
        return stripes[number];
    }

    int stripeCount() {
        return stripes.length;
    }

    /// Takes the locks of all stripes in their order, for a walk.
    public void lockAll() {
        for (Stripe stripe : stripes) {
            stripe.lock.lock();
        }
    }

    /// Gives the locks back.
    public void unlockAll() {
        for (int number = stripes.length - 1; number >= 0; number--) {
            stripes[number].lock.unlock();
        }
    }

    /// Walks every stripe, their locks held, and compares the counts with the references that the holders
    /// were found to have. O(tenants).
    public void verify(Tally held) {
        int tallied = 0;
        long chunkBytes = 0;
        for (Stripe stripe : stripes) {
            tallied += new StripeVerifier(stripe, held).verify();
            chunkBytes += stripe.figures().chunkBytes();
        }
        int distinct = held.distinct();
        require(tallied == distinct, "N3", "%d tenants held, %d live", distinct, tallied);
        long used = heap.usedBytes(MemoryTag.INTERNED);
        require(used == chunkBytes, "N6", "%d bytes handed out, %d known", used, chunkBytes);
    }
}
