package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.memory.MemoryTag;
import dev.larder.server.store.intern.TagSet;
import dev.larder.server.store.intern.Tags;
import dev.larder.server.store.slot.Fate;
import org.jspecify.annotations.Nullable;

/// Which families the entry will have that a guard is about to write: the prefix of its key, and no tags, or those it
/// has, or others. Guarded by the shard.
///
/// An entry that is overwritten keeps the id of its prefix: it was found live under the same lock, so what is written
/// comes before whatever has invalidated the prefix since.
final class Belonging {
    private static final int TABLE_CHUNK_BYTES = 4096;

    /// A list that is not known yet, but that there will be one.
    private static final int EXPECTED = -2;

    private final Shard shard;
    private final Families families;

    /// The tags the next write gives the entry, if it names any.
    private @Nullable TagSet named;

    /// Their list, counted for this object until the write, or [Tags#NONE].
    private int list = Tags.NONE;

    private boolean keepsTags;
    private boolean expectsTags;

    /// The id for a new entry, once it is known.
    private int prefix;

    private boolean isPrefixKnown;

    Belonging(Shard shard) {
        this.shard = shard;
        this.families = shard.families;
    }

    /// The guard is pointed at another key, whose next write gives it no tags.
    void begin() {
        forget();
        named = null;
        keepsTags = false;
        expectsTags = false;
    }

    /// The shard is about to be left, and what was held in it with it.
    void forget() {
        isPrefixKnown = false;
        if (list != Tags.NONE) {
            families.tags().release(list, shard.roll.scratch());
            list = Tags.NONE;
        }
    }

    /// The entry keeps the tags that it has.
    void keepTags() {
        keepsTags = true;
    }

    /// The entry will be given some list: for who wants to know how much room it takes.
    void expectTags(boolean expects) {
        expectsTags = expects;
    }

    /// The entry gets these tags; none for an empty set. Their names are borrowed until the write.
    void tags(TagSet tags) {
        named = tags;
    }

    /// What is to be kept aside while the shard is left, as others use this object meanwhile.
    record Wish(@Nullable TagSet named, boolean keepsTags) {
        private static final Wish NO_TAGS = new Wish(null, false);
        private static final Wish KEPT_TAGS = new Wish(null, true);
    }

    Wish leave() {
        forget();
        if (named == null) {
            return keepsTags ? Wish.KEPT_TAGS : Wish.NO_TAGS;
        }
        return new Wish(named, keepsTags);
    }

    void enter(Wish wish) {
        begin();
        named = wish.named();
        keepsTags = wish.keepsTags();
    }

    /// The entry gets this list, counted for it already.
    void list(int counted) {
        list = counted;
    }

    /// Makes the list of the tags that were named. False when there is no memory.
    boolean prepare(int attempt, Reservation reservation) {
        TagSet tags = named;
        if (tags != null && tags.count() > 0 && list == Tags.NONE) {
            list = families.tags().list(tags);
            if (list == Tags.NONE) {
                lacks(attempt, reservation);
                return false;
            }
        }
        return true;
    }

    /// Asks for each of the three kinds of chunk in turn that a new list may have lacked.
    static void lacks(int attempt, Reservation reservation) {
        switch (attempt % 3) {
            case 0 -> reservation.wants(MemoryTag.INTERNED, TagSet.TAG_BYTES_MAX);
            case 1 -> reservation.wants(MemoryTag.SLOTS, TABLE_CHUNK_BYTES);
            default -> reservation.wants(MemoryTag.INDEX, TABLE_CHUNK_BYTES);
        }
    }

    /// Tells the writer, before a write to the entry in `slot`, or to a new one of this key.
    void describe(EntryWriter writer, int slot, byte[] key, int offset, int length) {
        boolean isNew = slot == NO_SLOT;
        // A whole value over a stale one is no longer stale; a change of a part of it is.
        boolean isFresh =
                isNew || (!keepsTags && families.prefixes().fate(shard.prefix(slot)) != Fate.LIVE);
        if (isFresh && !isPrefixKnown) {
            prefix = families.prefixes().idFor(key, offset, length);
            isPrefixKnown = true;
        }
        int id = isFresh ? prefix : shard.prefix(slot);
        if (keepsTags && list == Tags.NONE) {
            writer.families(id, isNew ? Tags.NONE : shard.tagList(slot), !isNew);
        } else {
            writer.families(id, expectsTags && list == Tags.NONE ? EXPECTED : list, false);
        }
    }

    /// The write has been made: what was held for it is the entry's.
    void written() {
        list = Tags.NONE;
    }
}
