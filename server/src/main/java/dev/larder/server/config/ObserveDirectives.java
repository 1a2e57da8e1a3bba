package dev.larder.server.config;

import java.util.List;

/// What the server measures and remembers about itself.
final class ObserveDirectives {
    static final Directive<Long> SLOWLOG_LOG_SLOWER_THAN =
            Directive.of(
                            Group.OBSERVABILITY,
                            "slowlog-log-slower-than",
                            new IntegerType(-1, Long.MAX_VALUE),
                            10_000L,
                            """
                            Commands that take at least this long go into the slow log; 0 logs all of them, \
                            -1 none.\
                            """)
                    .withUnit("microseconds");

    static final Directive<Long> SLOWLOG_MAX_LEN =
            Directive.of(
                    Group.OBSERVABILITY,
                    "slowlog-max-len",
                    new IntegerType(0, Long.MAX_VALUE),
                    128L,
                    "How many commands the slow log remembers.");

    static final Directive<Long> LATENCY_MONITOR_THRESHOLD =
            Directive.of(
                            Group.OBSERVABILITY,
                            "latency-monitor-threshold",
                            new IntegerType(0, Long.MAX_VALUE),
                            0L,
                            """
                            Events that take at least this long are remembered for the LATENCY command; 0 \
                            remembers none.\
                            """)
                    .withUnit("milliseconds");

    static final Directive<Boolean> LATENCY_TRACKING =
            Directive.of(
                    Group.OBSERVABILITY,
                    "latency-tracking",
                    new BooleanType(),
                    true,
                    "Whether a histogram of latencies is kept for each command.");

    static final Directive<List<Double>> LATENCY_TRACKING_INFO_PERCENTILES =
            Directive.of(
                    Group.OBSERVABILITY,
                    "latency-tracking-info-percentiles",
                    new PercentilesType(),
                    List.of(50.0, 99.0, 99.9),
                    "The percentiles of those histograms that INFO latencystats shows.");

    private static final long WHY_RECORDS_MAX = 1 << 26;
    private static final long WHY_RECORDS_DEFAULT = 1 << 16;

    static final Directive<Long> WHY_MAX =
            Directive.of(
                    Group.OBSERVABILITY,
                    "why-max",
                    new IntegerType(0, WHY_RECORDS_MAX),
                    WHY_RECORDS_DEFAULT,
                    """
                    How many keys LARDER WHY remembers that were evicted, expired, deleted, flushed or \
                    invalidated, in 16 bytes each beside maxmemory; 0 remembers none. Rounded down to a \
                    power of two, but to four a shard at least. A change forgets what was remembered.\
                    """);

    static final List<Directive<?>> ALL =
            List.of(
                    SLOWLOG_LOG_SLOWER_THAN,
                    SLOWLOG_MAX_LEN,
                    LATENCY_MONITOR_THRESHOLD,
                    LATENCY_TRACKING,
                    LATENCY_TRACKING_INFO_PERCENTILES,
                    WHY_MAX);

    private ObserveDirectives() {}
}
