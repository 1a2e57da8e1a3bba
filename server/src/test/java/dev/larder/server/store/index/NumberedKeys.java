package dev.larder.server.store.index;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/// Entries for tests of the index: slot numbers with keys that are numbers, hashed as the test
/// wants.
final class NumberedKeys implements KeySource {
    static final int KEY_BYTES = Long.BYTES;

    private final LongUnaryOperator hash;
    private long[] keys = new long[16];
    private int[] freeSlots = new int[16];
    private int freeCount;
    private int slotEnd;

    /// How many times the index asked for a hash.
    long rehashes;

    NumberedKeys(LongUnaryOperator hash) {
        this.hash = hash;
    }

    /// A hash as good as random.
    static long scatter(long key) {
        long mixed = key * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 32;
    }

    static byte[] bytes(long key) {
        return ByteBuffer.allocate(KEY_BYTES).putLong(key).array();
    }

    /// A slot for `key`.
    int allocate(long key) {
        int slot = freeCount > 0 ? freeSlots[--freeCount] : slotEnd++;
        if (slot >= keys.length) {
            keys = Arrays.copyOf(keys, keys.length * 2);
        }
        keys[slot] = key;
        return slot;
    }

    void free(int slot) {
        if (freeCount == freeSlots.length) {
            freeSlots = Arrays.copyOf(freeSlots, freeCount * 2);
        }
        freeSlots[freeCount++] = slot;
    }

    long key(int slot) {
        return keys[slot];
    }

    long hashOfKey(long key) {
        return hash.applyAsLong(key);
    }

    @Override
    public boolean matches(int slot, byte[] key, int offset, int length, int db) {
        long number = 0;
        for (int index = 0; index < KEY_BYTES; index++) {
            number = number << 8 | (key[offset + index] & 0xff);
        }
        return db == 0 && length == KEY_BYTES && keys[slot] == number;
    }

    @Override
    public int touch(int slot) {
        return (int) keys[slot];
    }

    @Override
    public long hashOf(int slot) {
        rehashes++;
        return hash.applyAsLong(keys[slot]);
    }
}
