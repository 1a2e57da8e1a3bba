package dev.larder.server.store;

import dev.larder.protocol.bytes.KeySink;

/// Lets the cache misses of several look-ups overlap.
///
/// A look-up is a chain of loads, each of which says where the next one goes: bucket, slot, neighbours in
/// the list and blob. Executed one after the other, requests wait for each of them in turn. Here a batch
/// takes the steps side by side: all buckets, then all slots, then the rest. The loads of a step do not
/// depend on each other, so the core has many of them under way at once, and when the requests are
/// executed they find the lines in the cache.
///
/// - **A1** Nothing is locked, so anything read may be out of date, torn, or of an owner that came
///   later. Every number read is therefore checked before it is used as a place, and nothing but the
///   loads themselves is kept.
///
/// Use: tell it the [#key]s, then [#bring] them. One instance an event loop.
public final class Lookahead implements KeySink {
    /// The most keys at a time: about as many as a core has misses under way.
    public static final int KEYS_MAX = 16;

    /// The longest key that is looked ahead to: hashing a longer one takes longer than its misses, and it may be
    /// no key at all.
    private static final int KEY_BYTES_MAX = 256;

    private final Store store;
    private final long[] hashes = new long[KEYS_MAX];
    private final Shard[] shards = new Shard[KEYS_MAX];
    private final long[] buckets = new long[KEYS_MAX];
    private final int[] slots = new int[KEYS_MAX];
    private int count;

    /// Keeps the compiler from dropping loads whose values nobody wants.
    private int sink;

    Lookahead(Store store) {
        this.store = store;
    }

    @Override
    public void key(byte[] array, int offset, int length) {
        if (count < KEYS_MAX && length <= KEY_BYTES_MAX) {
            hashes[count++] = store.hash(array, offset, length);
        }
    }

    /// Brings nearer what the look-ups of the keys will read, and forgets them.
    public void bring() {
        if (count > 1) {
            bring(hashes, 0, count);
        }
        count = 0;
    }

    /// The same for the keys of the first `total` hashes in `keyHashes`.
    void bring(long[] keyHashes, int total) {
        for (int from = 0; from < total; from += KEYS_MAX) {
            bring(keyHashes, from, Math.min(KEYS_MAX, total - from));
        }
    }

    private void bring(long[] keyHashes, int from, int some) {
        for (int index = 0; index < some; index++) {
            long hash = keyHashes[from + index];
            Shard shard = store.shard(store.shardOf(hash));
            shards[index] = shard;
            buckets[index] = shard.index.glimpse(hash);
        }
        int sum = 0;
        for (int index = 0; index < some; index++) {
            Shard shard = shards[index];
            slots[index] = shard.index.glimpseSlot(buckets[index], keyHashes[from + index]);
            sum += shard.slots.glimpseBlob(slots[index]);
        }
        for (int index = 0; index < some; index++) {
            sum += shards[index].glimpse(slots[index]);
        }
        sink = sum;
    }

    /// What the loads added up to: no number of any meaning.
    int sink() {
        return sink;
    }
}
