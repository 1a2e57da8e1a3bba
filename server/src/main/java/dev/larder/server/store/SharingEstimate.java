package dev.larder.server.store;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.store.index.HashIndex;
import dev.larder.server.store.intern.Interner;
import dev.larder.server.store.intern.TenantKind;
import dev.larder.server.store.slot.SlotTable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// What it would save to store equal values once, estimated from a sample of the live entries.
///
/// Entries lie in the order of their keys' hashes, so a run of them from a random place on is a fair
/// sample. Values that repeat within the sample repeat at least as often among all entries: what they
/// would save, scaled up, is what can be expected *at least*. Where the same few values are everywhere the
/// figure is good; where values come in pairs among very many, a sample sees few of the pairs.
///
/// @param entries how many there are
/// @param sampled how many of them were looked at
/// @param repeated sampled entries whose value another sampled one has too
/// @param bytes what sharing would free, beyond what it does already, net of what it costs
public record SharingEstimate(long entries, long sampled, long repeated, long bytes) {
    private static final int TENANT_TABLE_BYTES = SlotTable.SLOT_BYTES + 8;

    /// Looks at about `samples` entries. Holds one shard at a time, for a bucket.
    public static SharingEstimate of(Store store, int samples) {
        return new Walk(store).over(samples);
    }

    /// What the entries with one value come to.
    private static final class Group {
        private int entries;
        private int unshared;
        private long gainBytes;
        private int length;

        /// What sharing the value would free.
        long netBytes(ChunkHeap heap) {
            boolean isTenant = unshared < entries;
            if (isTenant) {
                return gainBytes;
            }
            int chunk = heap.classBytes(Interner.chunkBytes(TenantKind.STRING, length));
            return entries < 2 ? 0 : Math.max(0, gainBytes - chunk - TENANT_TABLE_BYTES);
        }
    }

    private static final class Walk {
        private final Store store;
        private final SharingSettings settings;
        private final Map<Long, Group> groups = new HashMap<>();
        private Shard shard;
        private long sampled;

        Walk(Store store) {
            this.store = store;
            this.settings = store.sharing().settings();
            this.shard = store.shard(0);
        }

        SharingEstimate over(int samples) {
            int shards = store.shardCount();
            int shift = HashIndex.POSITION_BITS - Integer.numberOfTrailingZeros(shards);
            long end = 1L << HashIndex.POSITION_BITS;
            boolean isAll = store.entries() <= samples;
            long start = isAll ? 0 : ThreadLocalRandom.current().nextLong(end);
            long position = start;
            boolean wrapped = false;
            while (sampled < samples && !(wrapped && position >= start)) {
                int number = (int) (position >>> shift);
                long next = visit(number, position);
                if (next == HashIndex.DONE) {
                    next = (long) (number + 1) << shift;
                }
                wrapped |= next >= end;
                position = next >= end ? 0 : next;
            }
            return result();
        }

        private long visit(int number, long position) {
            shard = store.shard(number);
            shard.lock.lock();
            try {
                return shard.index.scan(position, this::see);
            } finally {
                shard.lock.unlock();
            }
        }

        private void see(int slot) {
            int kind = shard.slots.kind(slot);
            if (Kind.isHidden(kind)) {
                return;
            }
            sampled++;
            long header = shard.valueHeader(slot);
            if (kind == Kind.STRING_SHARED) {
                Group group = group(shard.interner.hash(shard.shared(slot)));
                group.entries++;
            } else if (kind == Kind.STRING_INLINE
                    && settings.admits(shard.blobs.inlineLength(header))) {
                int length = shard.blobs.inlineLength(header);
                Group group = group(store.hashAt(shard.blobs.inlineAt(header), length));
                group.entries++;
                group.unshared++;
                group.length = length;
                group.gainBytes += gainBytes(slot, header);
            }
        }

        private Group group(long hash) {
            return groups.computeIfAbsent(hash, _ -> new Group());
        }

        /// What the blob would shrink by.
        private int gainBytes(int slot, long header) {
            int chunk = shard.slots.blob(slot);
            int prefix = (int) (header - shard.heap.address(chunk));
            return shard.heap.chunkBytes(chunk)
                    - shard.heap.classBytes(prefix + EntryBlobs.REFERENCE_BYTES);
        }

        private SharingEstimate result() {
            long repeated = 0;
            long bytes = 0;
            for (Group group : groups.values()) {
                repeated += group.entries > 1 ? group.entries : 0;
                bytes += group.netBytes(store.heap());
            }
            long entries = store.entries();
            double scale = sampled == 0 ? 0 : Math.max(1, (double) entries / sampled);
            return new SharingEstimate(entries, sampled, repeated, (long) (bytes * scale));
        }
    }
}
