package dev.larder.server.store;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import java.util.Arrays;

/// The right to read and change several keys as if at one moment, held by one thread until [#close].
///
/// Use: [#begin], [#add] each key, [#lock], then [#at] to work with one key after the other. The shards
/// of all keys are locked in ascending order, each once, so two multi-key operations never wait for each
/// other in a circle. One instance an event loop, reused; keys may repeat.
public final class MultiGuard implements AutoCloseable {
    private static final int KEYS_KEPT = 4096;

    /// A slot of 24 bytes, and a share of a segment of the index that is half full.
    private static final int TABLE_BYTES_PER_KEY = 36;

    private static final int TABLE_CHUNK_BYTES = 4096;

    private static final int[] NO_TABLES = {};

    private final Store store;
    private Slice[] keys = new Slice[16];
    private int[] databases = new int[16];
    private int[] databaseIds = new int[16];
    private long[] hashes = new long[16];
    private Reservation[] reservations = {};
    private int[] tables = NO_TABLES;
    private int tableCount;
    private final long[] locked;
    private int count;
    private int stripe;
    private long nowMs;
    private boolean touches = true;

    MultiGuard(Store store) {
        this.store = store;
        this.locked = new long[(store.shardCount() + 63) >>> 6];
    }

    /// Forgets the last operation's keys.
    public MultiGuard begin(int stripe, long nowMs, boolean touches) {
        this.stripe = stripe;
        this.nowMs = nowMs;
        this.touches = touches;
        count = 0;
        return this;
    }

    /// Names one more key; its bytes must stay until [#close].
    public void add(int database, Slice key) {
        Store.checkKey(key);
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, count * 2);
            databases = Arrays.copyOf(databases, count * 2);
            databaseIds = Arrays.copyOf(databaseIds, count * 2);
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        keys[count] = key;
        databases[count] = database;
        hashes[count] = store.hash(key);
        count++;
    }

    /// Takes the locks of all keys named.
    public MultiGuard lock() {
        Arrays.fill(locked, 0);
        for (int index = 0; index < count; index++) {
            int shard = store.shardOf(hashes[index]);
            locked[shard >>> 6] |= 1L << shard;
        }
        lockMarked();
        store.lookahead(stripe).bring(hashes, count);
        return this;
    }

    private void lockMarked() {
        for (int word = 0; word < locked.length; word++) {
            for (long bits = locked[word]; bits != 0; bits &= bits - 1) {
                store.shard(word << 6 | Long.numberOfTrailingZeros(bits)).lock.lock();
            }
        }
        // Read under the locks: a flush comes before all of this operation or after all of it.
        for (int index = 0; index < count; index++) {
            databaseIds[index] = store.databaseId(databases[index]);
        }
    }

    private void unlockMarked() {
        boolean wakes = false;
        for (int word = 0; word < locked.length; word++) {
            for (long bits = locked[word]; bits != 0; bits &= bits - 1) {
                Shard shard = store.shard(word << 6 | Long.numberOfTrailingZeros(bits));
                try {
                    shard.publish(nowMs);
                    wakes |= shard.wakes;
                } finally {
                    shard.lock.unlock();
                }
            }
        }
        if (wakes) {
            store.leases().wake();
        }
    }

    /// How many keys were named.
    public int count() {
        return count;
    }

    /// The guard of key `index`, to be used until the next call; not to be closed.
    public ShardGuard at(int index) {
        ShardGuard guard = store.guard(store.shardOf(hashes[index]));
        guard.on(stripe, nowMs, databases[index], databaseIds[index], keys[index], hashes[index]);
        if (index < reservations.length) {
            guard.reservation(reservations[index]);
        }
        return guard.touches(touches);
    }

    /// What a multi-key write of some `S` needs to know before it begins. The `S` is handed through, so
    /// that one instance serves all requests.
    @FunctionalInterface
    public interface Needs<S> {
        /// Asks `reserving` for what key `index` will need to take its part of `source`.
        boolean reserve(S source, int index, Reserving reserving);
    }

    /// The questions of [Needs], answered for one key.
    public final class Reserving {
        private int index;
        private boolean isTagged;

        /// What is asked for next will have tags, or not.
        void tagged(boolean yes) {
            isTagged = yes;
        }

        private ShardGuard at() {
            ShardGuard guard = MultiGuard.this.at(index);
            guard.belonging().expectTags(isTagged);
            return guard;
        }

        /// One `put` of `valueBytes` with `deadline`.
        public boolean bytes(long valueBytes, long deadline) {
            return at().tryReserve(valueBytes, deadline);
        }

        /// One `putArrived`.
        public boolean arrived(IncomingValue value, long deadline) {
            return handedOver(value.partCount(), deadline);
        }

        /// One value that is shared already.
        boolean shared(long deadline) {
            return at().open(deadline).prepareShared(reservations[index]);
        }

        /// One value whose `parts` are there already.
        boolean handedOver(int parts, long deadline) {
            return at().open(deadline).prepareParts(parts, reservations[index]);
        }
    }

    private final Reserving reserving = new Reserving();

    /// Makes sure that the writes of `source` that `needs` describes will not fail. May leave the shards and enter them
    /// again: what was found before is no longer known after.
    ///
    /// @throws StoreFullException if there is no memory and nothing may be evicted
    public <S> void reserve(S source, Needs<S> needs) {
        if (reservations.length < count) {
            int before = reservations.length;
            reservations = Arrays.copyOf(reservations, count);
            for (int index = before; index < count; index++) {
                reservations[index] = new Reservation(store.heap());
            }
        }
        reserving.index = 0;
        for (int attempt = 0; ; attempt++) {
            if (store.admitsNew(newKeys()) && tryAll(source, needs) && holdTables()) {
                releaseTables();
                return;
            }
            long held = heldBytes();
            store.inTransit(held);
            unlockMarked();
            boolean room;
            try {
                room =
                        store.makeRoomAgain(
                                stripe,
                                nowMs,
                                attempt,
                                reservations[reserving.index],
                                newKeysBefore);
            } finally {
                lockMarked();
                store.inTransit(-held);
            }
            if (!room) {
                throw StoreFullException.INSTANCE;
            }
        }
    }

    /// Slots and index of very many new entries: what each key sees to by itself is room for one. Chunks
    /// for all are held until they can be had together, and are let go right before they are needed; should
    /// other loops be faster, the write goes past the limit by what they took. False when there is no
    /// memory.
    private boolean holdTables() {
        int wanted = (int) ((long) newKeysBefore * TABLE_BYTES_PER_KEY / TABLE_CHUNK_BYTES);
        if (tables.length < wanted) {
            tables = Arrays.copyOf(tables, wanted);
        }
        while (tableCount < wanted) {
            int chunk = store.heap().allocate(MemoryTag.INDEX, TABLE_CHUNK_BYTES);
            if (chunk == ChunkHeap.NONE) {
                reserving.index = 0;
                reservations[0].wants(MemoryTag.INDEX, TABLE_CHUNK_BYTES);
                return false;
            }
            tables[tableCount++] = chunk;
        }
        return true;
    }

    private void releaseTables() {
        while (tableCount > 0) {
            store.heap().free(MemoryTag.INDEX, tables[--tableCount]);
        }
        tables = NO_TABLES;
    }

    private int newKeysBefore;

    private int newKeys() {
        int fresh = 0;
        for (int index = 0; index < count; index++) {
            if (at(index).find() < 0) {
                fresh++;
            }
        }
        newKeysBefore = fresh;
        return fresh;
    }

    private <S> boolean tryAll(S source, Needs<S> needs) {
        for (int index = 0; index < count; index++) {
            reserving.index = index;
            reserving.tagged(false);
            if (!needs.reserve(source, index, reserving)) {
                return false;
            }
        }
        return true;
    }

    private long heldBytes() {
        long bytes = 0;
        for (int index = 0; index < count; index++) {
            bytes += reservations[index].bytes();
        }
        return bytes;
    }

    /// Frees what was reserved and not used, and leaves all shards.
    @Override
    public void close() {
        try {
            releaseTables();
            for (int index = 0; index < count && index < reservations.length; index++) {
                reservations[index].release();
            }
        } finally {
            unlockMarked();
            count = 0;
        }
        if (keys.length > KEYS_KEPT) {
            keys = new Slice[16];
            databases = new int[16];
            databaseIds = new int[16];
            hashes = new long[16];
        }
        if (reservations.length > KEYS_KEPT) {
            reservations = new Reservation[0];
        }
    }
}
