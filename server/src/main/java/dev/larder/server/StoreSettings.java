package dev.larder.server;

import dev.larder.server.config.EvictionConfig;
import dev.larder.server.config.FamilyConfig;
import dev.larder.server.config.InternConfig;
import dev.larder.server.config.LarderConfig;
import dev.larder.server.config.MemoryConfig;
import dev.larder.server.memory.MemoryUnavailableException;
import dev.larder.server.stats.ServerStats;
import dev.larder.server.store.PrefixSettings;
import dev.larder.server.store.SharingSettings;
import dev.larder.server.store.Store;
import dev.larder.server.store.StoreConfig;
import dev.larder.server.store.evict.EvictionPolicies;
import dev.larder.server.store.evict.PolicySettings;
import dev.larder.server.store.slot.SlotTable;
import java.security.SecureRandom;
import java.util.Locale;

/// What the settings mean to the store, which does not know them.
final class StoreSettings {
    /// Address space to reserve: it costs nothing, `maxmemory` can be raised up to it while the server
    /// runs, and up to here references to chunks count in the smallest unit: with what the store adds for
    /// itself it must stay below the 32 GiB that 32 bits reach in steps of 8.
    private static final long RESERVED_BYTES = 30L << 30;

    private StoreSettings() {}

    /// The store that `config` asks for. Where the machine does not give away address space freely
    /// (`ulimit -v`, strict overcommit), it reserves no more than `maxmemory`, which then can be lowered
    /// but not raised.
    ///
    /// @throws MemoryUnavailableException if there is not even that much
    static Store open(LarderConfig config, ServerStats stats, long nowMs) {
        long limitBytes = config.memory().limitBytes();
        try {
            long reserveBytes = Math.max(limitBytes, RESERVED_BYTES);
            return new Store(of(config, reserveBytes), stats.counters(), stats.latency(), nowMs);
        } catch (MemoryUnavailableException scarce) {
            return new Store(of(config, limitBytes), stats.counters(), stats.latency(), nowMs);
        }
    }

    private static StoreConfig of(LarderConfig config, long reserveBytes) {
        MemoryConfig memory = config.memory();
        return new StoreConfig(
                memory.limitBytes(),
                reserveBytes,
                memory.shards(),
                memory.databases(),
                config.listen().ioThreads(),
                memory.maxEntries(),
                policy(memory.eviction()),
                policySettings(memory.eviction()),
                StoreConfig.isChecked(),
                SlotTable.GENERATION_BITS,
                new SecureRandom().nextLong());
    }

    static PrefixSettings prefixes(FamilyConfig families) {
        return new PrefixSettings(
                (byte) families.delimiter(), families.depth(), families.countMax());
    }

    static SharingSettings sharing(InternConfig intern) {
        String mode = intern.values().toUpperCase(Locale.ROOT);
        return new SharingSettings(
                SharingSettings.Mode.valueOf(mode), intern.bytesMin(), intern.bytesMax());
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
