package dev.larder.server.store;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.stats.Counter;
import dev.larder.server.stats.PaddedCounters;
import dev.larder.server.store.intern.Interner;
import dev.larder.server.store.intern.TagSet;
import dev.larder.server.store.intern.Tags;
import dev.larder.server.store.slot.Fate;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/// The families that entries belong to: those who have one tag, and those whose keys have one prefix. All of a family
/// can be invalidated at one moment, at a cost that does not depend on how many they are.
///
/// An entry does not refer to the name of a family but to what the name meant when the entry came: a prefix by an id,
/// a tag by a generation. To invalidate a family is to give its name another meaning. Who carries the old one is dead
/// from then on, and is freed when it is touched, by the sweep, or by who needs memory.
///
/// - **T1** An entry is live only while the id of its prefix has not ended and every tag of its list has the generation
///   that the list remembers.
/// - **T2** While entries may be left whose family was invalidated, [#mayBeDead] says so: who reads an entry under its
///   shard after an invalidation was answered looks at its families.
/// - **T3** The entries and bytes that are counted for each id of a prefix, by shard, and the entries counted for each
///   tag, are those that a walk finds; of a tag those count that remember its present generation.
/// - **T4** A list of tags lives as long as an entry has it, and the name of a tag as long as a list has it.
/// - **T5** A write of a whole value leaves the entry with the tags it was given and no others.
///
/// Names are the server's: they mean the same in all databases.
///
/// Lock order: shards, then this object's monitor, then that of the prefixes, then a stripe of the interner.
public final class Families {
    private static final VarHandle PENDING = pendingHandle();

    private final Store store;
    private final PaddedCounters counters;
    private final Prefixes prefixes;
    private final Tags tags;

    /// Guarded by this object.
    private long epoch;

    /// Written under this object's monitor; read by anybody, opaquely where that is often.
    private volatile boolean pending;

    /// Whether the last sweep has left nothing but stale entries that have a grace. Likewise.
    private volatile boolean onlyStale;

    Families(Store store, Interner interner, int stripes, int shards) {
        this.store = store;
        this.counters = store.counters();
        this.prefixes = new Prefixes(stripes, shards);
        this.tags = new Tags(interner);
    }

    private static VarHandle pendingHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Families.class, "pending", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// The prefixes that are known.
    public Prefixes prefixes() {
        return prefixes;
    }

    /// Tags and their combinations.
    Tags tags() {
        return tags;
    }

    /// How many entries have the tag.
    public int tagged(Slice tag) {
        return tags.entries(tag.array(), tag.offset(), tag.length());
    }

    /// In how many combinations the tag is, those included that wait for the sweep.
    public int combinations(Slice tag) {
        return tags.lists(tag.array(), tag.offset(), tag.length());
    }

    /// Hands the tags that entries have to `visitor`, some `count` of them from `cursor` on (0 begins), and answers the
    /// next cursor, 0 at the end. A tag that is there throughout is seen, once. Allocates.
    public long walkTags(long cursor, int count, Consumer<byte[]> visitor) {
        return tags.walk(cursor, count, visitor::accept);
    }

    /// Whether there may be entries whose family was invalidated and that were not swept yet.
    boolean mayBeDead() {
        return pending;
    }

    /// What became of the entry in `slot` through its families. The shard is held. Only an entry with a grace can be
    /// stale, until its grace is over; what has none is dead.
    int fate(Shard shard, int slot) {
        // Opaque, so that what else is read of the slot need not be read anew: who asks after the
        // reply of an
        // invalidation came by the network, and finds what was written before it.
        if (!(boolean) PENDING.getOpaque(this)) {
            return Fate.LIVE;
        }
        int fate = prefixes.fate(shard.prefix(slot));
        if (shard.isTagged(slot)) {
            fate = Math.max(fate, tags.fate(shard.tagList(slot), shard.roll.scratch()));
        }
        return fate == Fate.STALE && Grace.graceMs(shard, slot) == 0 ? Fate.DEAD : fate;
    }

    /// Through which family the entry in `slot` is over, as [Ghosts] spell it: the prefix, or else one of its tags.
    int culprit(Shard shard, int slot) {
        int prefix = shard.prefix(slot);
        if (prefixes.fate(prefix) != Fate.LIVE) {
            return prefixes.ender(prefix);
        }
        return shard.isTagged(slot)
                ? Ghosts.byTag(tags.culprit(shard.tagList(slot), shard.roll.scratch()))
                : 0;
    }

    /// Invalidates tags. How many entries had them: one that had two of them counts twice. O(tags).
    public long invalidateTags(int stripe, TagNames named, boolean isSoft) {
        long entries = 0;
        TagSet set = named.set();
        synchronized (this) {
            boolean before = pending;
            pending = true;
            for (int index = 0; index < named.count(); index++) {
                int ended = tags.invalidate(set, index, isSoft ? Fate.STALE : Fate.DEAD);
                if (ended > 0) {
                    store.ghosts().tags().add(tags.nameHash(set, index), tags.text(set, index));
                }
                entries += ended;
            }
            invalidated(entries, before, isSoft);
        }
        counters.add(stripe, Counter.TAG_INVALIDATIONS, named.count());
        counters.add(stripe, Counter.KEYS_INVALIDATED, entries);
        return entries;
    }

    /// Invalidates prefixes, of which each is tracked or has no keys. How many entries had them. O(prefixes, shards).
    public long invalidatePrefixes(int stripe, List<byte[]> names, boolean isSoft) {
        long entries = 0;
        for (byte[] name : names) {
            long ended = invalidatePrefix(name, isSoft);
            while (ended < 0) {
                store.reclaimer().sweepStep();
                ended = invalidatePrefix(name, isSoft);
            }
            entries += ended;
        }
        counters.add(stripe, Counter.PREFIX_INVALIDATIONS, names.size());
        counters.add(stripe, Counter.KEYS_INVALIDATED, entries);
        return entries;
    }

    /// With all shards held, so that a write comes before as a whole, and is counted, or after.
    private long invalidatePrefix(byte[] name, boolean isSoft) {
        for (int number = 0; number < store.shardCount(); number++) {
            store.shard(number).lock.lock();
        }
        try {
            synchronized (this) {
                long ended = prefixes.invalidate(name, isSoft ? Fate.STALE : Fate.DEAD);
                invalidated(ended, pending, isSoft);
                return ended;
            }
        } finally {
            for (int number = store.shardCount() - 1; number >= 0; number--) {
                store.shard(number).lock.unlock();
            }
        }
    }

    /// What is dead is flagged before it is dead, and counted afterwards: a sweep that began in between does not take the
    /// flag away.
    private void invalidated(long entries, boolean wasPending, boolean isSoft) {
        boolean isChange = entries > 0 || (wasPending && !isSoft);
        epoch += isChange ? 1 : 0;
        onlyStale &= !isChange;
        pending = wasPending || entries > 0;
    }

    /// A sweep that begins: what has ended by now.
    ///
    /// @param ids of prefixes
    /// @param epoch how many invalidations there were
    record Pass(BitSet ids, long epoch) {
        static final Pass NONE = new Pass(new BitSet(), -1);
    }

    synchronized Pass pass() {
        return new Pass(prefixes.ended(), epoch);
    }

    /// The sweep has passed over all shards. Whatever was invalidated since it began waits for the next one.
    synchronized void swept(Pass pass, boolean hasStale) {
        boolean isLeft = prefixes.swept(pass.ids()) || hasStale;
        onlyStale = isLeft && epoch == pass.epoch();
        pending = isLeft || epoch != pass.epoch();
    }

    /// Whether a sweep may find something to end at once: all there is else is stale, and in its grace.
    boolean hasDead() {
        return pending && !onlyStale;
    }

    /// A look-up found the entry in `slot`, whose shard is held.
    void hit(int stripe, Shard shard, int slot) {
        counters.increment(stripe, Counter.HITS);
        count(stripe, shard, slot, PrefixFlow.HITS);
    }

    /// A look-up of this key found nothing.
    void missed(int stripe, byte[] key, int offset, int length) {
        counters.increment(stripe, Counter.MISSES);
        prefixes.count(stripe, prefixes.idOf(key, offset, length), PrefixFlow.MISSES);
    }

    /// The entry in `slot` was written.
    void wrote(int stripe, Shard shard, int slot) {
        counters.increment(stripe, Counter.SETS);
        count(stripe, shard, slot, PrefixFlow.SETS);
    }

    private void count(int stripe, Shard shard, int slot, int kind) {
        prefixes.count(stripe, shard.prefix(slot), kind);
    }

    /// An entry's time ran out.
    void expired(int stripe, Shard shard, int slot) {
        counters.increment(stripe, Counter.EXPIRATIONS);
        count(stripe, shard, slot, PrefixFlow.EXPIRATIONS);
    }

    /// An entry was evicted.
    void evicted(int stripe, Shard shard, int slot) {
        counters.increment(stripe, Counter.EVICTIONS);
        count(stripe, shard, slot, PrefixFlow.EVICTIONS);
    }
}
