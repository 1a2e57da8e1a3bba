package dev.larder.server.store;

import static dev.larder.server.check.InvariantViolation.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.server.store.slot.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The prefixes of keys: each is known from the first entry that has it, and counted from then on.
///
/// A prefix ends with a delimiter and belongs to the key, so `user:1` has `user:`. With more than one level
/// `a:b:1` has `a:b:`, which belongs to `a:`. An entry carries the *id* of its deepest prefix, a number that the
/// prefix has until it is invalidated.
///
/// The number of prefixes is bounded. Names stay for as long as the server runs, so one that is tracked has been
/// so since its first entry: that is what makes it possible to say that all of them are dead. What comes when
/// the bound is reached belongs to the prefix one level up, if that is tracked, else to [#OTHER].
///
/// - **T7** An entry carries the id of the deepest prefix of its key that is tracked by itself, or [#OTHER] if
///   none is, or [#NONE] exactly if the key has no prefix.
///
/// Looking up takes no lock; names are added, and ids change, under this object's monitor, which is taken with a
/// shard held or all of them, and under which nothing is taken. What one thread adds another may not find for a moment, and then finds
/// it under the monitor.
public final class Prefixes {
    /// The id of an entry whose key has no prefix.
    public static final int NONE = 0;

    /// The id of an entry whose prefix is not tracked by itself.
    public static final int OTHER = 1;

    /// The longest prefix, in bytes.
    public static final int BYTES_MAX = PrefixNames.BYTES_MAX;

    /// What a name is to the catalogue.
    public enum Standing {
        /// It is tracked by itself.
        TRACKED,
        /// No key has had it so far.
        UNUSED,
        /// There are too many: its keys are counted with others.
        UNTRACKED,
        /// It does not end with the delimiter, or is too long.
        NO_PREFIX,
        /// It has more levels than count.
        TOO_DEEP
    }

    /// The number of all prefixes that are not tracked by themselves.
    static final char OTHERS_NUMBER = 0;

    private final PrefixIds ids = new PrefixIds();
    private final PrefixFlow flow;
    private final Members[] members;

    private volatile PrefixSettings settings = PrefixSettings.OFF;
    private volatile PrefixNames names = new PrefixNames(PrefixSettings.OFF);

    /// A catalogue that tracks nothing yet.
    public Prefixes(int stripes, int shards) {
        this.flow = new PrefixFlow(stripes);
        this.members = new Members[shards];
        for (int shard = 0; shard < shards; shard++) {
            members[shard] = new Members();
        }
    }

    /// Says what prefixes are. Once, before there are entries.
    public void settings(PrefixSettings chosen) {
        names = new PrefixNames(chosen);
        settings = chosen;
    }

    /// What prefixes are.
    public PrefixSettings settings() {
        return settings;
    }

    /// What one shard counts of its entries.
    public Members members(int shard) {
        return members[shard];
    }

    /// The id that a new entry of this key carries. Makes the prefix known if it was not. Called with the key's
    /// shard held, or the entry might carry an id that no sweep finds.
    public int idFor(byte[] key, int offset, int length) {
        return id(key, offset, length, true);
    }

    /// The id under which a look-up of this key is counted that found nothing.
    public int idOf(byte[] key, int offset, int length) {
        return id(key, offset, length, false);
    }

    private int id(byte[] key, int offset, int length, boolean makes) {
        PrefixSettings now = settings;
        PrefixNames table = names;
        int end = now.max() == 0 ? 0 : table.levelEnd(key, offset, length, 0);
        if (end == 0) {
            return NONE;
        }
        Prefix deepest = null;
        for (int level = 1; end != 0; level++) {
            int hash = table.hash(key, offset, end);
            Prefix next = table.find(hash, key, offset, end);
            if (next == null && makes && table.count() < now.max()) {
                next = make(deepest, hash, key, offset, end);
            }
            if (next == null) {
                break;
            }
            deepest = next;
            end = level == now.depth() ? 0 : table.levelEnd(key, offset, length, end);
        }
        return deepest == null ? OTHER : deepest.id;
    }

    private synchronized @Nullable Prefix make(
            @Nullable Prefix parent, int hash, byte[] key, int offset, int length) {
        PrefixNames table = names;
        Prefix found = table.find(hash, key, offset, length);
        if (found != null || table.count() >= settings.max()) {
            return found;
        }
        byte[] name = new byte[length];
        System.arraycopy(key, offset, name, 0, length);
        int depth = parent == null ? 1 : parent.depth + 1;
        var prefix = new Prefix(name, hash, table.count() + 1, depth);
        prefix.id = ids.take(prefix.number);
        if (parent != null) {
            parent.children.add(prefix);
        }
        table.add(prefix);
        return prefix;
    }

    /// Counts what happened to an entry that carries `id`, or to a key that would. By the loop that owns `stripe`.
    public void count(int stripe, int id, int kind) {
        if (id != NONE) {
            flow.count(stripe, ids.owner(id), kind);
        }
    }

    /// The name of prefix `number`, a character a byte; an empty text if there is no such one.
    String name(int number) {
        List<Prefix> all = names.all();
        boolean isOne = number > OTHERS_NUMBER && number <= all.size();
        return isOne ? new String(all.get(number - 1).name, ISO_8859_1) : "";
    }

    /// What an entry's prefix is called that carries `id`, likewise; an empty text for [#NONE].
    String nameOfId(int id) {
        return switch (id) {
            case NONE -> "";
            case OTHER -> PrefixFigures.OTHER;
            default -> name(ids.owner(id));
        };
    }

    /// The number of the prefix whose invalidation ended `id`.
    int ender(int id) {
        return ids.ender(id);
    }

    /// What became of the entries that carry `id`. Any thread, takes no lock.
    public int fate(int id) {
        return ids.fate(id);
    }

    /// What `name` is to the catalogue.
    public synchronized Standing standing(byte[] name) {
        PrefixSettings now = settings;
        int length = name.length;
        if (length == 0 || length > PrefixNames.BYTES_MAX || name[length - 1] != now.delimiter()) {
            return Standing.NO_PREFIX;
        }
        int levels = 0;
        for (byte one : name) {
            levels += one == now.delimiter() ? 1 : 0;
        }
        if (levels > now.depth()) {
            return Standing.TOO_DEEP;
        }
        if (find(name) != null) {
            return Standing.TRACKED;
        }
        return names.count() < now.max() ? Standing.UNUSED : Standing.UNTRACKED;
    }

    private @Nullable Prefix find(byte[] name) {
        PrefixNames table = names;
        return table.find(table.hash(name, 0, name.length), name, 0, name.length);
    }

    /// Ends the entries under `name` and under deeper prefixes: those there are stay behind with ids that are
    /// marked. How many that were, or -1 when so many invalidations wait for their sweep that no id is left: then
    /// nothing has happened. The caller holds all shards. O(deeper prefixes, shards).
    public synchronized long invalidate(byte[] name, int fate) {
        Prefix prefix = find(name);
        if (prefix == null) {
            return 0;
        }
        var all = new ArrayList<Prefix>();
        collect(prefix, all);
        if (!ids.hasFree(all.size() + settings.max() - names.count())) {
            return -1;
        }
        prefix.invalidations++;
        long ended = 0;
        for (Prefix each : all) {
            ended += end(each, fate, prefix.number);
        }
        return ended;
    }

    private long end(Prefix prefix, int fate, int ender) {
        if (fate == Fate.DEAD) {
            ids.endStale(prefix.number);
        }
        long keys = keys(prefix.id);
        if (keys > 0) {
            int old = prefix.id;
            prefix.id = ids.take(prefix.number);
            ids.end(old, fate, ender);
        }
        return keys;
    }

    private static void collect(Prefix prefix, List<Prefix> all) {
        all.add(prefix);
        for (Prefix child : prefix.children) {
            collect(child, all);
        }
    }

    private long keys(int id) {
        long keys = 0;
        for (Members shard : members) {
            keys += shard.keys(id);
        }
        return keys;
    }

    private long bytes(int id) {
        long bytes = 0;
        for (Members shard : members) {
            bytes += shard.bytes(id);
        }
        return bytes;
    }

    /// The ids that have ended so far, for a sweep that begins.
    public synchronized BitSet ended() {
        return ids.ended();
    }

    /// A sweep has passed over all shards that began when `ended` had ended. Whether entries are left that carry one
    /// of them; the ids of those are kept.
    public synchronized boolean swept(BitSet ended) {
        int before = ended.cardinality();
        for (int id = ended.nextSetBit(0); id >= 0; id = ended.nextSetBit(id + 1)) {
            ended.set(id, keys(id) == 0);
        }
        ids.free(ended);
        return ended.cardinality() < before;
    }

    /// What is known of `name`, if it is tracked by itself.
    public synchronized Optional<PrefixFigures> figures(byte[] name) {
        return Optional.ofNullable(find(name)).map(this::sum);
    }

    /// What is known of all that are not tracked by themselves.
    public PrefixFigures others() {
        return own(PrefixFigures.OTHER, 0, OTHERS_NUMBER, OTHER, 0);
    }

    /// What is known of each prefix, in the order in which they were first seen; of those that are not tracked last.
    public synchronized List<PrefixFigures> all() {
        var all = new ArrayList<PrefixFigures>();
        for (Prefix prefix : names.all()) {
            all.add(sum(prefix));
        }
        all.add(others());
        return all;
    }

    private PrefixFigures sum(Prefix prefix) {
        PrefixFigures sum =
                own(
                        new String(prefix.name, ISO_8859_1),
                        prefix.depth,
                        prefix.number,
                        prefix.id,
                        prefix.invalidations);
        for (Prefix child : prefix.children) {
            sum = sum.plus(sum(child));
        }
        return sum;
    }

    private PrefixFigures own(String name, int depth, int number, int id, long invalidations) {
        return new PrefixFigures(
                name,
                depth,
                keys(id),
                bytes(id),
                flow.sum(number, PrefixFlow.HITS),
                flow.sum(number, PrefixFlow.MISSES),
                flow.sum(number, PrefixFlow.SETS),
                flow.sum(number, PrefixFlow.EVICTIONS),
                flow.sum(number, PrefixFlow.EXPIRATIONS),
                invalidations);
    }

    /// An entry of this key carries `id`: it has to be one in use, and a key without prefix has none.
    public synchronized void verify(byte[] key, int id) {
        boolean hasPrefix = settings.max() > 0 && names.levelEnd(key, 0, key.length, 0) > 0;
        require(hasPrefix == (id != NONE), "T7", "a key carries the prefix id %d", id);
        ids.verify(id);
        if (id > OTHER) {
            byte[] name = names.all().get(ids.owner(id) - 1).name;
            boolean begins =
                    Arrays.equals(name, 0, name.length, key, 0, Math.min(name.length, key.length));
            require(begins, "T7", "a key carries the id %d of another prefix", id);
        }
    }
}
