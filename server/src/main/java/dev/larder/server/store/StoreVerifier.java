package dev.larder.server.store;

import static dev.larder.server.check.InvariantViolation.require;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.store.intern.Tally;
import dev.larder.server.store.slot.Fate;
import dev.larder.server.store.slot.Handle;
import dev.larder.server.store.slot.SlotFlags;
import dev.larder.server.store.slot.SlotTable;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// Walks a whole store with every shard locked: each structure by itself, then what must hold between
/// them (S2 to S5), then the sums.
///
/// - **M30** What entries, replies and arriving values hold is what the heap has handed out, to the
///   byte.
final class StoreVerifier implements IntConsumer {
    private final Store store;
    private Shard shard;
    private long[] deadIds = {};
    private long blobBytes;
    private long partBytes;
    private final Tally tally = new Tally();
    private final int[] sizes = new int[Shard.IDS];
    private final int[] timedSizes = new int[Shard.IDS];
    private final long[] deadlineSums = new long[Shard.IDS];
    private int linked;
    private int shardLeases;
    private int leases;
    private int waiting;
    private int timed;
    private int live;
    private final Members members = new Members();

    StoreVerifier(Store store) {
        this.store = store;
        this.shard = store.shard(0);
    }

    void verify() {
        for (int number = 0; number < store.shardCount(); number++) {
            store.shard(number).lock.lock();
        }
        store.interner().lockAll();
        store.arrivingParts().lock().lock();
        try {
            verifyLocked();
        } finally {
            store.arrivingParts().lock().unlock();
            store.interner().unlockAll();
            for (int number = store.shardCount() - 1; number >= 0; number--) {
                store.shard(number).lock.unlock();
            }
        }
    }

    private void verifyLocked() {
        deadIds = store.databases().deadIds();
        store.heap().verify();
        for (int number = 0; number < store.shardCount(); number++) {
            verifyShard(store.shard(number));
        }
        store.families().tags().verify(tally, !store.families().mayBeDead());
        store.leases().verify(leases, waiting);
        store.interner().verify(tally);
        ChunkHeap heap = store.heap();
        long held = heap.usedBytes(MemoryTag.BLOBS) + heap.usedBytes(MemoryTag.PARTS);
        long known = blobBytes + partBytes + store.inTransitBytes();
        require(
                held == known,
                "M30",
                "the heap has handed out %d bytes, %d are known",
                held,
                known);
    }

    private void verifyShard(Shard next) {
        shard = next;
        live = 0;
        linked = 0;
        timed = 0;
        shardLeases = 0;
        Arrays.fill(sizes, 0);
        Arrays.fill(timedSizes, 0);
        Arrays.fill(deadlineSums, 0);
        shard.slots.verify();
        shard.list.verify();
        shard.index.verify();
        shard.timers.verify();
        shard.leaseTimers.verify();
        shard.ghosts.verify(shard.number, shard.shardBits);
        waiting += shard.board.verify(shard);
        for (int segment = 0; segment < shard.slots.segmentEnd(); segment++) {
            shard.slots.forEachLive(segment, this);
        }
        require(live == shard.index.size(), "S2", "%d live, %d indexed", live, shard.index.size());
        require(
                linked == shard.list.size(),
                "S2",
                "%d flagged, %d linked",
                linked,
                shard.list.size());
        require(
                timed == shard.timers.size(),
                "S2",
                "%d timed, %d queued",
                timed,
                shard.timers.size());
        require(
                shardLeases == shard.leaseTimers.size(),
                "E1",
                "%d leases, %d timed",
                shardLeases,
                shard.leaseTimers.size());
        leases += shardLeases;
        verifyCounts();
        partBytes += shard.orphanBytes;
        verifyMembers();
    }

    private void verifyCounts() {
        for (int id = 0; id < Shard.IDS; id++) {
            require(
                    sizes[id] == shard.sizes[id],
                    "S4",
                    "%d entries, counted %d",
                    sizes[id],
                    shard.sizes[id]);
            require(timedSizes[id] == shard.timedSizes[id], "S4", "timed entries of id %d", id);
            require(
                    deadlineSums[id] == shard.deadlineSums[id],
                    "S4",
                    "sum of deadlines of id %d",
                    id);
        }
    }

    /// Compares what the shard counts by prefix with what was found; forgets that.
    private void verifyMembers() {
        Members counted = shard.roll.members;
        for (int id = 0; id < Math.max(members.end(), counted.end()); id++) {
            int keys = members.keys(id);
            long bytes = members.bytes(id);
            require(keys == counted.keys(id), "T3", "%d entries of prefix id %d", keys, id);
            require(
                    bytes == counted.bytes(id),
                    "T3",
                    "entries of prefix id %d have %d bytes, %d are counted",
                    id,
                    bytes,
                    counted.bytes(id));
            members.add(id, -keys, -bytes);
        }
    }

    /// The families of one live slot.
    private void verifyFamilies(int slot, long at) {
        byte[] key = new byte[shard.blobs.keyBytes(at)];
        shard.raw.copyOut(shard.blobs.keyAt(at), key, 0, key.length);
        int prefix = shard.prefix(slot);
        store.families().prefixes().verify(key, prefix);
        if (prefix != Prefixes.NONE) {
            members.add(prefix, 1, shard.ownBytes(slot));
        }
        require(
                store.families().mayBeDead()
                        || store.families().prefixes().fate(prefix) == Fate.LIVE,
                "T2",
                "slot %d has ended with prefix id %d, and nobody looks",
                slot,
                prefix);
        if (shard.isTagged(slot)) {
            tally.add(shard.tagList(slot));
        }
    }

    /// H2 and H3, for the handle of a live slot and for numbers that are close to it.
    private void verifyHandle(int slot) {
        int storeSlot = shard.storeSlot(slot);
        int generation = shard.slots.generation(slot);
        long handle = Handle.of(generation, storeSlot);
        int found = shard.resolve(handle);
        require(
                found == slot && handle > 0,
                "H2",
                "handle %d of %d leads to %d",
                handle,
                slot,
                found);
        for (int other = generation - 2; other <= generation + 2; other++) {
            int stale =
                    other == generation
                            ? SlotTable.NO_SLOT
                            : shard.resolve(Handle.of(other, storeSlot));
            require(
                    stale == SlotTable.NO_SLOT,
                    "H2",
                    "slot %d answers to generation %d",
                    slot,
                    other);
        }
        for (int bit = shard.shardBits; bit < Integer.SIZE; bit++) {
            int forged = shard.resolve(Handle.of(generation, storeSlot ^ 1 << bit));
            boolean isOther = forged != SlotTable.NO_SLOT && shard.storeSlot(forged) != storeSlot;
            require(
                    forged == SlotTable.NO_SLOT || (isOther && shard.slots.isLive(forged)),
                    "H3",
                    "a handle forged from that of %d leads to %d",
                    slot,
                    forged);
        }
        long negative = handle | Long.MIN_VALUE;
        require(shard.resolve(negative) == SlotTable.NO_SLOT, "H3", "%d leads somewhere", negative);
    }

    /// One live slot of the shard being walked.
    @Override
    public void accept(int slot) {
        int id = shard.slots.database(slot);
        int kind = shard.slots.kind(slot);
        int counted = Kind.isHidden(kind) ? 0 : 1;
        live++;
        verifyHandle(slot);
        sizes[id] += counted;
        require(
                shard.index.contains(shard.hashOf(slot), slot),
                "S2",
                "slot %d is not indexed",
                slot);
        long at = shard.heap.address(shard.slots.blob(slot));
        long hash = store.hashAt(shard.blobs.keyAt(at), shard.blobs.keyBytes(at));
        require(hash == shard.hashOf(slot), "S6", "slot %d keeps another hash than %x", slot, hash);
        verifyFamilies(slot, at);
        boolean known =
                store.databases().databaseOf(id) >= 0 || (deadIds[id >>> 6] >>> id & 1) == 1;
        require(known, "S5", "slot %d has the free database id %d", slot, id);
        boolean isLinked = (shard.slots.flags(slot) & SlotFlags.LINKED) != 0;
        boolean wanted =
                kind != Kind.LEASE && (!shard.policyKind.isVolatile() || shard.isTimed(slot));
        require(isLinked == wanted, "S2", "slot %d, flags %d", slot, shard.slots.flags(slot));
        linked += isLinked ? 1 : 0;
        require(counted == 1 || shard.isTimed(slot), "E1", "slot %d is not timed", slot);
        shardLeases += kind == Kind.LEASE ? 1 : 0;
        if (shard.isTimed(slot) && kind != Kind.LEASE) {
            timed++;
            timedSizes[id] += counted;
            deadlineSums[id] += counted == 1 ? shard.expireAtMs(slot) : 0;
        }
        blobBytes += shard.heap.chunkBytes(shard.slots.blob(slot));
        if (shard.slots.kind(slot) == Kind.STRING_SHARED) {
            tally.add(shard.shared(slot));
        }
        if (kind == Kind.STRING_PARTS) {
            verifyParts(slot);
        }
    }

    private void verifyParts(int slot) {
        long header = shard.valueHeader(slot);
        require(shard.longs.owners(header) >= 1, "M24", "slot %d has a value without owner", slot);
        int owner = shard.longs.owner(shard.heap.address(shard.longs.part(header, 0)));
        require(owner == shard.storeSlot(slot), "S3", "slot %d: its parts name %d", slot, owner);
        partBytes += shard.longs.chunkBytes(header);
    }
}
