package dev.larder.server.store.intern;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.RawBytes;
import dev.larder.server.memory.SpinLock;
import dev.larder.server.store.evict.LruList;
import dev.larder.server.store.index.HashIndex;
import dev.larder.server.store.index.KeyHasher;
import dev.larder.server.store.index.KeySource;
import dev.larder.server.store.slot.SlotFlags;
import dev.larder.server.store.slot.SlotTable;
import java.util.concurrent.atomic.AtomicInteger;

/// One share of the interner: a lock, and the tenants whose hash leads here.
///
/// Made of the parts that a shard is made of: the index leads from bytes to a slot, the slot's generation
/// makes names for it that can end, and the list orders the strings that nothing but a client's word keeps.
/// All methods want the lock held, but for [#mayHold] and [#figures].
///
/// - **N1** A tenant that can be found is in the index, once, under the hash of its kind and bytes, and no
///   two of one kind have the same bytes. One whose generations are used up is not found any more.
/// - **N2** A tenant's count is the number of references held to it. It is never below zero; when it
///   reaches its largest value it stays there, and the tenant is never freed.
/// - **N3** A tenant lives exactly as long as its count is not zero or a client has named it.
/// - **N4** A tenant is in the order of eviction exactly if a client has named it and its count is zero.
/// - **N5** A tenant's slot names its chunk, and the chunk its slot, kind and length.
/// - **N6** The sums that are kept of the tenants are those that a walk finds, and their chunks are all
///   that the heap has handed out to the interner.
final class Stripe implements KeySource {
    /// A client has named the string: it stays without references until it is dropped or evicted.
    static final int NAMED = 1 << 2;

    /// The generations are used up: nobody finds the tenant, and no name of it is current.
    static final int WORN = 1 << 3;

    /// A tenant's slot and its usual share of the index.
    private static final int TABLE_BYTES = SlotTable.SLOT_BYTES + 8;

    final SpinLock lock = new SpinLock();
    final SlotTable slots;
    final LruList order;
    private final HashIndex index;
    private final ChunkHeap heap;
    private final RawBytes raw;
    private final KeyHasher hasher;
    private final int number;
    private final int bits;
    private final int countMax;

    /// Counts uses of named strings over all stripes: what orders them.
    private final AtomicInteger clock;

    // Sums of the tenants; guarded by the lock, looked at without it by those who can bear a
    // moment's delay.
    private long strings;
    private long stringBytes;
    private long namedStrings;
    private long namedBytes;
    private long idleBytes;
    private long referred;
    private long references;
    private long savedBytes;
    private long chunkBytes;

    Stripe(int number, int bits, InternParts parts, AtomicInteger clock) {
        this.clock = clock;
        this.number = number;
        this.bits = bits;
        this.heap = parts.heap();
        this.raw = parts.raw();
        this.hasher = parts.hasher();
        this.countMax = parts.countMax();
        int segmentsMax = (1 << (24 - bits)) - 1;
        this.slots = new SlotTable(heap, raw, segmentsMax, parts.generationBits());
        this.order = new LruList(slots);
        this.index = new HashIndex(heap, raw, this, bits);
    }

    /// The tenant's number in the whole interner.
    int reference(int slot) {
        return slot << bits | number;
    }

    @Override
    public boolean matches(int slot, byte[] key, int offset, int length, int db) {
        long at = at(slot);
        return slots.kind(slot) == db
                && lengthAt(at) == length
                && raw.equal(at + TenantLayout.headerBytes(db), key, offset, length);
    }

    @Override
    public int touch(int slot) {
        return raw.byteAt(at(slot));
    }

    @Override
    public long hashOf(int slot) {
        int kind = slots.kind(slot);
        long at = at(slot);
        return hasher.hash(raw, at + TenantLayout.headerBytes(kind), lengthAt(at), kind);
    }

    /// The tenant with these bytes, or `NO_SLOT`.
    int find(long hash, int kind, byte[] array, int offset, int length) {
        return index.find(hash, array, offset, length, kind);
    }

    /// A new tenant with these bytes and a count of zero, or `NO_SLOT` when there is no memory for it. The
    /// caller has looked for it in vain, and sees to N3 at once.
    int create(long hash, int kind, byte[] array, int offset, int length) {
        int header = TenantLayout.headerBytes(kind);
        int chunk =
                index.prepareInsert(hash) && slots.prepare()
                        ? heap.allocate(MemoryTag.INTERNED, header + length)
                        : ChunkHeap.NONE;
        if (chunk == ChunkHeap.NONE) {
            forgetPrepared();
            return NO_SLOT;
        }
        int slot = slots.allocate();
        slots.blob(slot, chunk);
        slots.kind(slot, kind);
        slots.flags(slot, 0);
        slots.stamp(slot, 0);
        long at = heap.address(chunk);
        raw.putByte(at + TenantLayout.KIND, (byte) kind);
        raw.putShort(at + TenantLayout.LENGTH, (short) length);
        raw.putInt(at + TenantLayout.SLOT, reference(slot));
        raw.putInt(at + TenantLayout.COUNT, 0);
        if (kind != TenantKind.STRING) {
            raw.putLong(at + TenantLayout.NOTE, 0);
        }
        raw.copyIn(array, offset, at + header, length);
        raw.putByte(at, (byte) TenantLayout.MARK);
        index.insert(hash, slot);
        chunkBytes += heap.chunkBytes(chunk);
        if (kind == TenantKind.STRING) {
            strings++;
            stringBytes += length;
        }
        return slot;
    }

    /// An index without entries keeps no memory.
    private void forgetPrepared() {
        if (index.size() == 0) {
            index.clear();
        }
    }

    /// One reference more.
    void retain(int slot) {
        require(slots.isLive(slot), "N2", "retained tenant %d is no more", reference(slot));
        long at = at(slot);
        int count = raw.intAt(at + TenantLayout.COUNT);
        require(count >= 0, "N2", "tenant %d has %d references", reference(slot), count);
        if (count == countMax) {
            return;
        }
        if (isLinked(slot)) {
            unlink(slot);
        }
        raw.putInt(at + TenantLayout.COUNT, count + 1);
        sum(slot, at, 1, count == 0 ? 0 : 1);
    }

    /// One reference less; whether that was the tenant's end.
    boolean release(int slot) {
        require(slots.isLive(slot), "N2", "released tenant %d is no more", reference(slot));
        long at = at(slot);
        int count = raw.intAt(at + TenantLayout.COUNT);
        require(count > 0, "N2", "tenant %d released with %d references", reference(slot), count);
        if (count == countMax) {
            return false;
        }
        raw.putInt(at + TenantLayout.COUNT, count - 1);
        sum(slot, at, -1, count == 1 ? 0 : -1);
        return count == 1 && settle(slot);
    }

    /// A tenant whose count is zero is freed, or put into the order; whether it was freed.
    private boolean settle(int slot) {
        if (!isNamed(slot)) {
            end(slot);
            return true;
        }
        link(slot);
        return false;
    }

    private void link(int slot) {
        slots.stamp(slot, clock.incrementAndGet());
        order.pushFront(slot);
        idleBytes += memoryBytes(slot);
    }

    private void unlink(int slot) {
        order.unlink(slot);
        idleBytes -= memoryBytes(slot);
    }

    private void sum(int slot, long at, int owners, int copies) {
        if (slots.kind(slot) == TenantKind.STRING) {
            references += owners;
            referred += owners - copies;
            savedBytes += (long) copies * lengthAt(at);
        }
    }

    private void end(int slot) {
        if (!isWorn(slot)) {
            index.remove(hashOf(slot), slot);
        }
        int chunk = slots.blob(slot);
        chunkBytes -= heap.chunkBytes(chunk);
        if (slots.kind(slot) == TenantKind.STRING) {
            strings--;
            stringBytes -= lengthAt(heap.address(chunk));
        }
        heap.free(MemoryTag.INTERNED, chunk);
        slots.free(slot);
    }

    /// A client names the string, or uses it again: it becomes the newest of those that nothing refers to.
    void name(int slot) {
        if (!isNamed(slot)) {
            slots.flags(slot, slots.flags(slot) | NAMED);
            namedStrings++;
            namedBytes += length(slot);
        }
        if (isLinked(slot)) {
            slots.stamp(slot, clock.incrementAndGet());
            order.moveToFront(slot);
        } else if (count(slot) == 0) {
            link(slot);
        }
    }

    /// Takes a client's name off; whether that was the string's end.
    boolean unname(int slot) {
        slots.flags(slot, slots.flags(slot) & ~NAMED);
        namedStrings--;
        namedBytes -= length(slot);
        if (count(slot) > 0) {
            return false;
        }
        unlink(slot);
        end(slot);
        return true;
    }

    /// How long ago, in uses of named strings, the oldest of those that nothing refers to was used; negative
    /// if there is none.
    long oldestAge() {
        int tail = order.tail();
        return tail == NO_SLOT ? -1 : clock.get() - slots.stamp(tail) & 0xFFFF_FFFFL;
    }

    /// Makes every name of the tenant stale. One whose generations are used up ends its life among those
    /// that can be found.
    void renew(int slot) {
        if (isWorn(slot) || slots.renew(slot)) {
            return;
        }
        index.remove(hashOf(slot), slot);
        slots.flags(slot, slots.flags(slot) | WORN);
    }

    /// Moves the tenant's bytes from `chunk` elsewhere. False when they are not there, or find no place.
    boolean move(int slot, int chunk) {
        if (!slots.isLive(slot) || slots.blob(slot) != chunk) {
            return false;
        }
        int bytes = heap.chunkBytes(chunk);
        int fresh = heap.allocateForMove(MemoryTag.INTERNED, bytes);
        if (fresh == ChunkHeap.NONE) {
            return false;
        }
        raw.copy(heap.address(chunk), heap.address(fresh), bytes);
        slots.blob(slot, fresh);
        heap.free(MemoryTag.INTERNED, chunk);
        return true;
    }

    /// The generation the tenant's names have to have; 0, which none has, when they are used up.
    int generation(int slot) {
        return isWorn(slot) ? 0 : slots.generation(slot);
    }

    boolean isCurrent(int slot, int generation) {
        return slots.isCurrent(slot, generation) && !isWorn(slot);
    }

    boolean isNamed(int slot) {
        return (slots.flags(slot) & NAMED) != 0;
    }

    private boolean isWorn(int slot) {
        return (slots.flags(slot) & WORN) != 0;
    }

    private boolean isLinked(int slot) {
        return (slots.flags(slot) & SlotFlags.LINKED) != 0;
    }

    int count(int slot) {
        return raw.intAt(at(slot) + TenantLayout.COUNT);
    }

    int length(int slot) {
        return lengthAt(at(slot));
    }

    private int lengthAt(long at) {
        return raw.shortAt(at + TenantLayout.LENGTH);
    }

    private long contentAt(int slot) {
        return at(slot) + TenantLayout.headerBytes(slots.kind(slot));
    }

    void copyOut(int slot, int from, byte[] to, int at, int count) {
        require(from >= 0 && from + count <= length(slot), "N5", "%d of tenant %d", from, slot);
        raw.copyOut(contentAt(slot) + from, to, at, count);
    }

    boolean hasBytes(int slot, byte[] array, int offset, int length) {
        return length(slot) == length && raw.equal(contentAt(slot), array, offset, length);
    }

    /// Adds to the tenant's note; what it was before.
    long addToNote(int slot, long delta) {
        require(slots.kind(slot) != TenantKind.STRING, "N5", "string %d has no note", slot);
        long at = at(slot) + TenantLayout.NOTE;
        long before = raw.longAt(at);
        raw.putLong(at, before + delta);
        return before;
    }

    /// Memory the tenant takes: chunk, slot and share of the index.
    long memoryBytes(int slot) {
        return (long) heap.chunkBytes(slots.blob(slot)) + TABLE_BYTES;
    }

    /// Whether some tenant may have this hash, a moment ago; needs no lock.
    boolean mayHold(long hash) {
        return index.glimpseSlot(index.glimpse(hash), hash) != NO_SLOT;
    }

    private long at(int slot) {
        return heap.address(slots.blob(slot));
    }

    long idleBytes() {
        return idleBytes;
    }

    InternFigures figures() {
        return new InternFigures(
                slots.liveCount(),
                strings,
                stringBytes,
                namedStrings,
                namedBytes,
                idleBytes,
                referred,
                references,
                savedBytes,
                chunkBytes,
                slots.retiredCount());
    }

    /// One more than the highest segment of slots, a moment ago.
    int segmentEnd() {
        lock.lock();
        try {
            return slots.segmentEnd();
        } finally {
            lock.unlock();
        }
    }

    HashIndex index() {
        return index;
    }

    RawBytes raw() {
        return raw;
    }

    ChunkHeap heap() {
        return heap;
    }

    int countMax() {
        return countMax;
    }
}
