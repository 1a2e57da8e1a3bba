package dev.larder.server.store.intern;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.server.store.slot.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Tags of entries, and the combinations in which entries have them.
///
/// The name of a tag is a tenant of the interner, and so is every combination, which is the sorted list of the
/// references of its tags and of the generation that each of them had when an entry got it. An entry holds a
/// reference to one list; the list holds one to each name. So names and lists go with the last entry that needs
/// them, and a tag is invalidated by moving its generation on.
///
/// ```text
///   entry's blob: key, list --> list: (name, generation), (name, generation) ... --> name: entries
///                                                 4            4
/// ```
///
/// - **T8** A list has at least one tag, is sorted by reference, names none twice, and holds a reference to each of
///   its names; nothing else does.
///
/// Lists are made, given away and given back with a shard held, or with all of the store locked.
public final class Tags {
    /// No list: there is no memory for it, or the entry has no tags.
    public static final int NONE = Interner.NONE;

    /// Segments a walk looks at in one go.
    private static final int WALK_STEPS_MAX = 1000;

    private final Interner interner;

    /// The tags among the tenants of `interner`.
    public Tags(Interner interner) {
        this.interner = interner;
    }

    /// The list of the tags in `tags`, as they are now, counted for the caller; [#NONE] if there is no memory.
    public int list(TagSet tags) {
        return list(tags, 0);
    }

    /// The list of the tags in `tags` and of those in `list`, whose generations stay; likewise. [#NONE] also if those
    /// are too many ([#union]).
    public int listWith(TagSet tags, int list) {
        int kept = pairs(list, tags);
        for (int index = 0; index < kept; index++) {
            interner.retain((int) (tags.pairs[index] >>> 32));
        }
        return list(tags, kept);
    }

    /// The first `kept` pairs are there already, each counted for the caller.
    private int list(TagSet tags, int kept) {
        long[] pairs = tags.pairs;
        int filled = kept;
        for (int index = 0; index < tags.count(); index++) {
            int name = name(tags, index);
            if (name == NONE) {
                release(pairs, filled);
                return NONE;
            }
            pairs[filled++] = pair(name, interner.generation(name));
        }
        return intern(tags, distinct(pairs, kept, filled));
    }

    private int name(TagSet tags, int index) {
        return interner.intern(
                TenantKind.NAME, tags.array(index), tags.offset(index), tags.length(index));
    }

    /// The list of those tags in `list` that `tags` does not name, counted for the caller; [#NONE] if there is no
    /// memory. There has to be one.
    public int listWithout(TagSet tags, int list) {
        int count = pairs(list, tags);
        int left = 0;
        for (int index = 0; index < count; index++) {
            int name = (int) (tags.pairs[index] >>> 32);
            if (!isNamed(tags, name)) {
                interner.retain(name);
                tags.pairs[left++] = tags.pairs[index];
            }
        }
        return intern(tags, left);
    }

    /// How many tags are in `list`.
    public int size(int list) {
        return list == NONE ? 0 : interner.length(list) / TagSet.PAIR_BYTES;
    }

    /// How many tags are in `list` that `tags` does not name.
    public int without(TagSet tags, int list) {
        int count = pairs(list, tags);
        int left = 0;
        for (int index = 0; index < count; index++) {
            left += isNamed(tags, (int) (tags.pairs[index] >>> 32)) ? 0 : 1;
        }
        return left;
    }

    /// How many different tags `tags` and `list` name together.
    public int union(TagSet tags, int list) {
        int count = list == NONE ? 0 : pairs(list, tags);
        int fresh = 0;
        for (int index = 0; index < tags.count(); index++) {
            boolean isRepeated = isRepeated(tags, index);
            fresh += isRepeated || isAmong(tags, index, count) ? 0 : 1;
        }
        return count + fresh;
    }

    private static boolean isRepeated(TagSet tags, int index) {
        for (int before = 0; before < index; before++) {
            if (Arrays.equals(
                    tags.array(before),
                    tags.offset(before),
                    tags.offset(before) + tags.length(before),
                    tags.array(index),
                    tags.offset(index),
                    tags.offset(index) + tags.length(index))) {
                return true;
            }
        }
        return false;
    }

    /// Whether tag `index` is one of the first `count` pairs.
    private boolean isAmong(TagSet tags, int index, int count) {
        for (int pair = 0; pair < count; pair++) {
            if (isTag((int) (tags.pairs[pair] >>> 32), tags, index)) {
                return true;
            }
        }
        return false;
    }

    private boolean isNamed(TagSet tags, int name) {
        for (int index = 0; index < tags.count(); index++) {
            if (isTag(name, tags, index)) {
                return true;
            }
        }
        return false;
    }

    private boolean isTag(int name, TagSet tags, int index) {
        return interner.hasBytes(name, tags.array(index), tags.offset(index), tags.length(index));
    }

    /// Puts the pairs from `kept` on into their places among the others; of those that name one tag the first in the
    /// old list stays, else any. How many there are then.
    private int distinct(long[] pairs, int kept, int filled) {
        int count = kept;
        for (int index = kept; index < filled; index++) {
            long pair = pairs[index];
            int at = count;
            while (at > 0 && pairs[at - 1] >>> 32 > pair >>> 32) {
                at--;
            }
            if (at > 0 && pairs[at - 1] >>> 32 == pair >>> 32) {
                interner.release((int) (pair >>> 32));
                continue;
            }
            System.arraycopy(pairs, at, pairs, at + 1, count - at);
            pairs[at] = pair;
            count++;
        }
        return count;
    }

    /// The list of the first `count` pairs, whose references become the list's.
    private int intern(TagSet tags, int count) {
        for (int index = 0; index < count; index++) {
            put(tags.list, index * TagSet.PAIR_BYTES, (int) (tags.pairs[index] >>> 32));
            put(tags.list, index * TagSet.PAIR_BYTES + 4, (int) tags.pairs[index]);
        }
        int list = interner.intern(TenantKind.LIST, tags.list, 0, count * TagSet.PAIR_BYTES);
        // The first who gets a fresh list leaves its references to it; others have theirs in vain.
        if (list == NONE || interner.addToNote(list, 1) != 0) {
            release(tags.pairs, count);
        }
        return list;
    }

    private void release(long[] pairs, int count) {
        for (int index = 0; index < count; index++) {
            interner.release((int) (pairs[index] >>> 32));
        }
    }

    /// One holder more.
    public void retain(int list) {
        interner.retain(list);
    }

    /// One holder less. The last one ends the list, and perhaps names.
    public void release(int list, TagSet scratch) {
        int length = interner.release(list, scratch.list);
        for (int at = 0; at < length; at += TagSet.PAIR_BYTES) {
            interner.release(get(scratch.list, at));
        }
    }

    /// An entry with this list has come (1) or goes (-1): counts it with each of the tags that is still what it was.
    public void count(int list, int change, TagSet scratch) {
        int count = pairs(list, scratch);
        for (int index = 0; index < count; index++) {
            int name = (int) (scratch.pairs[index] >>> 32);
            Stripe stripe = interner.stripeOf(name);
            stripe.lock.lock();
            try {
                int slot = interner.slotOf(name);
                TagNote.count(stripe, slot, (int) scratch.pairs[index], change);
            } finally {
                stripe.lock.unlock();
            }
        }
    }

    /// What became of entries with this list: the worst of what became of its tags.
    public int fate(int list, TagSet scratch) {
        int fate = Fate.LIVE;
        int count = pairs(list, scratch);
        for (int index = 0; index < count; index++) {
            int name = (int) (scratch.pairs[index] >>> 32);
            Stripe stripe = interner.stripeOf(name);
            stripe.lock.lock();
            try {
                int slot = interner.slotOf(name);
                fate = Math.max(fate, TagNote.fate(stripe, slot, (int) scratch.pairs[index]));
            } finally {
                stripe.lock.unlock();
            }
        }
        return fate;
    }

    /// The hash of the name of a tag through which entries with this list are over; 0 if there is none.
    public long culprit(int list, TagSet scratch) {
        long hash = 0;
        int count = pairs(list, scratch);
        for (int index = 0; index < count && hash == 0; index++) {
            int name = (int) (scratch.pairs[index] >>> 32);
            Stripe stripe = interner.stripeOf(name);
            stripe.lock.lock();
            try {
                int slot = interner.slotOf(name);
                int fate = TagNote.fate(stripe, slot, (int) scratch.pairs[index]);
                hash = fate == Fate.LIVE ? 0 : stripe.hashOf(slot);
            } finally {
                stripe.lock.unlock();
            }
        }
        return hash;
    }

    /// The hash of the name of tag `index`.
    public long nameHash(TagSet tags, int index) {
        return interner.hash(
                TenantKind.NAME, tags.array(index), tags.offset(index), tags.length(index));
    }

    /// The name of tag `index`, a character a byte. Allocates.
    public String text(TagSet tags, int index) {
        return new String(tags.array(index), tags.offset(index), tags.length(index), ISO_8859_1);
    }

    /// Moves the generation of tag `index` on. How many entries had it.
    public int invalidate(TagSet tags, int index, int fate) {
        byte[] array = tags.array(index);
        int offset = tags.offset(index);
        int length = tags.length(index);
        long hash = interner.hash(TenantKind.NAME, array, offset, length);
        Stripe stripe = interner.stripeOf(hash);
        stripe.lock.lock();
        try {
            int slot = stripe.find(hash, TenantKind.NAME, array, offset, length);
            return slot == NO_SLOT ? 0 : TagNote.invalidate(stripe, slot, fate);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// How many entries have the tag.
    public int entries(byte[] array, int offset, int length) {
        long hash = interner.hash(TenantKind.NAME, array, offset, length);
        Stripe stripe = interner.stripeOf(hash);
        stripe.lock.lock();
        try {
            int slot = stripe.find(hash, TenantKind.NAME, array, offset, length);
            return slot == NO_SLOT ? 0 : TagNote.entries(stripe, slot);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// In how many combinations the tag is, those included that wait for the sweep.
    public int lists(byte[] array, int offset, int length) {
        long hash = interner.hash(TenantKind.NAME, array, offset, length);
        Stripe stripe = interner.stripeOf(hash);
        stripe.lock.lock();
        try {
            int slot = stripe.find(hash, TenantKind.NAME, array, offset, length);
            return slot == NO_SLOT ? 0 : stripe.count(slot);
        } finally {
            stripe.lock.unlock();
        }
    }

    /// The names of the tags in `list`, sorted. Allocates.
    public byte[][] names(int list, TagSet scratch) {
        int count = pairs(list, scratch);
        byte[][] names = new byte[count][];
        for (int index = 0; index < count; index++) {
            int name = (int) (scratch.pairs[index] >>> 32);
            names[index] = new byte[interner.length(name)];
            interner.copyOut(name, 0, names[index], 0, names[index].length);
        }
        Arrays.sort(names, Arrays::compareUnsigned);
        return names;
    }

    /// Takes the names of a walk.
    @FunctionalInterface
    public interface NameVisitor {
        /// A tag that entries have.
        void visit(byte[] name);
    }

    /// Visits the tags of some segments of the interner from `cursor` on (0 begins), until there were `count` of them,
    /// and answers the next cursor, 0 at the end. A tag that is there throughout is seen, once. Allocates.
    public long walk(long cursor, int count, NameVisitor visitor) {
        int stripe = (int) Math.min(cursor >>> 32, Interner.STRIPES_MAX);
        int segment = (int) cursor;
        int seen = 0;
        for (int steps = 0; stripe < interner.stripeCount() && steps < WALK_STEPS_MAX; steps++) {
            if (seen >= count) {
                return (long) stripe << 32 | segment;
            }
            List<byte[]> names = names(interner.stripe(stripe), segment);
            names.forEach(visitor::visit);
            seen += names.size();
            if (segment + 1 < interner.stripe(stripe).segmentEnd()) {
                segment++;
            } else {
                segment = 0;
                stripe++;
            }
        }
        return stripe < interner.stripeCount() ? (long) stripe << 32 | segment : 0;
    }

    private static List<byte[]> names(Stripe stripe, int segment) {
        var names = new ArrayList<byte[]>();
        stripe.lock.lock();
        try {
            stripe.slots.forEachLive(
                    segment,
                    slot -> {
                        if (stripe.slots.kind(slot) == TenantKind.NAME
                                && TagNote.entries(stripe, slot) > 0) {
                            byte[] name = new byte[stripe.length(slot)];
                            stripe.copyOut(slot, 0, name, 0, name.length);
                            names.add(name);
                        }
                    });
        } finally {
            stripe.lock.unlock();
        }
        return names;
    }

    /// Walks the lists, everything locked, and adds what they hold to `held`, which has the lists that entries hold.
    /// `isSettled`: nobody looks for what was invalidated.
    public void verify(Tally held, boolean isSettled) {
        new TagVerifier(interner, held, isSettled).verify();
    }

    /// Fills the pairs of `scratch` with those of the list; how many there are.
    private int pairs(int list, TagSet scratch) {
        int length = interner.length(list);
        interner.copyOut(list, 0, scratch.list, 0, length);
        int count = length / TagSet.PAIR_BYTES;
        for (int index = 0; index < count; index++) {
            int at = index * TagSet.PAIR_BYTES;
            scratch.pairs[index] = pair(get(scratch.list, at), get(scratch.list, at + 4));
        }
        return count;
    }

    private static long pair(int name, int generation) {
        return (long) name << 32 | generation;
    }

    static int get(byte[] list, int at) {
        return (list[at] & 0xFF)
                | (list[at + 1] & 0xFF) << 8
                | (list[at + 2] & 0xFF) << 16
                | list[at + 3] << 24;
    }

    private static void put(byte[] list, int at, int number) {
        for (int index = 0; index < 4; index++) {
            list[at + index] = (byte) (number >>> (8 * index));
        }
    }
}
