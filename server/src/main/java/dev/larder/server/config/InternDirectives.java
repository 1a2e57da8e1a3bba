package dev.larder.server.config;

import java.util.List;

/// What is stored once for many.
final class InternDirectives {
    private static final long MB = 1L << 20;
    private static final long KB = 1L << 10;

    /// The longest byte string that can be interned, a chunk less its head.
    private static final long STRING_BYTES_MAX = 16_364;

    private static final long PAYING_BYTES = 64;

    static final Directive<String> INTERN_VALUES =
            Directive.of(
                    Group.MEMORY,
                    "intern-values",
                    ChoiceType.of("off", "auto", "always"),
                    "auto",
                    """
                    Whether equal values are stored once for all keys that have them. With auto a value is \
                    shared from the moment that another key is known to have had an equal one lately; \
                    where nothing repeats, hardly any value is looked at. With always every value of the \
                    right length is. What is shared already stays so when this changes.\
                    """);

    static final Directive<Long> INTERN_MIN_BYTES =
            Directive.of(
                            Group.MEMORY,
                            "intern-min-bytes",
                            new BytesType(1, STRING_BYTES_MAX),
                            PAYING_BYTES,
                            """
                            Values shorter than this are not shared. At the default, sharing pays from the \
                            second key on; of values that very many keys have, shorter ones pay, too: a \
                            key's own share is 4 bytes.\
                            """)
                    .withUnit("bytes");

    static final Directive<Long> INTERN_MAX_BYTES =
            Directive.of(
                            Group.MEMORY,
                            "intern-max-bytes",
                            new BytesType(1, STRING_BYTES_MAX),
                            STRING_BYTES_MAX,
                            "Values longer than this are not shared.")
                    .withUnit("bytes");

    static final Directive<Long> INTERN_MAX_MEMORY =
            Directive.of(
                            Group.MEMORY,
                            "intern-max-memory",
                            new BytesType(64 * KB, Long.MAX_VALUE),
                            64 * MB,
                            """
                            The memory that strings stored by INTERN ADD may take while they are no key's \
                            value. Above it, or above half of maxmemory, the ones used least recently go, \
                            and their ids name nothing any more.\
                            """)
                    .withUnit("bytes");

    static final List<Directive<?>> ALL =
            List.of(INTERN_VALUES, INTERN_MIN_BYTES, INTERN_MAX_BYTES, INTERN_MAX_MEMORY);

    private InternDirectives() {}
}
