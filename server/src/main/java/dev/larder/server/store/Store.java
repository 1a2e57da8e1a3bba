package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.BigArgument;
import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.NativeMemory;
import dev.larder.server.memory.RawBytes;
import dev.larder.server.stats.LatencyMonitor;
import dev.larder.server.stats.PaddedCounters;
import dev.larder.server.store.evict.EvictionPolicies;
import dev.larder.server.store.evict.PolicySettings;
import dev.larder.server.store.index.KeyHasher;
import dev.larder.server.store.intern.InternParts;
import dev.larder.server.store.intern.Interner;
import java.util.concurrent.atomic.AtomicLong;

/// All entries: shards under one memory limit.
///
/// A key's hash chooses its shard. [#enter] locks that shard for one key, [#multi] several for several
/// keys; there is no other way in. Eviction is global: when memory is short the shard whose next victim
/// is the oldest gives one up, and it is never done while another shard is held.
public final class Store implements AutoCloseable {
    static final int ATTEMPTS = 1024;
    private static final long SPARE_FRACTION = 32;
    private static final long SPARE_MIN_BYTES = 1 << 20;

    private final NativeMemory memory;
    private final ChunkHeap heap;
    private final RawBytes raw;
    private final KeyHasher hasher;
    private final Shard[] shards;
    private final ShardGuard[] guards;
    private final int shardShift;
    private final Databases databases;
    private final PaddedCounters counters;
    private final MultiGuard[] multis;
    private final Lookahead[] lookaheads;
    private final Reservation[] reservations;
    private final Reclaimer reclaimer;
    private final Ranks ranks;
    private final EntryBlobs blobs;
    private final LongValues longs;
    private final Keyspace keyspace;
    private final long reservedBytes;
    private final Interner interner;
    private final ValueSharing sharing;
    private final InternedStrings interned;
    private final Families families;
    private final ArrivingParts arrivingParts;
    private final Leases leases;
    private final Ghosts ghosts;
    private final AtomicLong inTransitBytes = new AtomicLong();

    // Published: settings that can change while the store serves.
    private volatile long maxEntries;
    private volatile boolean overLimit;
    private volatile boolean activeExpiry = true;
    private volatile long lastNowMs;

    /// Reserves address space and makes an empty store.
    ///
    /// @throws dev.larder.server.memory.MemoryUnavailableException if the space cannot be reserved
    public Store(StoreConfig config, PaddedCounters counters, LatencyMonitor latency, long nowMs) {
        this.counters = counters;
        this.memory = NativeMemory.reserve(config.reserveBytes() + spareBytes(config));
        this.heap = new ChunkHeap(memory, config.maxMemoryBytes(), config.checked());
        this.reservedBytes = config.reserveBytes();
        this.raw = memory.bytes();
        this.hasher = KeyHasher.random();
        this.blobs = new EntryBlobs(raw);
        this.longs = new LongValues(heap, raw, blobs);
        int internStripes = Math.min(config.shards(), Interner.STRIPES_MAX);
        this.interner = new Interner(InternParts.of(heap, raw, hasher, internStripes));
        this.interned = new InternedStrings(this);
        this.families = new Families(this, interner, config.stripes(), config.shards());
        this.sharing = new ValueSharing(interner, counters, config.stripes());
        this.databases = new Databases(config.databases());
        this.maxEntries = config.maxEntries();
        this.lastNowMs = nowMs;
        this.reservations = new Reservation[config.stripes()];
        for (int stripe = 0; stripe < reservations.length; stripe++) {
            reservations[stripe] = new Reservation(heap);
        }
        int shardBits = Integer.numberOfTrailingZeros(config.shards());
        this.shardShift = 64 - shardBits;
        this.ranks = new Ranks(config.shards());
        this.leases = new Leases(this);
        var parts = new StoreParts(heap, raw, hasher, interner, ranks, families, leases, databases);
        this.shards = new Shard[config.shards()];
        this.guards = new ShardGuard[config.shards()];
        for (int number = 0; number < shards.length; number++) {
            shards[number] = new Shard(number, parts, config, nowMs);
            guards[number] = new ShardGuard(this, shards[number]);
        }
        this.lookaheads = new Lookahead[config.stripes()];
        for (int stripe = 0; stripe < lookaheads.length; stripe++) {
            lookaheads[stripe] = new Lookahead(this, stripe);
        }
        this.multis = new MultiGuard[config.stripes()];
        for (int stripe = 0; stripe < multis.length; stripe++) {
            multis[stripe] = new MultiGuard(this);
        }
        this.arrivingParts = new ArrivingParts(this);
        this.reclaimer = new Reclaimer(this, config.stripes(), latency);
        this.keyspace = new Keyspace(this);
        this.ghosts = new Ghosts(this);
    }

    /// Address space beyond the limit, for what may exceed it and for the heap's own tables.
    private static long spareBytes(StoreConfig config) {
        return config.reserveBytes() / SPARE_FRACTION + SPARE_MIN_BYTES;
    }

    /// Locks the shard of `key` in `database` for one operation. `stripe` is the number of the calling
    /// event loop, `nowMs` the time the operation sees.
    ///
    /// @throws KeyTooLongException if the key is over [ShardGuard#KEY_BYTES_MAX]
    public ShardGuard enter(int stripe, long nowMs, int database, Slice key) {
        checkKey(key);
        long hash = hash(key);
        Shard shard = shards[shardOf(hash)];
        shard.lock.lock();
        int id = databases.id(database);
        return guards[shard.number].on(stripe, nowMs, database, id, key, hash);
    }

    /// The loop's means of letting look-ups overlap.
    public Lookahead lookahead(int stripe) {
        return lookaheads[stripe];
    }

    /// The loop's guard for operations on several keys.
    public MultiGuard multi(int stripe) {
        return multis[stripe];
    }

    static void checkKey(Slice key) {
        if (key.length() > EntryBlobs.KEY_BYTES_MAX) {
            throw KeyTooLongException.INSTANCE;
        }
    }

    /// Databases there are.
    public int databaseCount() {
        return databases.count();
    }

    /// Entries of `database`, those included whose deadline passed a moment ago. O(shards).
    public long size(int database) {
        int id = databases.id(database);
        long size = 0;
        for (Shard shard : shards) {
            size += shard.sizes[id];
        }
        return size;
    }

    /// Entries with a deadline in `database`. O(shards).
    public long timedSize(int database) {
        int id = databases.id(database);
        long size = 0;
        for (Shard shard : shards) {
            size += shard.timedSizes[id];
        }
        return size;
    }

    /// The mean time to live of the entries of `database` that have a deadline, in milliseconds.
    public long averageTtlMs(int database, long nowMs) {
        int id = databases.id(database);
        long size = 0;
        double sum = 0;
        for (Shard shard : shards) {
            size += shard.timedSizes[id];
            sum += shard.deadlineSums[id];
        }
        return size == 0 ? 0 : Math.max(0, (long) (sum / size) - nowMs);
    }

    /// Entries of all databases. O(shards).
    public long entries() {
        long entries = 0;
        for (Shard shard : shards) {
            entries += shard.index.size() - shard.leaseTimers.size();
        }
        return entries;
    }

    /// Empties the databases from `first` to `last` at one moment. The memory comes back in steps: those
    /// of [#tick], or of [#awaitSwept].
    public void flush(int first, int last) {
        flush(first, last, lastNowMs);
    }

    /// The same, at this time.
    public void flush(int first, int last, long nowMs) {
        while (!databases.flush(first, last, nowMs)) {
            reclaimer.sweepStep();
        }
    }

    /// Sweeps until no entry is left that was flushed or whose family was invalidated.
    public void awaitSwept() {
        while (hasDead()) {
            if (!reclaimer.sweepStep()) {
                Thread.onSpinWait();
            }
        }
    }

    /// Whether such entries may be left.
    boolean hasDead() {
        return databases.hasDead() || families.hasDead();
    }

    /// Lets two databases change places at one moment.
    public void swap(int a, int b) {
        databases.swap(a, b, lastNowMs);
    }

    /// Walking over keys: SCAN, KEYS, RANDOMKEY.
    public Keyspace keyspace() {
        return keyspace;
    }

    /// A long argument about to arrive on loop `stripe`.
    public BigArgument incoming(int stripe, long length) {
        return new IncomingValue(this, stripe, length);
    }

    /// Background work of loop `stripe`: entries whose time has come, swept databases, memory over the
    /// limit, empty pages. Bounded to about a millisecond. True when there is more to do at once.
    public boolean tick(int stripe, long nowMs) {
        lastNowMs = nowMs;
        boolean more = reclaimer.tick(stripe, nowMs, activeExpiry);
        boolean over = heap.isOverLimit();
        if (over != overLimit) {
            overLimit = over;
        }
        leases.wake();
        return more;
    }

    /// Whether entries expire also when nobody asks for them (`DEBUG SET-ACTIVE-EXPIRE`).
    public void activeExpiry(boolean yes) {
        activeExpiry = yes;
    }

    /// The memory limit in bytes.
    public long maxMemoryBytes() {
        return heap.limitBytes();
    }

    /// Sets the memory limit. When it is lowered, ticks evict down to it.
    ///
    /// @throws IllegalArgumentException if it is over what was reserved at start
    public void maxMemoryBytes(long bytes) {
        if (bytes > reservedBytes()) {
            throw new IllegalArgumentException(
                    "at most " + reservedBytes() + " bytes, reserved at start");
        }
        heap.limitBytes(bytes);
        overLimit = heap.isOverLimit();
    }

    /// Whether memory is over its limit and nothing may be evicted to change that. Commands that may need
    /// memory are refused then, as Redis does, even those that would find a place. One volatile read while
    /// memory is within its limit.
    public boolean refusesWrites() {
        // Asked twice: whoever could have been evicted may have gone by itself in between.
        return overLimit && heap.isOverLimit() && !reclaimer.canEvict() && heap.isOverLimit();
    }

    /// The most `maxmemory` can be raised to.
    public long reservedBytes() {
        return reservedBytes;
    }

    /// The bound on the number of entries; 0 for none.
    public long maxEntries() {
        return maxEntries;
    }

    /// Sets [#maxEntries]. When it is lowered, ticks evict down to it.
    public void maxEntries(long entries) {
        maxEntries = entries;
    }

    /// Changes who is evicted, shard by shard. O(1) a shard between policies over the same entries, else
    /// O(entries).
    public void policy(EvictionPolicies kind, PolicySettings settings) {
        for (Shard shard : shards) {
            shard.lock.lock();
            try {
                shard.policy(kind, settings);
                shard.publish(lastNowMs);
            } finally {
                shard.lock.unlock();
            }
        }
    }

    /// Strings that clients name by numbers.
    public InternedStrings interned() {
        return interned;
    }

    /// Tags and prefixes.
    public Families families() {
        return families;
    }

    /// Rights to fill missing keys.
    public Leases leases() {
        return leases;
    }

    /// How entries ended.
    public Ghosts ghosts() {
        return ghosts;
    }

    /// Changes which values entries share from now on; what is shared stays so.
    public void sharing(SharingSettings settings) {
        sharing.settings(settings);
    }

    /// What memory is used for, and how much.
    public StoreFigures figures() {
        return StoreFigures.of(this);
    }

    /// Walks every structure with all shards locked. O(entries).
    ///
    /// @throws dev.larder.server.check.InvariantViolation naming the first invariant that does not hold
    public void verify() {
        new StoreVerifier(this).verify();
    }

    // ---- for the other classes of this package

    /// What gives memory back.
    Reclaimer reclaimer() {
        return reclaimer;
    }

    /// Whether an entry may be added, or `slot` overwritten, under the bound on their number.
    boolean admits(int slot) {
        return slot != NO_SLOT || admitsNew(1);
    }

    /// Whether `fresh` more entries may be added.
    boolean admitsNew(long fresh) {
        return fresh == 0 || !isCrowded(fresh);
    }

    /// Whether there are more entries than the bound on their number allows, `fresh` new ones included.
    /// Those of flushed databases, which wait for the sweep, do not count.
    boolean isCrowded(long fresh) {
        long bound = maxEntries;
        if (bound == 0) {
            return false;
        }
        // Read first: if there are no dead ones now, there are none among those counted next.
        boolean dead = databases.hasDead();
        return entries() + fresh > bound && (!dead || liveEntries() + fresh > bound);
    }

    private long liveEntries() {
        long entries = 0;
        for (int database = 0; database < databases.count(); database++) {
            entries += size(database);
        }
        return entries;
    }

    /// Makes room for what `wanted` did not get, and for `fresh` more entries. False when that cannot be,
    /// or has been tried too often.
    boolean makeRoomAgain(int stripe, long nowMs, int attempt, Reservation wanted, long fresh) {
        if (attempt >= ATTEMPTS) {
            return false;
        }
        if (attempt > 0) {
            reclaimer.insist(stripe, nowMs);
        }
        return reclaimer.makeRoom(stripe, nowMs, wanted.wantedTag(), wanted.wantedBytes(), fresh)
                || Reclaimer.isPatient(attempt);
    }

    /// Where loop `stripe` keeps what it has reserved for the operation it is at.
    Reservation reservation(int stripe) {
        return reservations[stripe];
    }

    /// Long arguments on their way in.
    ArrivingParts arrivingParts() {
        return arrivingParts;
    }

    void inTransit(long bytes) {
        inTransitBytes.addAndGet(bytes);
    }

    long inTransitBytes() {
        return inTransitBytes.get();
    }

    /// Byte strings that are stored once for many.
    Interner interner() {
        return interner;
    }

    /// Which values are among them.
    ValueSharing sharing() {
        return sharing;
    }

    long hash(Slice key) {
        return hasher.hash(key.array(), key.offset(), key.length(), 0);
    }

    long hash(byte[] array, int offset, int length) {
        return hasher.hash(array, offset, length, 0);
    }

    long hashAt(long at, int keyBytes) {
        return hasher.hash(raw, at, keyBytes, 0);
    }

    int shardOf(long hash) {
        return shards.length == 1 ? 0 : (int) (hash >>> shardShift);
    }

    Shard shard(int number) {
        return shards[number];
    }

    int shardCount() {
        return shards.length;
    }

    ShardGuard guard(int number) {
        return guards[number];
    }

    int databaseId(int database) {
        return databases.id(database);
    }

    Databases databases() {
        return databases;
    }

    ChunkHeap heap() {
        return heap;
    }

    Ranks ranks() {
        return ranks;
    }

    RawBytes raw() {
        return raw;
    }

    EntryBlobs blobs() {
        return blobs;
    }

    LongValues longs() {
        return longs;
    }

    PaddedCounters counters() {
        return counters;
    }

    /// Entries of flushed databases that were freed since the start.
    long sweptEntries() {
        return reclaimer.sweptEntries();
    }

    long lastNowMs() {
        return lastNowMs;
    }

    /// Gives the address space back. Nobody may use the store any more.
    @Override
    public void close() {
        heap.close();
        memory.close();
        ghosts.close();
    }
}
