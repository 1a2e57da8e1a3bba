package dev.larder.server.store;

import java.util.Arrays;

/// How many entries of one shard carry each prefix id, and the bytes they take. Written under the shard;
/// read without it by those who can bear a moment's delay.
public final class Members {
    private static final int[] NO_KEYS = {};
    private static final long[] NO_BYTES = {};

    private int[] keys = NO_KEYS;
    private long[] bytes = NO_BYTES;

    /// None yet.
    public Members() {}

    /// `count` entries more, or fewer, of `byteCount` bytes in all.
    public void add(int id, int count, long byteCount) {
        if (id >= keys.length) {
            int length = Math.max(id + 1, keys.length * 2);
            keys = Arrays.copyOf(keys, length);
            bytes = Arrays.copyOf(bytes, length);
        }
        keys[id] += count;
        bytes[id] += byteCount;
    }

    /// Entries that carry `id`.
    public int keys(int id) {
        int[] now = keys;
        return id < now.length ? now[id] : 0;
    }

    /// Bytes of those.
    public long bytes(int id) {
        long[] now = bytes;
        return id < now.length ? now[id] : 0;
    }

    /// One more than the highest id that was ever counted.
    public int end() {
        return keys.length;
    }
}
