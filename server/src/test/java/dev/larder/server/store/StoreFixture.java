package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.stats.LatencyMonitor;
import dev.larder.server.stats.PaddedCounters;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A store with a clock that is set by hand, and the few calls tests make over and over.
final class StoreFixture implements AutoCloseable {
    static final long START_MS = 1_700_000_000_000L;

    final PaddedCounters counters;
    final Store store;
    long nowMs = START_MS;

    StoreFixture(StoreConfig config) {
        counters = new PaddedCounters(config.stripes());
        store = new Store(config, counters, new LatencyMonitor(), START_MS);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Slice slice(byte[] bytes) {
        var slice = new Slice();
        slice.set(bytes, 0, bytes.length);
        return slice;
    }

    ShardGuard enter(int database, String key) {
        return store.enter(0, nowMs, database, slice(bytes(key)));
    }

    void set(String key, String value) {
        set(0, key, bytes(value), ShardGuard.NO_DEADLINE);
    }

    void set(int database, String key, byte[] value, long deadline) {
        try (ShardGuard guard = enter(database, key)) {
            guard.reserve(value.length, deadline);
            guard.putBytes(value, 0, value.length, deadline);
        }
    }

    /// The value, or null; a use.
    byte @Nullable [] get(int database, String key) {
        try (ShardGuard guard = enter(database, key)) {
            int slot = guard.touch();
            return slot == NO_SLOT ? null : value(guard, slot);
        }
    }

    @Nullable String get(String key) {
        byte[] value = get(0, key);
        return value == null ? null : new String(value, StandardCharsets.ISO_8859_1);
    }

    static byte[] value(ShardGuard guard, int slot) {
        byte[] value = new byte[(int) guard.valueBytes(slot)];
        guard.copyValue(slot, 0, value, 0, value.length);
        return value;
    }

    boolean delete(int database, String key) {
        try (ShardGuard guard = enter(database, key)) {
            return guard.remove();
        }
    }

    /// Bytes that differ from position to position and by `seed`.
    static byte[] pattern(int length, long seed) {
        byte[] value = new byte[length];
        long state = seed * 0x9E3779B97F4A7C15L + 1;
        for (int index = 0; index < length; index++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            value[index] = (byte) state;
        }
        return value;
    }

    void ticks() {
        for (int stripe = 0; stripe < counters.stripes(); stripe++) {
            while (store.tick(stripe, nowMs)) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        store.verify();
        for (int database = 0; database < store.databaseCount(); database++) {
            store.flush(database, database);
        }
        store.awaitSwept();
        store.verify();
        StoreFigures left = store.figures();
        // A segment of slots may have been prepared for an entry that then was refused.
        if (left.usedBytes() != left.slotBytes() || store.inTransitBytes() != 0) {
            throw new AssertionError("an empty store uses " + left);
        }
        store.close();
    }
}
