package dev.larder.server.config;

/// How much is kept, and what goes first.
///
/// @param maxmemoryBytes the bytes that everything that grows with the data may take; 0 when the
///     limit is whatever the machine has
/// @param limitBytes the limit that results: `maxmemoryBytes`, or what the machine has
/// @param maxEntries how many entries may be kept; 0 for any number
/// @param databases how many databases there are
/// @param shards how many parts the store is cut into, a power of two
/// @param largeValueBytes values of at least this many bytes are sent without a copy
/// @param eviction what goes first
public record MemoryConfig(
        long maxmemoryBytes,
        long limitBytes,
        long maxEntries,
        int databases,
        int shards,
        int largeValueBytes,
        EvictionConfig eviction) {
    static MemoryConfig read(SettingValues values) {
        OrAuto maxmemory = values.get(MemoryDirectives.MAXMEMORY);
        return new MemoryConfig(
                maxmemory.value(),
                limitBytes(maxmemory),
                values.get(MemoryDirectives.MAX_ENTRIES),
                values.integer(MemoryDirectives.DATABASES),
                Math.toIntExact(values.get(MemoryDirectives.SHARDS).value()),
                values.integer(MemoryDirectives.LARGE_VALUE_THRESHOLD),
                EvictionConfig.read(values));
    }

    /// The limit that `maxmemory` comes to.
    static long limitBytes(OrAuto maxmemory) {
        return maxmemory.value() == 0 ? MachineMemory.HERE.limitBytesOrLeast() : maxmemory.value();
    }
}
