package dev.larder.server.config;

import java.util.List;

/// How much is kept, and what goes first.
final class MemoryDirectives {
    private static final long KB = 1L << 10;
    private static final long GB = 1L << 30;
    private static final int SHARDS_MAX = 1_024;
    private static final int SHARDS_MOST_MIN = 64;
    private static final int SHARDS_PER_PROCESSOR = 32;
    private static final long BYTES_PER_SHARD = 16L << 20;

    static final Directive<OrAuto> MAXMEMORY =
            Directive.of(
                            Group.MEMORY,
                            "maxmemory",
                            new OrAutoType(
                                    new BytesType(0, Long.MAX_VALUE),
                                    () -> MachineMemory.HERE.limitBytes()),
                            new OrAuto(false, GB),
                            """
                            The memory that keys, values and everything else that grows with them may \
                            take. `auto` takes the limit of the container, or the memory of the machine, \
                            less a fixed part for the process itself; 0 does the same and is shown as 0, \
                            Redis's word for no limit.\
                            """)
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
