package dev.larder.server.store;

import dev.larder.protocol.bytes.KeySink;
import dev.larder.server.memory.RawBytes;

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
    /// The most keys at a time. A core has some dozens of misses under way at most; but each stage ends with
    /// a wait for its last miss, and the more keys there are, the less of that falls to each.
    public static final int KEYS_MAX = 64;

    /// The longest key that is looked ahead to: hashing a longer one takes longer than its misses, and it may be
    /// no key at all.
    private static final int KEY_BYTES_MAX = 256;

    private final Store store;
    private final RawBytes raw;
    private final long[] hashes = new long[KEYS_MAX];
    private final long[] places = new long[KEYS_MAX];
    private final long[] lines = new long[KEYS_MAX * Shard.GLIMPSED_LINES];
    private int count;

    /// Keeps the compiler from dropping loads whose values nobody wants.
    private int sink;

    Lookahead(Store store) {
        this.store = store;
        this.raw = store.raw();
    }

    @Override
    public void key(byte[] array, int offset, int length) {
        if (count < KEYS_MAX && length <= KEY_BYTES_MAX) {
            hashes[count++] = store.hash(array, offset, length);
        }
    }

    /// Whether no more keys are taken until they are brought.
    public boolean isFull() {
        return count == KEYS_MAX;
    }

    /// How many more keys are taken.
    public int room() {
        return KEYS_MAX - count;
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

    /// Where to look is worked out first for all, then all is loaded, stage by stage.
    private void bring(long[] keyHashes, int from, int some) {
        for (int index = 0; index < some; index++) {
            long hash = keyHashes[from + index];
            places[index] = shardOf(hash).index.glimpse(hash);
        }
        int sum = raw.touch(places, some);
        for (int index = 0; index < some; index++) {
            long hash = keyHashes[from + index];
            Shard shard = shardOf(hash);
            places[index] = shard.slots.glimpse(shard.index.glimpseSlot(places[index], hash));
        }
        sum += raw.touch(places, some);
        int wanted = 0;
        for (int index = 0; index < some; index++) {
            if (places[index] != 0) {
                Shard shard = shardOf(keyHashes[from + index]);
                wanted = shard.glimpse(places[index], lines, wanted);
            }
        }
        sink = sum + raw.touch(lines, wanted);
    }

    private Shard shardOf(long hash) {
        return store.shard(store.shardOf(hash));
    }

    /// What the loads added up to: no number of any meaning.
    int sink() {
        return sink;
    }
}
