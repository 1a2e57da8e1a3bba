package dev.larder.server.config;

import java.util.List;

/// How many clients, for how long, how much may wait for them, and what a request may be.
final class ClientDirectives {
    private static final long KB = 1L << 10;
    private static final long MB = 1L << 20;
    private static final long MINUTE_MS = 60_000;

    static final Directive<Long> MAXCLIENTS =
            Directive.of(
                    Group.CLIENTS,
                    "maxclients",
                    new IntegerType(1, Integer.MAX_VALUE),
                    10_000L,
                    """
                    How many clients may be connected at a time. One more is told so and closed. \
                    Lowered at start, with a warning, to what the limit on open files allows.\
                    """);

    static final Directive<Long> TIMEOUT =
            Directive.of(
                            Group.CLIENTS,
                            "timeout",
                            new IntegerType(0, Integer.MAX_VALUE),
                            0L,
                            """
                            A client that sends nothing for so long is closed; 0 lets it stay.\
                            """)
                    .withUnit("seconds");

    static final Directive<Long> REQUEST_TIMEOUT =
            Directive.of(
                            Group.CLIENTS,
                            "request-timeout",
                            new DurationType(0, 24 * 60 * MINUTE_MS),
                            30_000L,
                            """
                            A client is closed when a request that it began is not complete, and no more of it \
                            arrives, for so long; 0 waits for ever.\
                            """)
                    .withUnit("seconds");

    static final Directive<Long> OUTPUT_STALL_TIMEOUT =
            Directive.of(
                            Group.CLIENTS,
                            "output-stall-timeout",
                            new DurationType(0, 24 * 60 * MINUTE_MS),
                            30_000L,
                            """
                            A client is closed when replies wait for it and it takes none of them for so \
                            long; 0 waits for ever.\
                            """)
                    .withUnit("seconds");

    static final Directive<OutputLimits> CLIENT_OUTPUT_BUFFER_LIMIT =
            Directive.of(
                    Group.CLIENTS,
                    "client-output-buffer-limit",
                    new OutputLimitsType(),
                    OutputLimitsType.DEFAULTS,
                    """
                    How much output may wait for a client before it is closed, by class of client. A \
                    client is closed above the hard limit at once and above the soft limit after so \
                    many seconds; 0 is no limit. Whatever the limit, a client that does not read its \
                    replies is not read from either, so that its output stays bounded.\
                    """);

    static final Directive<Long> CLIENT_QUERY_BUFFER_LIMIT =
            Directive.of(
                            Group.CLIENTS,
                            "client-query-buffer-limit",
                            new BytesType(MB, Long.MAX_VALUE),
                            1_024 * MB,
                            """
                            How much of an unfinished request may be kept for one client. A client above it \
                            is closed.\
                            """)
                    .withUnit("bytes");

    static final Directive<Long> PROTO_MAX_MULTIBULK_LEN =
            Directive.of(
                    Group.PROTOCOL,
                    "proto-max-multibulk-len",
                    new IntegerType(16, Integer.MAX_VALUE),
                    1_048_576L,
                    "How many arguments a request may have. New connections follow a change.");

    static final Directive<Long> PROTO_MAX_BULK_LEN =
            Directive.of(
                            Group.PROTOCOL,
                            "proto-max-bulk-len",
                            new BytesType(MB, Long.MAX_VALUE),
                            512 * MB,
                            """
                            How long an argument, and so a value, may be. New connections follow a \
                            change.\
                            """)
                    .withUnit("bytes");

    static final Directive<Long> PROTO_INLINE_MAX_SIZE =
            Directive.of(
                            Group.PROTOCOL,
                            "proto-inline-max-size",
                            new BytesType(KB, 16 * MB),
                            64 * KB,
                            """
                            How long a request in the inline form, typed by hand, may be. New connections \
                            follow a change.\
                            """)
                    .withUnit("bytes");

    static final List<Directive<?>> ALL =
            List.of(
                    MAXCLIENTS,
                    TIMEOUT,
                    REQUEST_TIMEOUT,
                    OUTPUT_STALL_TIMEOUT,
                    CLIENT_OUTPUT_BUFFER_LIMIT,
                    CLIENT_QUERY_BUFFER_LIMIT,
                    PROTO_MAX_MULTIBULK_LEN,
                    PROTO_MAX_BULK_LEN,
                    PROTO_INLINE_MAX_SIZE);

    private ClientDirectives() {}
}
