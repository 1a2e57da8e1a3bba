package dev.larder.server.store;

import dev.larder.server.store.evict.EvictionPolicies;
import dev.larder.server.store.evict.PolicySettings;
import dev.larder.server.store.slot.SlotTable;

/// What a store is made with.
///
/// @param maxMemoryBytes bound of everything that grows with the data; can be changed later
/// @param reserveBytes address space to reserve; `maxMemoryBytes` can be raised up to it
/// @param shards a power of two, 1 to 1024; 1 makes the eviction order exact over all entries
/// @param databases how many can be selected; 1 to 64
/// @param stripes how many event loops use the store; each has a number below this
/// @param maxEntries bound of the number of entries; 0 for none
/// @param policy who is evicted
/// @param policySettings the numbers of the policies
/// @param checked whether freed memory is poisoned and checked
/// @param generationBits 31 but in tests that must see generations run out
/// @param seed of the random choices of sampling policies
public record StoreConfig(
        long maxMemoryBytes,
        long reserveBytes,
        int shards,
        int databases,
        int stripes,
        long maxEntries,
        EvictionPolicies policy,
        PolicySettings policySettings,
        boolean checked,
        int generationBits,
        long seed) {
    private static final long BYTES_PER_SHARD = 16L << 20;
    private static final int SHARDS_DEFAULT_MAX = 64;

    /// Refuses what cannot work.
    public StoreConfig {
        if (Integer.bitCount(shards) != 1 || shards > 1024) {
            throw new IllegalArgumentException("shards " + shards + " (a power of two, 1 to 1024)");
        }
        if (databases < 1 || databases > 64) {
            throw new IllegalArgumentException("databases " + databases + " (1 to 64)");
        }
        if (maxMemoryBytes > reserveBytes) {
            throw new IllegalArgumentException("maxmemory is over what is reserved");
        }
    }

    /// A store of `maxMemoryBytes` with defaults for the rest.
    public static StoreConfig of(long maxMemoryBytes) {
        return new StoreConfig(
                maxMemoryBytes,
                maxMemoryBytes,
                shardsFor(maxMemoryBytes),
                16,
                1,
                0,
                EvictionPolicies.ALLKEYS_LRU,
                PolicySettings.DEFAULT,
                isChecked(),
                SlotTable.GENERATION_BITS,
                1);
    }

    /// Whether this process is to check its memory (`-Dlarder.memory=checked`).
    public static boolean isChecked() {
        return "checked".equals(System.getProperty("larder.memory"));
    }

    /// The number of shards that suits a memory limit: one for each 16 MiB, at most 64.
    public static int shardsFor(long maxMemoryBytes) {
        long shards = Math.clamp(maxMemoryBytes / BYTES_PER_SHARD, 1, SHARDS_DEFAULT_MAX);
        return (int) Long.highestOneBit(shards);
    }

    /// The same with another number of shards.
    public StoreConfig withShards(int count) {
        return new StoreConfig(
                maxMemoryBytes,
                reserveBytes,
                count,
                databases,
                stripes,
                maxEntries,
                policy,
                policySettings,
                checked,
                generationBits,
                seed);
    }

    /// The same with another policy.
    public StoreConfig withPolicy(EvictionPolicies other) {
        return new StoreConfig(
                maxMemoryBytes,
                reserveBytes,
                shards,
                databases,
                stripes,
                maxEntries,
                other,
                policySettings,
                checked,
                generationBits,
                seed);
    }

    /// The same with a bound on the number of entries.
    public StoreConfig withMaxEntries(long entries) {
        return new StoreConfig(
                maxMemoryBytes,
                reserveBytes,
                shards,
                databases,
                stripes,
                entries,
                policy,
                policySettings,
                checked,
                generationBits,
                seed);
    }

    /// The same for another number of event loops.
    public StoreConfig withStripes(int count) {
        return new StoreConfig(
                maxMemoryBytes,
                reserveBytes,
                shards,
                databases,
                count,
                maxEntries,
                policy,
                policySettings,
                checked,
                generationBits,
                seed);
    }

    /// The same with memory checks on and generations of `bits` bits: for tests.
    public StoreConfig checkedWithGenerationBits(int bits) {
        return new StoreConfig(
                maxMemoryBytes,
                reserveBytes,
                shards,
                databases,
                stripes,
                maxEntries,
                policy,
                policySettings,
                true,
                bits,
                seed);
    }
}
