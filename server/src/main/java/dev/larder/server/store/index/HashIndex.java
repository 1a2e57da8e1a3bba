package dev.larder.server.store.index;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.RawBytes;

/// The hash index of one shard: from the hash of a key to the slot of its entry.
public final class HashIndex {
    /// No slot.
    public static final int NO_SLOT = -1;

    /// What [#scan] answers after the last position of the shard.
    public static final long DONE = -1;

    /// Bits of a scan position: it is the top 48 bits of a hash, those of the shard included.
    public static final int POSITION_BITS = 48;

    /// An empty index of the shard that the first `skipBits` bits of a hash choose. Takes no memory
    /// until the first insert.
    public HashIndex(ChunkHeap heap, RawBytes raw, KeySource keys, int skipBits) {
        throw new UnsupportedOperationException();
    }

    /// The slot of this key, or [#NO_SLOT].
    public int find(long hash, byte[] key, int offset, int length, int db) {
        throw new UnsupportedOperationException();
    }

    /// The first slot of `hash`'s tag that `filter` accepts, or [#NO_SLOT].
    public int find(long hash, SlotFilter filter) {
        throw new UnsupportedOperationException();
    }

    /// Whether `slot` is filed under `hash`.
    public boolean contains(long hash, int slot) {
        throw new UnsupportedOperationException();
    }

    /// First stage of a staged look-up: loads the home bucket of `hash`. Use the answer, or the
    /// compiler drops the load.
    public long touch(long hash) {
        throw new UnsupportedOperationException();
    }

    /// Second stage: a slot that may be the entry of `hash`, or [#NO_SLOT]; no key is compared.
    public int candidate(long hash) {
        throw new UnsupportedOperationException();
    }

    /// Makes room for one more entry of `hash`; `false` when there is no memory for that. After `true`
    /// the next [#insert] of this hash cannot fail.
    public boolean prepareInsert(long hash) {
        throw new UnsupportedOperationException();
    }

    /// Files `slot`, which is not filed yet, under `hash`.
    public void insert(long hash, int slot) {
        throw new UnsupportedOperationException();
    }

    /// Forgets `slot`, filed under `hash`.
    public void remove(long hash, int slot) {
        throw new UnsupportedOperationException();
    }

    /// Files `newSlot` where `oldSlot` was: the same key moved to another slot.
    public void replace(long hash, int oldSlot, int newSlot) {
        throw new UnsupportedOperationException();
    }

    /// Visits all entries of the bucket that holds `position` whose hash is not before it; answers the
    /// position to go on with, or [#DONE] at the end of the shard. The shard's first position is its
    /// number in the top `skipBits` of the 48.
    public long scan(long position, SlotVisitor visitor) {
        throw new UnsupportedOperationException();
    }

    /// A slot picked nearly uniformly by `randomBits`, or [#NO_SLOT] when the index is empty.
    public int random(long randomBits) {
        throw new UnsupportedOperationException();
    }

    /// How many slots are filed.
    public long size() {
        throw new UnsupportedOperationException();
    }

    /// Forgets every slot and frees all chunks.
    public void clear() {
        throw new UnsupportedOperationException();
    }

    /// Walks the index.
    public void verify() {
        throw new UnsupportedOperationException();
    }
}
