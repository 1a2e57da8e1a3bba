package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.BigArgument;
import dev.larder.server.stats.Counter;
import dev.larder.server.store.evict.UseCount;
import dev.larder.server.store.slot.Fate;
import dev.larder.server.store.slot.Handle;
import dev.larder.server.store.slot.SlotFlags;

/// The right to read and change one shard for one key, held by one thread until [#close].
///
/// A guard is entered for a key; look-ups and writes are about that key. There is one guard a shard,
/// entering it allocates nothing. What [#find] answers is good until the next write or [#reserve].
///
/// Writing takes two steps: [#reserve] first, which may leave the shard for a moment to evict others and
/// is the only step that can fail, then one of the `put` methods.
public final class ShardGuard implements AutoCloseable {
    /// The deadline of an entry that has none.
    public static final long NO_DEADLINE = -1;

    /// The latest deadline there can be, in milliseconds since 1970: some 4,400 years from then.
    public static final long DEADLINE_MAX = (1L << 47) - 1;

    /// For writes: the deadline the entry has now, or none.
    public static final long KEEP_DEADLINE = -2;

    /// For [#reserveSplice]: behind the last byte of the value, wherever that is by then.
    public static final long END = -1;

    /// The longest key, in bytes.
    public static final int KEY_BYTES_MAX = EntryBlobs.KEY_BYTES_MAX;

    final Shard shard;
    private final Store store;
    private final EntryWriter writer;
    private final Splicer splicer;
    private final Belonging belonging;
    private boolean hasBelonging;

    // The operation the guard was entered for; set by Store and MultiGuard.
    private int stripe;
    private long nowMs;
    private long hash;
    private byte[] key = {};
    private int keyOffset;
    private int keyBytes;
    private int database;
    private int databaseId;
    private boolean touches = true;
    private Reservation reservation;

    private boolean located;
    private int slot;

    /// The entry of the key that the look-up does not show, because it is a lease, or stale.
    private int hidden;

    private int graceMs;
    private final LeaseGuard lease;

    ShardGuard(Store store, Shard shard) {
        this.store = store;
        this.shard = shard;
        this.writer = new EntryWriter(shard);
        this.reservation = store.reservation(0);
        this.splicer = new Splicer(shard, writer);
        this.belonging = new Belonging(shard);
        this.lease = new LeaseGuard(this);
    }

    /// Points the guard, whose lock is held, at a key.
    ShardGuard on(int stripe, long nowMs, int database, int databaseId, Slice key, long hash) {
        this.stripe = stripe;
        this.nowMs = nowMs;
        this.database = database;
        this.databaseId = databaseId;
        this.key = key.array();
        this.keyOffset = key.offset();
        this.keyBytes = key.length();
        this.hash = hash;
        this.located = false;
        this.touches = true;
        this.graceMs = 0;
        this.reservation = store.reservation(stripe);
        settle();
        return this;
    }

    /// Points the guard, whose lock is held, at the live entry that `handle` names in the database, or at
    /// none: no key is hashed or compared (H4). Such a guard reads; it has no key to write under.
    ShardGuard on(int stripe, long nowMs, int databaseId, long handle) {
        this.stripe = stripe;
        this.nowMs = nowMs;
        this.touches = true;
        this.reservation = store.reservation(stripe);
        int named = shard.resolve(handle);
        boolean isSeen =
                named != NO_SLOT
                        && shard.slots.database(named) == databaseId
                        && shard.isSeen(named, nowMs);
        this.keyBytes = 0;
        settle();
        this.slot = isSeen ? named : NO_SLOT;
        this.hidden = NO_SLOT;
        this.located = true;
        return this;
    }

    /// Lets reads and writes through this guard leave recency alone (`CLIENT NO-TOUCH`).
    public ShardGuard touches(boolean yes) {
        touches = yes;
        return this;
    }

    /// Lets writes through this guard leave the entry's tags as they are.
    public ShardGuard keepingTags() {
        belonging().keepTags();
        return this;
    }

    /// Gives what is written next through this guard these tags; their names are borrowed until then.
    public ShardGuard tagging(TagNames tags) {
        belonging().tags(tags.set());
        return this;
    }

    boolean touches() {
        return touches;
    }

    /// The live entry of the key, or `NO_SLOT`. Marks and counts nothing. An entry whose deadline has
    /// passed, or whose family was invalidated, is deleted here.
    public int find() {
        assert shard.lock.isHeldByCurrentThread() : "S1: shard used without its guard";
        if (!located) {
            slot = shard.index.find(hash, key, keyOffset, keyBytes, databaseId);
            hidden = NO_SLOT;
            if (slot != NO_SLOT && !shard.isSeen(slot, nowMs)) {
                hide();
            }
            located = true;
        }
        return slot;
    }

    /// What was found is not for ordinary commands: it is over, or a lease, or stale.
    private void hide() {
        int kind = shard.slots.kind(slot);
        boolean isOver =
                kind != Kind.LEASE && shard.isTimed(slot) && shard.expireAtMs(slot) <= nowMs;
        if (isOver && !Kind.isHidden(kind)) {
            shard.families.expired(stripe, shard, slot);
        }
        if (shard.families.fate(shard, slot) == Fate.DEAD) {
            shard.end(slot, hash, Ending.INVALIDATED, nowMs);
        } else if (isOver) {
            Leases.expire(shard, slot, hash, nowMs);
        }
        hidden = shard.slots.isLive(slot) ? slot : NO_SLOT;
        slot = NO_SLOT;
    }

    /// The entry of the key, whatever it is, or `NO_SLOT`.
    int raw() {
        return find() == NO_SLOT ? hidden : slot;
    }

    /// The operations on the key's lease.
    public LeaseGuard lease() {
        return lease;
    }

    /// Lets the value written next live on for `ms` after its deadline, stale.
    public ShardGuard grace(int ms) {
        graceMs = ms;
        return this;
    }

    /// What was found is no longer so.
    void forget() {
        located = false;
    }

    /// Ends what is left of entries of the key that were flushed.
    void endFlushed() {
        if (!store.databases().hasDead()) {
            return;
        }
        long[] dead = store.databases().deadIds();
        for (int id = 0; id < Shard.IDS; id++) {
            boolean isDead = (dead[id >>> 6] >>> id & 1) == 1;
            if (isDead && store.databases().lastDatabaseOf(id) == database) {
                int left = shard.index.find(hash, key, keyOffset, keyBytes, id);
                if (left != NO_SLOT) {
                    shard.end(left, hash, Ending.FLUSHED, nowMs);
                }
            }
        }
    }

    long hash() {
        return hash;
    }

    int database() {
        return database;
    }

    long nowMs() {
        return nowMs;
    }

    int stripe() {
        return stripe;
    }

    Store store() {
        return store;
    }

    /// The live entry of the key, or `NO_SLOT`; counts the hit or the miss, but is no use.
    public int peek() {
        int found = find();
        if (found == NO_SLOT) {
            shard.families.missed(stripe, key, keyOffset, keyBytes);
        } else {
            shard.families.hit(stripe, shard, found);
        }
        return found;
    }

    /// The live entry of the key, now marked used, or `NO_SLOT`; counts the hit or the miss.
    public int touch() {
        int found = peek();
        if (found != NO_SLOT && touches) {
            shard.use(found, (int) nowMs);
        }
        return found;
    }

    /// Whether the value is kept as an integer.
    public boolean isInteger(int slot) {
        return shard.slots.kind(slot) == Kind.STRING_INTEGER;
    }

    /// The value of an entry that [#isInteger].
    public long integer(int slot) {
        return shard.blobs.integer(shard.valueHeader(slot));
    }

    /// Whether the value is so long that it is kept in parts, and can be [#pin]ned.
    public boolean isLong(int slot) {
        return shard.slots.kind(slot) == Kind.STRING_PARTS;
    }

    /// Whether the value is stored once for all entries that have it.
    public boolean isShared(int slot) {
        return shard.slots.kind(slot) == Kind.STRING_SHARED;
    }

    /// Redis's name for how the value is kept; `interned` for what Redis does not have.
    public String encoding(int slot) {
        return StringValues.encoding(shard, slot);
    }

    /// Length of a string value in bytes, as clients see it.
    public long valueBytes(int slot) {
        return StringValues.length(shard, slot);
    }

    /// Copies `count` bytes of the value, from its byte `from` on, into `to` at `at`; of an integer its digits.
    public void copyValue(int slot, long from, byte[] to, int at, int count) {
        StringValues.copy(shard, slot, from, to, at, count);
    }

    /// The long value, held for a reply until it is released; it stays as it is whatever happens to the key.
    public PinnedValue pin(int slot) {
        return pin(slot, 0, valueBytes(slot));
    }

    /// The same for `length` bytes of the value from its byte `from` on.
    public PinnedValue pin(int slot, long from, long length) {
        return PinnedValue.of(shard, slot, from, length);
    }

    /// Whether the value is exactly these bytes.
    public boolean valueEquals(int slot, byte[] array, int offset, int length) {
        return StringValues.equal(shard, slot, array, offset, length);
    }

    /// The deadline in milliseconds since 1970, or [#NO_DEADLINE].
    public long deadline(int slot) {
        return shard.isTimed(slot) ? Grace.softDeadline(shard, slot) : NO_DEADLINE;
    }

    /// The name of the value as it is now.
    public long handle(int slot) {
        return Handle.of(shard.slots.generation(slot), shard.storeSlot(slot));
    }

    /// Length of the entry's key in bytes.
    public int keyBytes(int slot) {
        return shard.blobs.keyBytes(shard.heap.address(shard.slots.blob(slot)));
    }

    /// Copies the entry's key, all of its [#keyBytes], into `to` at `at`.
    public void copyKey(int slot, byte[] to, int at) {
        long blob = shard.heap.address(shard.slots.blob(slot));
        shard.raw.copyOut(shard.blobs.keyAt(blob), to, at, shard.blobs.keyBytes(blob));
    }

    /// Milliseconds since the entry was last used.
    public long idleMs(int slot) {
        return (int) nowMs - shard.slots.stamp(slot) & 0xFFFF_FFFFL;
    }

    /// The logarithmic use count of LFU, 0 to 255.
    public int uses(int slot) {
        return UseCount.of(shard.slots, slot, (int) nowMs, shard.policySettings);
    }

    /// Bytes of memory the entry takes: slot, share of the index, blob and parts.
    public long memoryBytes(int slot) {
        return StringValues.memoryBytes(shard, slot);
    }

    /// How many own the value: the entry, others that share it, and replies that are being sent from it.
    public int owners(int slot) {
        if (isShared(slot)) {
            return shard.interner.owners(shard.shared(slot));
        }
        return isLong(slot) ? shard.longs.owners(shard.valueHeader(slot)) : 1;
    }

    /// Whether the policy in force keeps the use counts of LFU.
    public boolean isLfu() {
        return shard.policyKind.isLfu();
    }

    /// Makes sure that a `put` of at most `valueBytes` with `deadline` (a time, [#NO_DEADLINE] or
    /// [#KEEP_DEADLINE]) will not fail. May leave the shard and enter it again: what was found before is
    /// no longer known after.
    ///
    /// @throws StoreFullException if there is no memory and nothing may be evicted
    public void reserve(long valueBytes, long deadline) {
        for (int attempt = 0; ; attempt++) {
            if (isOpened(attempt, deadline) && splicer.prepare(valueBytes, reservation)) {
                return;
            }
            makeRoom(attempt);
        }
    }

    /// [#open] that sees to the tags as well. False when there is no memory for those, or there are too many entries.
    private boolean isOpened(int attempt, long deadline) {
        boolean isTagged = belonging().prepare(attempt, reservation);
        open(deadline);
        return isTagged && store.admits(slot);
    }

    /// One try of [#reserve] that stays in the shard.
    boolean tryReserve(long valueBytes, long deadline) {
        open(deadline);
        return splicer.prepare(valueBytes, reservation);
    }

    /// [#reserve] for a value that has arrived in parts.
    public void reserveArrived(IncomingValue value, long deadline) {
        for (int attempt = 0; ; attempt++) {
            if (isOpened(attempt, deadline)
                    && writer.prepareParts(value.partCount(), reservation)) {
                return;
            }
            makeRoom(attempt);
        }
    }

    /// [#reserve] for a [#splice] of `bytes` from the value's byte `at` on, or from its [#END]; the deadline
    /// is kept. How long the value will be is looked at anew whenever the shard was left in between.
    public void reserveSplice(long at, long bytes) {
        belonging().keepTags();
        for (int attempt = 0; ; attempt++) {
            open(KEEP_DEADLINE);
            long before = slot == NO_SLOT ? 0 : valueBytes(slot);
            long after = Math.max(before, (at == END ? before : at) + bytes);
            if (store.admits(slot) && splicer.prepareSplice(slot, after, reservation)) {
                return;
            }
            makeRoom(attempt);
        }
    }

    /// Tells the writer what is about to be written where.
    EntryWriter open(long deadline) {
        int found = find();
        long resolved =
                deadline == KEEP_DEADLINE
                        ? (found == NO_SLOT ? NO_DEADLINE : deadline(found))
                        : deadline;
        int target = found == NO_SLOT ? hidden : found;
        long end = Math.min(resolved + graceMs, DEADLINE_MAX);
        writer.begin(target, hash, key, keyOffset, keyBytes, databaseId, end);
        writer.grace(graceMs);
        belonging().describe(writer, found, key, keyOffset, keyBytes);
        return writer;
    }

    /// Writes a mark in the place of a value, see [EntryWriter#putMark]; an empty value was reserved for.
    void putMark(int kind, long deadline) {
        open(deadline);
        hidden = writer.putMark(kind, stamp(), reservation);
        slot = NO_SLOT;
        located = true;
        belonging.written();
    }

    /// Writes a string. A value that spells an integer should be given to [#putInteger].
    public void putBytes(byte[] array, int offset, int length, long deadline) {
        open(deadline);
        int shared = store.sharing().offer(stripe, hash, array, offset, length);
        slot = splicer.putBytes(shared, array, offset, length, stamp(), reservation);
        wrote();
    }

    /// Writes an integer, kept as such.
    public void putInteger(long value, long deadline) {
        open(deadline);
        slot = writer.putInteger(value, stamp(), reservation);
        wrote();
    }

    /// Writes a long value that arrived in parts, which become the entry's.
    public void putArrived(IncomingValue value, long deadline) {
        open(deadline);
        slot = writer.putParts(value.adopt(), value.length(), stamp(), reservation);
        wrote();
    }

    /// Makes the value in `slot` one that others can share, if it may be and there is memory; its handle stays good.
    void share(int slot) {
        Sharer.share(shard, slot, store.sharing());
    }

    /// Writes what is not a new value of a client's.
    @FunctionalInterface
    interface Body {
        /// Answers the slot.
        int put(EntryWriter writer, Splicer splicer, int stamp, Reservation reservation);
    }

    /// Writes a value for which room was reserved.
    void put(long deadline, Body body) {
        open(deadline);
        slot = body.put(writer, splicer, stamp(), reservation);
        wrote();
    }

    /// Overwrites the value, an empty one if there is none, from byte `at` on; zeros fill a gap. Keeps the deadline.
    public void splice(long at, byte[] array, int offset, int length) {
        belonging().keepTags();
        open(KEEP_DEADLINE);
        slot = splicer.splice(slot, at, array, offset, length, stamp(), reservation);
        spliced();
    }

    /// [#splice] of bytes that arrived in native memory.
    public void splice(long at, BigArgument bytes) {
        belonging().keepTags();
        open(KEEP_DEADLINE);
        slot = splicer.splice(slot, at, bytes, stamp(), reservation);
        spliced();
    }

    private void spliced() {
        shard.slots.flags(slot, shard.slots.flags(slot) | SlotFlags.SPLICED);
        wrote();
    }

    private int stamp() {
        return (int) nowMs;
    }

    private void wrote() {
        located = true;
        hidden = NO_SLOT;
        belonging.written();
        shard.families.wrote(stripe, shard, slot);
    }

    /// Deletes the key. False if it was not there. Whoever was about to fill it is too late then.
    public boolean remove() {
        int found = find();
        if (found == NO_SLOT) {
            lease.cancel(hidden, hash);
            return false;
        }
        shard.end(found, hash, Ending.DELETED, nowMs);
        slot = NO_SLOT;
        store.counters().increment(stripe, Counter.DELETIONS);
        return true;
    }

    /// Gives the live entry of the key a deadline, or none; its handle stays good. One that has passed deletes it.
    public void expireAt(long deadline) {
        if (deadline != NO_DEADLINE && deadline <= nowMs) {
            shard.families.expired(stripe, shard, find());
            shard.end(slot, hash, Ending.EXPIRED, nowMs);
            slot = NO_SLOT;
            return;
        }
        belonging().keepTags();
        graceMs = deadline == NO_DEADLINE ? 0 : Grace.graceMs(shard, find());
        open(deadline);
        graceMs = 0;
        writer.changeDeadline();
    }

    /// Marks the live entry of the key as used without counting a hit.
    public void use() {
        if (find() != NO_SLOT && touches) {
            shard.use(slot, (int) nowMs);
        }
    }

    /// Which families the next write gives the entry.
    Belonging belonging() {
        hasBelonging = true;
        return belonging;
    }

    /// Forgets what the last operation wanted of them. Reads want nothing, and do not touch that object.
    private void settle() {
        if (hasBelonging) {
            belonging.begin();
            hasBelonging = false;
        }
    }

    Reservation reservation() {
        return reservation;
    }

    /// Where reserved chunks are kept: with the event loop, or with its MultiGuard.
    void reservation(Reservation other) {
        reservation = other;
    }

    /// Leaves the shard to have others evicted, and comes back. Meanwhile other threads use this very guard, so what this
    /// operation is about is kept aside. The database may have been flushed in between: its id is read anew.
    void makeRoom(int attempt) {
        final int keptStripe = stripe;
        final long keptNowMs = nowMs;
        final long keptHash = hash;
        final byte[] keptKey = key;
        final int keptOffset = keyOffset;
        final int keptBytes = keyBytes;
        final int keptDatabase = database;
        final boolean keptTouches = touches;
        final int keptGraceMs = graceMs;
        final Reservation kept = reservation;
        final Belonging.Wish wish = belonging().leave();
        long held = kept.bytes();

        store.inTransit(held);
        shard.publish(nowMs);
        shard.lock.unlock();
        boolean room;
        try {
            room = store.makeRoomAgain(keptStripe, keptNowMs, attempt, kept, 1);
        } finally {
            shard.lock.lock();
            store.inTransit(-held);
            stripe = keptStripe;
            nowMs = keptNowMs;
            hash = keptHash;
            key = keptKey;
            keyOffset = keptOffset;
            keyBytes = keptBytes;
            database = keptDatabase;
            databaseId = store.databaseId(keptDatabase);
            touches = keptTouches;
            graceMs = keptGraceMs;
            reservation = kept;
            located = false;
            belonging().enter(wish);
        }
        if (!room) {
            throw StoreFullException.INSTANCE;
        }
    }

    /// Frees what was reserved and not used, and leaves the shard.
    @Override
    public void close() {
        boolean wakes = shard.wakes;
        try {
            settle();
            if (wakes) {
                shard.wakes = false;
            }
            reservation.release();
            shard.publish(nowMs);
        } finally {
            shard.lock.unlock();
        }
        if (wakes) {
            store.leases().wake();
        }
    }
}
