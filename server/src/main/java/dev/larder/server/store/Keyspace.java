package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.store.index.HashIndex;
import dev.larder.server.store.index.SlotVisitor;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Walks over keys without holding more than one bucket's shard at a time: SCAN, KEYS, RANDOMKEY.
///
/// Keys are walked in the order of their hashes, and a cursor is a place in that order, so growth and
/// shrinkage of the index in between change nothing: a key that is there throughout is seen, once.
public final class Keyspace {
    /// Room for keys that a batch keeps when it has handed them out.
    private static final int BYTES_KEPT = 16_384;

    private static final int BUCKETS_PER_KEY = 10;
    private static final int RANDOM_TRIES = 100;

    private final Store store;

    Keyspace(Store store) {
        this.store = store;
    }

    /// Takes the keys of a walk, one by one, outside of any lock.
    @FunctionalInterface
    public interface KeyVisitor {
        /// A live key: `length` bytes of `array` from `offset`, good until the call returns.
        void visit(byte[] array, int offset, int length);
    }

    /// Visits some `count` keys of `database` from `cursor` on (0 begins) and answers the next cursor, 0
    /// at the end. Visits fewer when the database is sparse, and a bucket's worth more when it is dense.
    public long scan(int database, long nowMs, long cursor, long count, KeyVisitor visitor) {
        int shardBits = Integer.numberOfTrailingZeros(store.shardCount());
        int shift = HashIndex.POSITION_BITS - shardBits;
        var batch = new Batch(database, nowMs);
        long position = cursor & (1L << HashIndex.POSITION_BITS) - 1;
        long keys = 0;
        long bucketsMax =
                Math.max(count, 1) > Long.MAX_VALUE / BUCKETS_PER_KEY
                        ? Long.MAX_VALUE
                        : Math.max(count, 1) * BUCKETS_PER_KEY;
        for (long bucket = 0; bucket < bucketsMax && keys < count; bucket++) {
            int number = (int) (position >>> shift);
            long next = batch.collect(store.shard(number), position);
            keys += batch.handOut(visitor);
            if (next == HashIndex.DONE) {
                if (number + 1 == store.shardCount()) {
                    return 0;
                }
                next = (long) (number + 1) << shift;
            }
            position = next;
        }
        return position;
    }

    /// Visits every key of `database`. Keys that come or go meanwhile may or may not be seen.
    public void forEach(int database, long nowMs, KeyVisitor visitor) {
        long cursor = 0;
        do {
            cursor = scan(database, nowMs, cursor, 1000, visitor);
        } while (cursor != 0);
    }

    /// Visits one key of `database` chosen about evenly. False when it is empty.
    public boolean random(int database, long nowMs, SplittableRandom random, KeyVisitor visitor) {
        if (store.size(database) == 0) {
            return false;
        }
        var batch = new Batch(database, nowMs);
        for (int attempt = 0; attempt < RANDOM_TRIES; attempt++) {
            if (batch.pick(store.shard(random.nextInt(store.shardCount())), random.nextLong())) {
                batch.handOut(visitor);
                return true;
            }
        }
        // Few keys of this database among many others: take the first one from a random place on.
        long cursor = random.nextLong(1L << HashIndex.POSITION_BITS);
        var first = new FirstKey(visitor);
        for (int round = 0; round < 2 && !first.seen; round++) {
            do {
                cursor = scan(database, nowMs, cursor, 1, first);
            } while (cursor != 0 && !first.seen);
        }
        return first.seen;
    }

    private static final class FirstKey implements KeyVisitor {
        private final KeyVisitor next;
        private boolean seen;

        FirstKey(KeyVisitor next) {
            this.next = next;
        }

        @Override
        public void visit(byte[] array, int offset, int length) {
            if (!seen) {
                seen = true;
                next.visit(array, offset, length);
            }
        }
    }

    /// The keys of one bucket, copied out under the shard and handed on without it.
    private final class Batch implements SlotVisitor {
        private final int databaseId;
        private final long nowMs;
        private Shard shard = store.shard(0);
        private byte[] bytes = new byte[1024];
        private int[] ends = new int[32];
        private int count;
        private int used;

        Batch(int database, long nowMs) {
            this.databaseId = store.databaseId(database);
            this.nowMs = nowMs;
        }

        long collect(Shard from, long position) {
            shard = from;
            shard.lock.lock();
            try {
                return shard.index.scan(position, this);
            } finally {
                shard.lock.unlock();
            }
        }

        boolean pick(Shard from, long randomBits) {
            shard = from;
            shard.lock.lock();
            try {
                int slot = shard.index.random(randomBits);
                if (slot != NO_SLOT) {
                    visit(slot);
                }
                return count > 0;
            } finally {
                shard.lock.unlock();
            }
        }

        @Override
        public void visit(int slot) {
            boolean wanted = shard.slots.database(slot) == databaseId && shard.isSeen(slot, nowMs);
            if (!wanted) {
                return;
            }
            long at = shard.heap.address(shard.slots.blob(slot));
            int keyBytes = shard.blobs.keyBytes(at);
            if (bytes.length - used < keyBytes) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + keyBytes));
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
            }
            shard.raw.copyOut(shard.blobs.keyAt(at), bytes, used, keyBytes);
            used += keyBytes;
            ends[count++] = used;
        }

        int handOut(KeyVisitor visitor) {
            int handed = count;
            int begin = 0;
            for (int index = 0; index < count; index++) {
                visitor.visit(bytes, begin, ends[index] - begin);
                begin = ends[index];
            }
            count = 0;
            used = 0;
            if (bytes.length > BYTES_KEPT) {
                bytes = new byte[BYTES_KEPT];
            }
            return handed;
        }
    }
}
