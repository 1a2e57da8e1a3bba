package dev.larder.server.store;

import static dev.larder.server.check.InvariantViolation.require;

import dev.larder.server.store.slot.Fate;
import java.util.Arrays;
import java.util.BitSet;

/// The ids that entries carry in the place of their prefix, and which of them have ended.
///
/// To invalidate a prefix is to give it another id and to mark the old one. The entries that carry the old one
/// are dead to every reader from then on, whatever their number; when the sweep has freed them the id is used
/// again, for this prefix or for another one.
///
/// - **T6** An id that is handed out belongs to one prefix, as its present one or marked as stale or dead until a
///   sweep has passed; an entry's id is never free.
final class PrefixIds {
    /// More than any id: two bytes.
    static final int END = 1 << Short.SIZE;

    private static final byte[] NOTHING_ENDED = {};

    private final BitSet used = new BitSet();

    /// The number of the prefix that an id belongs to, or belonged to. Who has an id from an entry came to know
    /// it after it was written here.
    private char[] owners = new char[16];

    /// The number of the prefix whose invalidation ended an id.
    private char[] enders = new char[16];

    /// What became of an id; shorter than the highest id, and empty when no id has ended.
    private volatile byte[] fates = NOTHING_ENDED;

    PrefixIds() {
        used.set(Prefixes.NONE);
        used.set(Prefixes.OTHER);
        owners[Prefixes.OTHER] = Prefixes.OTHERS_NUMBER;
    }

    /// A fresh id for prefix `number`, the lowest there is, or `END` when all are in use.
    int take(int number) {
        int id = used.nextClearBit(0);
        if (id >= END) {
            return END;
        }
        used.set(id);
        if (id >= owners.length) {
            owners = Arrays.copyOf(owners, Math.min(END, owners.length * 2));
            enders = Arrays.copyOf(enders, owners.length);
        }
        owners[id] = (char) number;
        return id;
    }

    /// Whether `count` ids more can be taken.
    boolean hasFree(int count) {
        return used.cardinality() + count <= END;
    }

    /// The prefix of an id that an entry carries. Any thread.
    int owner(int id) {
        return owners[id];
    }

    /// What became of the id. Any thread.
    int fate(int id) {
        byte[] now = fates;
        return id < now.length ? now[id] : Fate.LIVE;
    }

    /// The number of the prefix whose invalidation ended the id. Any thread that has seen that it has ended.
    int ender(int id) {
        return enders[id];
    }

    /// Marks an id as ended, by the invalidation of prefix `ender`.
    void end(int id, int fate, int ender) {
        enders[id] = (char) ender;
        byte[] next = Arrays.copyOf(fates, Math.max(fates.length, id + 1));
        next[id] = (byte) fate;
        fates = next;
    }

    /// The stale ids of prefix `number` are dead from now on. Whether there were any.
    boolean endStale(int number) {
        byte[] next = fates.clone();
        boolean any = false;
        for (int id = 0; id < next.length; id++) {
            if (next[id] == Fate.STALE && owners[id] == number) {
                next[id] = Fate.DEAD;
                any = true;
            }
        }
        fates = next;
        return any;
    }

    /// The ids that have ended so far.
    BitSet ended() {
        var ended = new BitSet();
        byte[] now = fates;
        for (int id = 0; id < now.length; id++) {
            ended.set(id, now[id] != Fate.LIVE);
        }
        return ended;
    }

    /// No entry carries the ids in `swept` any more: they can be taken again.
    void free(BitSet swept) {
        byte[] next = fates.clone();
        int end = 0;
        for (int id = 0; id < next.length; id++) {
            if (swept.get(id)) {
                next[id] = Fate.LIVE;
                used.clear(id);
            }
            end = next[id] == Fate.LIVE ? end : id + 1;
        }
        fates = end == 0 ? NOTHING_ENDED : Arrays.copyOf(next, end);
    }

    /// An entry carries `id`: it has to be one that is in use.
    void verify(int id) {
        require(used.get(id), "T6", "an entry carries the free prefix id %d", id);
    }
}
