package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.RawBytes;
import dev.larder.server.memory.SpinLock;
import dev.larder.server.store.evict.Candidates;
import dev.larder.server.store.evict.EvictionPolicies;
import dev.larder.server.store.evict.EvictionPolicy;
import dev.larder.server.store.evict.LruList;
import dev.larder.server.store.evict.PolicySettings;
import dev.larder.server.store.evict.UseCount;
import dev.larder.server.store.expire.TimedEntries;
import dev.larder.server.store.expire.TimerWheel;
import dev.larder.server.store.index.HashIndex;
import dev.larder.server.store.index.KeyHasher;
import dev.larder.server.store.index.KeySource;
import dev.larder.server.store.intern.Interner;
import dev.larder.server.store.intern.Tags;
import dev.larder.server.store.slot.Fate;
import dev.larder.server.store.slot.Handle;
import dev.larder.server.store.slot.SlotFlags;
import dev.larder.server.store.slot.SlotTable;
import java.util.SplittableRandom;

/// One share of the store: a lock, and the structures it guards.
///
/// A shard is where the parts meet that know nothing of each other: the index leads from a key to a
/// slot, the slot to the blob, the list orders the slots, the wheel knows their deadlines.
///
/// - **S1** Everything here is used by the thread that holds [#lock], but for what is marked published, and
///   for glimpses, which use nothing that they see.
/// - **S2** A live slot is in the index, once; in the list exactly if the policy considers it; in the
///   wheel exactly if it is `TIMED`. A slot that is not live is in none of them.
/// - **S3** A blob belongs to one slot or, while a reply is sent from it, to the replies alone.
/// - **S4** The counts of entries, of timed ones and of their deadlines are kept by database id and equal
///   what a walk finds.
/// - **S6** The hash that is kept beside a long key is the key's.
final class Shard implements KeySource, TimedEntries, Candidates {
    static final int IDS = 256;

    /// Lines that [#glimpse] names.
    static final int GLIMPSED_LINES = 4;

    /// A short blob, if it goes over a line's end at all, has a byte here in the next line.
    private static final int BLOB_NEXT_LINE = 48;

    private static final int DRAWS_MAX = 16;

    final SpinLock lock = new SpinLock();
    final int number;
    final int shardBits;

    // Guarded by the shard.
    final ChunkHeap heap;
    final RawBytes raw;
    final EntryBlobs blobs;
    final LongValues longs;
    final Interner interner;
    final SlotTable slots;
    final HashIndex index;
    final TimerWheel timers;
    final LruList list;

    /// The deadlines of leases.
    final TimerWheel leaseTimers;

    final LeaseBoard board;
    private final Leases leases;
    final SplittableRandom random;
    private final KeyHasher hasher;
    private final Ranks ranks;
    final Families families;
    final FamilyRoll roll;
    final Databases databases;

    /// How entries ended.
    GhostTable ghosts;

    EvictionPolicy policy;
    EvictionPolicies policyKind;
    PolicySettings policySettings;

    /// Bytes of chunks whose entry has ended while replies are sent from them.
    long orphanBytes;

    /// How long the last victim had not been used, in milliseconds.
    long evictionAgeMs;

    /// Whether there are leases.
    private boolean leasing;

    /// Whether [Leases#wake] has something to do.
    boolean wakes;

    private boolean rankStale = true;
    private boolean ranksBySize;
    private int publishedTail = NO_SLOT;

    // Guarded by the shard, published: read without it by those who can bear a moment's delay.
    final int[] sizes = new int[IDS];
    final int[] timedSizes = new int[IDS];
    final long[] deadlineSums = new long[IDS];
    private volatile long nextDueMs = Long.MAX_VALUE;

    Shard(int number, StoreParts parts, StoreConfig config, long nowMs) {
        this.number = number;
        this.shardBits = parts.shardBits();
        this.heap = parts.heap();
        this.raw = parts.raw();
        this.hasher = parts.hasher();
        this.ranks = parts.ranks();
        this.blobs = new EntryBlobs(raw);
        this.longs = new LongValues(heap, raw, blobs);
        this.interner = parts.interner();
        this.families = parts.families();
        this.roll = new FamilyRoll(this);
        this.slots =
                new SlotTable(
                        heap,
                        raw,
                        Math.min(
                                (1 << (24 - shardBits)) - 1,
                                SlotTable.segments(HashIndex.SLOT_BITS)),
                        config.generationBits());
        this.index = new HashIndex(heap, raw, this, shardBits);
        this.timers = new TimerWheel(this, nowMs);
        this.list = new LruList(slots);
        this.leases = parts.leases();
        this.databases = parts.databases();
        this.ghosts = new GhostTable(raw, 0, 0);
        this.leaseTimers = new TimerWheel(this, nowMs);
        this.board = new LeaseBoard(leases, number);
        this.random = new SplittableRandom(config.seed() + number);
        this.policyKind = config.policy();
        this.policySettings = config.policySettings();
        this.policy = policyKind.create(list, slots, this, policySettings, random);
        this.ranksBySize = policy.ranksBySize();
    }

    /// The slot's number in the whole store, as handles and parts name it.
    int storeSlot(int slot) {
        return slot << shardBits | number;
    }

    /// The slot that `handle` names, or `NO_SLOT` if the handle is stale or forged. O(1), reads no key.
    int resolve(long handle) {
        int slot = Handle.storeSlot(handle) >>> shardBits;
        return slots.isCurrent(slot, Handle.generation(handle)) ? slot : NO_SLOT;
    }

    @Override
    public boolean matches(int slot, byte[] key, int offset, int length, int db) {
        return slots.database(slot) == db
                && blobs.keyEquals(heap.address(slots.blob(slot)), key, offset, length);
    }

    @Override
    public int touch(int slot) {
        return raw.byteAt(heap.address(slots.blob(slot)));
    }

    /// Puts into `lines`, from `count` on, where the lines lie that a use of the slot at `place` will want:
    /// of its blob, if it still has one, and of its neighbours in the order. How many there are then; at
    /// most [#GLIMPSED_LINES] more. Needs no lock, and the lines may be of anything, but in the region.
    int glimpse(long place, long[] lines, int count) {
        long at = glimpseBlob(place);
        lines[count] = at;
        lines[count + 1] = at + BLOB_NEXT_LINE;
        lines[count + 2] = slots.glimpsePrev(place);
        lines[count + 3] = slots.glimpseNext(place);
        return count + GLIMPSED_LINES;
    }

    /// Where the blob lies of the slot at `place`, or 0 if what stands there is no place of one. Likewise.
    long glimpseBlob(long place) {
        long at = heap.address(slots.glimpseBlob(place));
        return at < raw.size() - ChunkHeap.MAX_CHUNK_BYTES ? at : 0;
    }

    /// The hash of the key alone, as everywhere: a blob on the move does not know its database. Computed for
    /// a short key, kept beside a long one: O(1).
    @Override
    public long hashOf(int slot) {
        long at = heap.address(slots.blob(slot));
        return blobs.isLongKey(at)
                ? blobs.keyHash(at)
                : hasher.hash(raw, blobs.keyAt(at), blobs.keyBytes(at), 0);
    }

    boolean isTimed(int slot) {
        return (slots.flags(slot) & SlotFlags.TIMED) != 0;
    }

    /// Where the header of the slot's value is.
    long valueHeader(int slot) {
        int flags = slots.flags(slot);
        boolean isWide = slots.prefix(slot) == EntryBlobs.WIDE_PREFIX;
        return blobs.timedAt(heap.address(slots.blob(slot)))
                + EntryBlobs.besideBytes(
                        (flags & SlotFlags.TIMED) != 0, isWide, (flags & SlotFlags.TAGGED) != 0);
    }

    /// The id of the prefix of the slot's key.
    int prefix(int slot) {
        int prefix = slots.prefix(slot);
        return prefix == EntryBlobs.WIDE_PREFIX
                ? blobs.widePrefix(valueHeader(slot), isTagged(slot))
                : prefix;
    }

    boolean isTagged(int slot) {
        return (slots.flags(slot) & SlotFlags.TAGGED) != 0;
    }

    /// The list of the slot's tags, or `Tags.NONE`.
    int tagList(int slot) {
        return isTagged(slot) ? blobs.tagList(valueHeader(slot)) : Tags.NONE;
    }

    /// Bytes that the entry takes by itself.
    long ownBytes(int slot) {
        long bytes = StringValues.TABLE_BYTES + heap.chunkBytes(slots.blob(slot));
        return slots.kind(slot) == Kind.STRING_PARTS
                ? bytes + longs.chunkBytes(valueHeader(slot))
                : bytes;
    }

    /// Whether ordinary commands see the entry in `slot`: its time has not come, or is bridged by its grace, it has a
    /// value, and no family of it was invalidated.
    boolean isSeen(int slot, long nowMs) {
        return (!isTimed(slot) || isShown(slot, nowMs)) && families.fate(this, slot) != Fate.DEAD;
    }

    private boolean isShown(int slot, long nowMs) {
        return !Kind.isHidden(slots.kind(slot))
                && expireAtMs(slot) > nowMs
                && (!Grace.isStale(this, slot, nowMs) || leases.servesStale());
    }

    /// Tells the policy of a use and stamps the slot.
    void use(int slot, int stamp) {
        if ((slots.flags(slot) & SlotFlags.LINKED) != 0) {
            if (slot == list.tail()) {
                rankStale = true;
            }
            policy.used(slot, stamp);
        }
        slots.stamp(slot, stamp);
    }

    /// A new entry has been written into `slot`, `TIMED` flag included: makes it known everywhere.
    void begin(int slot, long hash, int stamp) {
        index.insert(hash, slot);
        join(slot, stamp);
    }

    /// The entry in `slot`, which the index knows, has become one of another kind: makes it known everywhere
    /// else.
    void join(int slot, int stamp) {
        slots.stamp(slot, stamp);
        slots.uses(slot, UseCount.INITIAL);
        if (slots.kind(slot) == Kind.LEASE) {
            leaseTimers.add(slot, expireAtMs(slot));
            leasing = true;
            leases.changed(1);
            return;
        }
        sizes[slots.database(slot)] += counted(slot);
        if (isTimed(slot)) {
            startTimer(slot);
        } else if (!policyKind.isVolatile()) {
            link(slot);
        }
    }

    /// The entry ends at `atMs`: it leaves index, order and wheel, and its blob and slot are freed.
    void end(int slot, long hash, Ending ending, long atMs) {
        record(slot, hash, ending, atMs);
        roll.leave(slot, false);
        unlinkAll(slot);
        index.remove(hash, slot);
        dropBlob(slot);
        slots.free(slot);
    }

    /// Remembers how the entry ends, which is still whole; of one that was flushed that it was, whatever ends it now, and
    /// of one that was invalidated likewise if its time runs out. A lease is no entry.
    void record(int slot, long hash, Ending ending, long atMs) {
        if (!ghosts.isOn() || slots.kind(slot) == Kind.LEASE) {
            return;
        }
        int id = slots.database(slot);
        int database = databases.lastDatabaseOf(id);
        if (databases.isDead(id)) {
            ghosts.put(hash, database, Ending.FLUSHED, databases.flushedAtMs(id), 0);
            return;
        }
        boolean isInvalidated = ending == Ending.EXPIRED && families.fate(this, slot) != Fate.LIVE;
        Ending told = isInvalidated ? Ending.INVALIDATED : ending;
        int detail =
                switch (told) {
                    case EVICTED -> Ghosts.idle((int) atMs - slots.stamp(slot) & 0xFFFF_FFFFL);
                    case INVALIDATED -> families.culprit(this, slot);
                    case EXPIRED, DELETED, FLUSHED -> 0;
                };
        ghosts.put(hash, database, told, atMs, detail);
    }

    /// Leaves order, wheel and counts; the caller sees to index, blob and slot.
    void unlinkAll(int slot) {
        if (slots.kind(slot) == Kind.LEASE) {
            leaveLease(slot);
            return;
        }
        if (isTimed(slot)) {
            stopTimer(slot);
        }
        if ((slots.flags(slot) & SlotFlags.LINKED) != 0) {
            unlink(slot);
        }
        sizes[slots.database(slot)] -= counted(slot);
    }

    /// 1 if the entry in `slot` is one that clients count, else 0.
    private int counted(int slot) {
        return Kind.isHidden(slots.kind(slot)) ? 0 : 1;
    }

    private void leaveLease(int slot) {
        leaseTimers.remove(slot);
        leasing = leaseTimers.size() > 0;
        leases.changed(-1);
        board.release(slot);
        wakes = true;
    }

    /// The tenant that holds the slot's shared value.
    int shared(int slot) {
        return blobs.sharedReference(valueHeader(slot));
    }

    /// Gives the slot's value, if it is shared, back to the other owners; its blob has none then.
    void leaveShared(int slot) {
        if (slots.kind(slot) == Kind.STRING_SHARED) {
            interner.release(shared(slot));
            slots.kind(slot, Kind.STRING_INLINE);
        }
    }

    /// Frees a slot's blob, and the parts it lists unless replies are still being sent from them.
    void dropBlob(int slot) {
        dropValue(slot);
        heap.free(MemoryTag.BLOBS, slots.blob(slot));
    }

    /// Frees the parts of a slot's value, or gives it back to the other owners; the blob stays.
    void dropValue(int slot) {
        leaveShared(slot);
        if (slots.kind(slot) == Kind.STRING_PARTS) {
            long header = valueHeader(slot);
            if (longs.drop(longs.part(header, 0)) > 0) {
                longs.own(header, LongValues.NO_OWNER);
                orphanBytes += longs.partBytes(header);
                longs.freeTables(header);
            } else {
                longs.free(header);
            }
        }
    }

    /// Links a slot as the newest if it is not linked and the policy considers it.
    void linkIfWanted(int slot) {
        boolean wanted = !policyKind.isVolatile() || isTimed(slot);
        if (wanted && (slots.flags(slot) & SlotFlags.LINKED) == 0) {
            link(slot);
        }
    }

    private void link(int slot) {
        rankStale |= ranksBySize || list.size() == 0;
        list.pushFront(slot);
    }

    private void unlink(int slot) {
        rankStale |= ranksBySize || slot == list.tail();
        policy.removed(slot);
        list.unlink(slot);
    }

    /// The entry's blob has a deadline now and its flag is set: into the wheel with it.
    void startTimer(int slot) {
        long deadline = expireAtMs(slot);
        if (counted(slot) == 1) {
            int database = slots.database(slot);
            timedSizes[database]++;
            deadlineSums[database] += deadline;
        }
        timers.add(slot, deadline);
        if ((slots.flags(slot) & SlotFlags.LINKED) == 0) {
            link(slot);
        }
        rankStale |= policyKind == EvictionPolicies.VOLATILE_TTL;
    }

    /// Takes the entry out of the wheel. Its blob still has the deadline, and the slot the flag that
    /// says so, until the caller writes the blob anew.
    void stopTimer(int slot) {
        timers.remove(slot);
        if (counted(slot) == 1) {
            int database = slots.database(slot);
            timedSizes[database]--;
            deadlineSums[database] -= expireAtMs(slot);
        }
        if (policyKind.isVolatile()) {
            unlink(slot);
        }
        rankStale |= policyKind == EvictionPolicies.VOLATILE_TTL;
    }

    /// A timed entry's deadline in the blob changed from `old`.
    void deadlineChanged(int slot, long old) {
        long deadline = expireAtMs(slot);
        deadlineSums[slots.database(slot)] += deadline - old;
        timers.rescheduled(slot, old, deadline);
        rankStale |= policyKind == EvictionPolicies.VOLATILE_TTL;
    }

    /// The entry gets a fresh slot because the generations of its own are used up. Its new slot.
    int moveToFreshSlot(int slot, long hash) {
        int fresh = slots.allocate();
        slots.blob(fresh, slots.blob(slot));
        slots.stamp(fresh, slots.stamp(slot));
        slots.kind(fresh, slots.kind(slot));
        slots.flags(fresh, slots.flags(slot) & ~SlotFlags.LINKED);
        slots.prefix(fresh, slots.prefix(slot));
        slots.database(fresh, slots.database(slot));
        slots.uses(fresh, slots.uses(slot));
        if ((slots.flags(slot) & SlotFlags.LINKED) != 0) {
            rankStale |= slot == list.tail();
            list.replace(slot, fresh);
            policy.moved(slot, fresh);
        }
        if (slots.kind(slot) == Kind.LEASE) {
            leaseTimers.moved(slot, fresh);
            board.moved(slot, fresh);
        } else if (isTimed(slot)) {
            timers.moved(slot, fresh);
        }
        index.replace(hash, slot, fresh);
        if (slots.kind(fresh) == Kind.STRING_PARTS) {
            longs.own(valueHeader(fresh), storeSlot(fresh));
        }
        slots.free(slot);
        return fresh;
    }

    /// Another policy from now on; the order that was kept so far is its starting point.
    void policy(EvictionPolicies kind, PolicySettings settings) {
        if (kind.isVolatile() != policyKind.isVolatile()) {
            relink(kind.isVolatile());
        }
        policyKind = kind;
        policySettings = settings;
        policy = kind.create(list, slots, this, settings, random);
        ranksBySize = policy.ranksBySize();
        rankStale = true;
    }

    /// O(entries). Entries without a deadline leave the order, or come back as its oldest.
    private void relink(boolean timedOnly) {
        for (int segment = 0; segment < slots.segmentEnd(); segment++) {
            slots.forEachLive(
                    segment,
                    slot -> {
                        boolean linked = (slots.flags(slot) & SlotFlags.LINKED) != 0;
                        if (slots.kind(slot) == Kind.LEASE) {
                            return;
                        }
                        if (timedOnly && linked && !isTimed(slot)) {
                            list.unlink(slot);
                        } else if (!timedOnly && !linked) {
                            list.pushBack(slot);
                        }
                    });
        }
    }

    /// Publishes what others look at without the lock. Called before it is let go.
    void publish(long nowMs) {
        if (rankStale || list.tail() != publishedTail) {
            publishedTail = list.tail();
            rankStale = false;
            ranks.publish(number, policy.rank(nowMs));
        }
        long due = timers.nextDueMs();
        if (leasing) {
            due = Math.min(due, leaseTimers.nextDueMs());
        }
        if (due != nextDueMs) {
            nextDueMs = due;
        }
    }

    /// When the wheel has work again.
    long nextDueMs() {
        return nextDueMs;
    }

    @Override
    public long expireAtMs(int slot) {
        return blobs.deadline(heap.address(slots.blob(slot)));
    }

    @Override
    public int timerPrev(int slot) {
        return blobs.timerPrev(heap.address(slots.blob(slot)));
    }

    @Override
    public int timerNext(int slot) {
        return blobs.timerNext(heap.address(slots.blob(slot)));
    }

    @Override
    public void timerPrev(int slot, int link) {
        blobs.timerPrev(heap.address(slots.blob(slot)), link);
    }

    @Override
    public void timerNext(int slot, int link) {
        blobs.timerNext(heap.address(slots.blob(slot)), link);
    }

    /// Under a volatile policy drawn from all entries until one has a deadline, so that each of those is
    /// as likely as any other; where they are rare, from the wheel, which is less fair.
    @Override
    public int random() {
        for (int draw = 0; draw < DRAWS_MAX; draw++) {
            int slot = index.random(random.nextLong());
            if (slot == NO_SLOT || (slots.flags(slot) & SlotFlags.LINKED) != 0) {
                return slot;
            }
        }
        return policyKind.isVolatile() ? timers.random(random.nextLong()) : list.tail();
    }

    @Override
    public int soonest() {
        return timers.soonest();
    }

    @Override
    public int count() {
        return policyKind.isVolatile()
                ? (int) timers.size()
                : (int) (index.size() - leaseTimers.size());
    }
}
