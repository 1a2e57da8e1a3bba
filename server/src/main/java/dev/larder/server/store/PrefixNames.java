package dev.larder.server.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The names of prefixes, found by the first bytes of a key.
///
/// A table with open addressing that is at most half full. Names are only ever added, by one thread at a
/// time, and found by any without a lock; one that was added a moment ago may be missed.
final class PrefixNames {
    /// The longest prefix; a key whose first delimiter comes later has none of its own.
    static final int BYTES_MAX = 128;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(Prefix[].class);

    private final @Nullable Prefix[] cells;
    private final List<Prefix> all = new CopyOnWriteArrayList<>();
    private final int multiplier = ThreadLocalRandom.current().nextInt() | 1;
    private final byte delimiter;

    PrefixNames(PrefixSettings settings) {
        this.delimiter = settings.delimiter();
        this.cells = new Prefix[Integer.highestOneBit(Math.max(settings.max(), 1) + 1) * 4];
    }

    /// How many bytes of the key from `from` on belong to its next level, delimiter included; 0 if no delimiter
    /// comes within the bytes that are looked at. `from` counts from `offset`.
    int levelEnd(byte[] key, int offset, int length, int from) {
        int end = offset + Math.min(length, BYTES_MAX);
        for (int at = offset + from; at < end; at++) {
            if (key[at] == delimiter) {
                return at + 1 - offset;
            }
        }
        return 0;
    }

    int hash(byte[] key, int offset, int length) {
        int hash = length;
        for (int at = offset; at < offset + length; at++) {
            hash = (hash + key[at]) * multiplier;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    /// The prefix with exactly these bytes, or null.
    @Nullable Prefix find(int hash, byte[] key, int offset, int length) {
        int mask = cells.length - 1;
        for (int cell = hash & mask; ; cell = cell + 1 & mask) {
            Prefix prefix = (Prefix) CELL.getAcquire(cells, cell);
            if (prefix == null) {
                return null;
            }
            byte[] name = prefix.name;
            if (prefix.hash == hash
                    && Arrays.equals(name, 0, name.length, key, offset, offset + length)) {
                return prefix;
            }
        }
    }

    /// Adds one that is not there. One thread at a time.
    void add(Prefix prefix) {
        int mask = cells.length - 1;
        int cell = prefix.hash & mask;
        while (cells[cell] != null) {
            cell = cell + 1 & mask;
        }
        all.add(prefix);
        CELL.setRelease(cells, cell, prefix);
    }

    int count() {
        return all.size();
    }

    /// All of them, by number.
    List<Prefix> all() {
        return all;
    }
}
