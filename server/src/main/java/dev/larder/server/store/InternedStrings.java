package dev.larder.server.store;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.stats.Counter;
import dev.larder.server.store.intern.InternFigures;
import dev.larder.server.store.intern.Interner;
import dev.larder.server.store.intern.NamedStrings;
import dev.larder.server.store.intern.TenantKind;
import dev.larder.server.store.slot.Handle;

/// Strings that clients store once and name by numbers: a dictionary that many programs share.
///
/// An id is weak. It stays good until the string is dropped, or goes as the one that nothing has used for
/// longest because all of them take more than they may, and from then on names nothing. A string that is
/// the value of an entry as well does not go.
///
/// Any thread, no shard held. Nothing but [#figures] allocates.
public final class InternedStrings {
    /// No string: the answer of [#hold] for an id that is stale or forged.
    public static final int NONE = Interner.NONE;

    /// No id.
    public static final long NO_ID = Handle.NONE;

    /// The longest string, in bytes.
    public static final int BYTES_MAX = Interner.BYTES_MAX;

    /// The largest chunk that slots or index take at a time.
    private static final int TABLE_CHUNK_BYTES = 4096;

    private static final int SHRINK_STEP = 64;

    private final Store store;
    private final Interner interner;
    private final NamedStrings strings;

    // Published.
    private volatile long maxBytes = Long.MAX_VALUE;

    InternedStrings(Store store) {
        this.store = store;
        this.interner = store.interner();
        this.strings = new NamedStrings(interner);
    }

    /// What is there at one moment.
    ///
    /// @param named strings that clients have named
    /// @param namedBytes bytes of those
    /// @param idleBytes memory of those of them that are no entry's value
    /// @param sharedValues strings that are the value of entries
    /// @param references how many entries have one of them for their value
    /// @param savedBytes bytes of values that are not stored again: for each the length times the entries beyond
    ///     the first
    public record Figures(
            long named,
            long namedBytes,
            long idleBytes,
            long sharedValues,
            long references,
            long savedBytes) {}

    /// What is there.
    public Figures figures() {
        InternFigures figures = interner.figures();
        return new Figures(
                figures.namedStrings(),
                figures.namedBytes(),
                figures.idleBytes(),
                figures.referred(),
                figures.references(),
                figures.savedBytes());
    }

    /// Bounds the memory of strings that are no entry's value. Half of the store's limit bounds it, too.
    public void maxBytes(long bytes) {
        maxBytes = bytes;
    }

    /// The id of the string, which is stored if it was not. Counts a hit if it was.
    ///
    /// @throws StoreFullException if there is no memory and nothing may be evicted
    public long add(int stripe, long nowMs, Slice string) {
        byte[] array = string.array();
        int offset = string.offset();
        int length = string.length();
        long id = strings.id(array, offset, length);
        store.counters()
                .increment(stripe, id == NO_ID ? Counter.INTERN_MISSES : Counter.INTERN_HITS);
        for (int attempt = 0; id == NO_ID; attempt++) {
            id = strings.name(array, offset, length);
            if (id == NO_ID && !makeRoom(stripe, nowMs, length, attempt)) {
                throw StoreFullException.INSTANCE;
            }
        }
        shrink(stripe);
        return id;
    }

    /// Room for each of the three chunks that a new string may take.
    private boolean makeRoom(int stripe, long nowMs, int length, int attempt) {
        if (attempt >= Store.ATTEMPTS) {
            return false;
        }
        Reclaimer reclaimer = store.reclaimer();
        if (attempt > 0) {
            reclaimer.insist(stripe, nowMs);
        }
        int bytes = Interner.chunkBytes(TenantKind.STRING, length);
        boolean room =
                reclaimer.makeRoom(stripe, nowMs, MemoryTag.INTERNED, bytes, 0)
                        && reclaimer.makeRoom(stripe, nowMs, MemoryTag.SLOTS, TABLE_CHUNK_BYTES, 0)
                        && reclaimer.makeRoom(stripe, nowMs, MemoryTag.INDEX, TABLE_CHUNK_BYTES, 0);
        return room || Reclaimer.isPatient(attempt);
    }

    /// Evicts down to the bound, a bounded number at a time. True when there is more to do.
    boolean shrink(int stripe) {
        long bound = Math.min(maxBytes, store.maxMemoryBytes() / 2);
        int evicted = 0;
        while (strings.idleBytes() > bound && evicted < SHRINK_STEP && evictOldest(stripe)) {
            evicted++;
        }
        return evicted == SHRINK_STEP;
    }

    /// Evicts the string that nothing refers to and that was used last before all others. False when there
    /// is none.
    boolean evictOldest(int stripe) {
        boolean evicted = strings.evictOldest();
        if (evicted) {
            store.counters().increment(stripe, Counter.INTERN_EVICTIONS);
        }
        return evicted;
    }

    /// Whether there is any to evict, a moment ago.
    boolean hasIdle() {
        return strings.idleBytes() > 0;
    }

    /// The id of the string, or [#NO_ID] if nobody named it. A use; counts the hit or the miss.
    public long id(int stripe, Slice string) {
        long id = strings.id(string.array(), string.offset(), string.length());
        count(stripe, id != NO_ID);
        return id;
    }

    /// Holds the string that `id` names until [#letGo], so that it can be read; [#NONE] if the id is stale or
    /// forged. A use; counts the hit or the miss.
    public int hold(int stripe, long id) {
        int held = strings.acquire(id);
        count(stripe, held != NONE);
        return held;
    }

    private void count(int stripe, boolean isHit) {
        store.counters().increment(stripe, isHit ? Counter.INTERN_HITS : Counter.INTERN_MISSES);
    }

    /// Length of a string that is held.
    public int length(int held) {
        return interner.length(held);
    }

    /// Copies all bytes of a string that is held into `to` from `at` on.
    public void copy(int held, byte[] to, int at) {
        interner.copyOut(held, 0, to, at, interner.length(held));
    }

    /// Ends a [#hold].
    public void letGo(int held) {
        interner.release(held);
    }

    /// How many own the string that `id` names: its name and entries; 0 if the id is stale or forged.
    public long owners(long id) {
        return strings.owners(id);
    }

    /// Drops the name. False if the id is stale or forged.
    public boolean drop(long id) {
        return strings.drop(id);
    }
}
