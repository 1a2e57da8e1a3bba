package dev.larder.server.store.evict;

import dev.larder.server.store.slot.SlotTable;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/// The policies by the names `maxmemory-policy` knows.
public enum EvictionPolicies {
    /// Writes are refused.
    NOEVICTION,
    /// The least recently used entry.
    ALLKEYS_LRU,
    /// The least recently used of those with a deadline.
    VOLATILE_LRU,
    /// The least frequently used entry, sampled.
    ALLKEYS_LFU,
    /// The least frequently used of those with a deadline, sampled.
    VOLATILE_LFU,
    /// Any entry.
    ALLKEYS_RANDOM,
    /// Any entry with a deadline.
    VOLATILE_RANDOM,
    /// The entry with the nearest deadline.
    VOLATILE_TTL,
    /// The SIEVE algorithm over all entries.
    ALLKEYS_SIEVE,
    /// The SIEVE algorithm over the entries with a deadline.
    VOLATILE_SIEVE;

    /// The policy called `name`, in any case.
    public static Optional<EvictionPolicies> byName(String name) {
        for (EvictionPolicies policy : values()) {
            if (policy.text().equalsIgnoreCase(name)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    /// The name as settings spell it: `allkeys-lru`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether only entries with a deadline are candidates.
    public boolean isVolatile() {
        return name().startsWith("VOLATILE");
    }

    /// Whether anybody is evicted.
    public boolean evicts() {
        return this != NOEVICTION;
    }

    /// Whether the use counts of LFU are kept.
    public boolean isLfu() {
        return this == ALLKEYS_LFU || this == VOLATILE_LFU;
    }

    /// A policy of this kind for one shard.
    public EvictionPolicy create(
            LruList list,
            SlotTable slots,
            Candidates candidates,
            PolicySettings settings,
            SplittableRandom random) {
        return switch (this) {
            case NOEVICTION -> new NoEvictionPolicy();
            case ALLKEYS_LRU, VOLATILE_LRU -> new LruPolicy(list, slots);
            case ALLKEYS_SIEVE, VOLATILE_SIEVE -> new SievePolicy(list, slots);
            case ALLKEYS_LFU, VOLATILE_LFU -> new LfuPolicy(candidates, slots, settings, random);
            case ALLKEYS_RANDOM, VOLATILE_RANDOM -> new RandomPolicy(candidates);
            case VOLATILE_TTL -> new TtlPolicy(candidates);
        };
    }
}
