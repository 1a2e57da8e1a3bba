package dev.larder.server.config;

import java.util.List;
import java.util.Optional;

/// How much is kept, and what goes first.
final class MemoryDirectives {
    private static final long KB = 1L << 10;
    private static final long GB = 1L << 30;
    private static final int SHARDS_MAX = 1_024;
    private static final int SHARDS_MOST_MIN = 64;
    private static final int SHARDS_PER_PROCESSOR = 32;
    private static final long BYTES_MIN = 1L << 20;
    private static final long BYTES_PER_SHARD_MIN = 16 * KB;
    private static final long BYTES_PER_SHARD = 16L << 20;

    static final Directive<OrAuto> MAXMEMORY =
            Directive.of(
                            Group.MEMORY,
                            "maxmemory",
                            new OrAutoType(
                                    new BytesType(0, Long.MAX_VALUE),
                                    () -> MachineMemory.HERE.limitBytes()),
                            new OrAuto(false, GB),
                            "The memory that keys, values and everything else that grows with them"
                                    + " may take. `auto` takes the limit of the container, or the"
                                    + " memory of the machine, less "
                                    + BytesType.inUnits(MachineMemory.OVERHEAD_BYTES)
                                    + " for the process itself; 0 does the same and is shown as 0,"
                                    + " Redis's word for no limit. A running server can be given up"
                                    + " to 32gb, or what it started with if that is more.")
                    .withUnit("bytes");

    static final Directive<String> MAXMEMORY_POLICY =
            Directive.of(
                    Group.MEMORY,
                    "maxmemory-policy",
                    ChoiceType.of(
                            "noeviction",
                            "allkeys-lru",
                            "volatile-lru",
                            "allkeys-lfu",
                            "volatile-lfu",
                            "allkeys-random",
                            "volatile-random",
                            "volatile-ttl",
                            "allkeys-sieve",
                            "volatile-sieve"),
                    "allkeys-lru",
                    """
                    What goes when memory is full. The `allkeys` policies choose among all entries, the \
                    `volatile` ones among those with a time to live; lru is exact, sieve is the \
                    algorithm of that name. With noeviction, writes that need memory are refused.\
                    """);

    static final Directive<Long> MAXMEMORY_SAMPLES =
            Directive.of(
                    Group.MEMORY,
                    "maxmemory-samples",
                    new IntegerType(1, 64),
                    5L,
                    """
                    How many entries the policies that sample (lfu, random, ttl) compare for each \
                    victim. The lru and sieve policies do not sample.\
                    """);

    static final Directive<Long> LFU_LOG_FACTOR =
            Directive.of(
                    Group.MEMORY,
                    "lfu-log-factor",
                    new IntegerType(0, Integer.MAX_VALUE),
                    10L,
                    """
                    How slowly the frequency counters of the lfu policies saturate. The higher, the more \
                    uses it takes.\
                    """);

    static final Directive<Long> LFU_DECAY_TIME =
            Directive.of(
                            Group.MEMORY,
                            "lfu-decay-time",
                            new IntegerType(0, Integer.MAX_VALUE),
                            1L,
                            """
                            How long the frequency counter of an unused entry takes to lose one; 0 keeps it \
                            for ever.\
                            """)
                    .withUnit("minutes");

    static final Directive<Long> MAX_ENTRIES =
            Directive.of(
                    Group.MEMORY,
                    "max-entries",
                    new IntegerType(0, Long.MAX_VALUE),
                    0L,
                    """
                    How many entries may be kept, beside the limit in bytes; 0 is any number. Above \
                    it entries go in the order of the policy.\
                    """);

    static final Directive<OrAuto> SHARDS =
            Directive.of(
                            Group.MEMORY,
                            "shards",
                            new OrAutoType(
                                    new PowerOfTwoType(SHARDS_MAX), MemoryDirectives::shardsHere),
                            OrAutoType.AUTO,
                            """
                            How many parts the store is cut into, each with a lock of its own. With 1 the \
                            order of eviction is exact over everything; more serve more processors. `auto` \
                            takes one for each 16mb of maxmemory, at most 32 for each processor or 64, \
                            whichever is more.\
                            """)
                    .with(Change.AT_START);

    static final Directive<Long> DATABASES =
            Directive.of(
                            Group.MEMORY,
                            "databases",
                            new IntegerType(1, 64),
                            16L,
                            "How many databases there are, numbered from 0.")
                    .with(Change.IMMUTABLE);

    static final Directive<Long> LARGE_VALUE_THRESHOLD =
            Directive.of(
                            Group.MEMORY,
                            "large-value-threshold",
                            new BytesType(16 * KB, GB),
                            64 * KB,
                            """
                            Values of at least this size are sent from where they lie, without a copy; \
                            smaller ones are copied, which is faster for them.\
                            """)
                    .withUnit("bytes");

    static final List<Directive<?>> ALL =
            List.of(
                    MAXMEMORY,
                    MAXMEMORY_POLICY,
                    MAXMEMORY_SAMPLES,
                    LFU_LOG_FACTOR,
                    LFU_DECAY_TIME,
                    MAX_ENTRIES,
                    SHARDS,
                    DATABASES,
                    LARGE_VALUE_THRESHOLD);

    private MemoryDirectives() {}

    private static long shardsHere() {
        long most = (long) SHARDS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        return powerOfTwoUpTo(Math.clamp(most, SHARDS_MOST_MIN, SHARDS_MAX));
    }

    /// What is wrong with the amount of memory, given the number of shards: too little for each of them
    /// to hold an entry at all.
    static Optional<ConfigProblem> tooLittle(SettingValues.Draft values) {
        OrAuto maxmemory = values.get(MAXMEMORY);
        long shards = values.get(SHARDS).value();
        long leastBytes = Math.max(BYTES_MIN, shards * BYTES_PER_SHARD_MIN);
        if (maxmemory.value() == 0 || maxmemory.value() >= leastBytes) {
            return Optional.empty();
        }
        return Optional.of(
                new ConfigProblem(
                        ConfigProblem.Kind.SETTING,
                        "settings",
                        MAXMEMORY.name(),
                        BytesType.inUnits(maxmemory.value())
                                + " is too little memory for "
                                + (shards == 1 ? "1 shard" : shards + " shards"),
                        "at least " + BytesType.inUnits(leastBytes),
                        ""));
    }

    /// A word of warning when the limit is more than `machine` has.
    static Optional<String> tooMuch(SettingValues.Draft values, MachineMemory machine) {
        long limitBytes = MemoryConfig.limitBytes(values.get(MAXMEMORY));
        long totalBytes = machine.totalBytes();
        if (limitBytes <= totalBytes) {
            return Optional.empty();
        }
        return Optional.of(
                "settings: maxmemory: "
                        + BytesType.inUnits(limitBytes)
                        + " is more than the "
                        + (totalBytes >> 20)
                        + "mb that this machine or container has");
    }

    /// Works out what depends on other settings, once all of them are known.
    static void settle(SettingValues.Draft values) {
        OrAuto shards = values.get(SHARDS);
        if (shards.auto()) {
            long limitBytes = MemoryConfig.limitBytes(values.get(MAXMEMORY));
            long count = Math.clamp(limitBytes / BYTES_PER_SHARD, 1, shards.value());
            values.put(SHARDS, new OrAuto(true, powerOfTwoUpTo(count)));
        }
    }

    private static long powerOfTwoUpTo(long count) {
        return Long.highestOneBit(count);
    }
}
