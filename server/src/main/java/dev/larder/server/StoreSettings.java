package dev.larder.server;

import dev.larder.server.config.EvictionConfig;
import dev.larder.server.config.LarderConfig;
import dev.larder.server.config.MemoryConfig;
import dev.larder.server.store.StoreConfig;
import dev.larder.server.store.evict.EvictionPolicies;
import dev.larder.server.store.evict.PolicySettings;
import dev.larder.server.store.slot.SlotTable;
import java.security.SecureRandom;

/// What the settings mean to the store, which does not know them.
final class StoreSettings {
    /// Address space to reserve: it costs nothing, `maxmemory` can be raised up to it while the server
    /// runs, and up to here references to chunks count in the smallest unit.
    private static final long RESERVED_BYTES = 32L << 30;

    private StoreSettings() {}

    /// The store that `config` asks for.
    static StoreConfig of(LarderConfig config) {
        MemoryConfig memory = config.memory();
        return new StoreConfig(
                memory.limitBytes(),
                Math.max(memory.limitBytes(), RESERVED_BYTES),
                memory.shards(),
                memory.databases(),
                config.listen().ioThreads(),
                memory.maxEntries(),
                policy(memory.eviction()),
                policySettings(memory.eviction()),
                Boolean.parseBoolean(System.getProperty("larder.memory.checked"))
                        || "checked".equals(System.getProperty("larder.memory")),
                SlotTable.GENERATION_BITS,
                new SecureRandom().nextLong());
    }

    static EvictionPolicies policy(EvictionConfig eviction) {
        return EvictionPolicies.byName(eviction.policy())
                .orElseThrow(
                        () -> new IllegalStateException("no such policy: " + eviction.policy()));
    }

    static PolicySettings policySettings(EvictionConfig eviction) {
        return new PolicySettings(
                eviction.samples(), eviction.lfuLogFactor(), eviction.lfuDecayMinutes());
    }
}
