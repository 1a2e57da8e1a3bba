package dev.larder.server.config;

import java.util.List;

/// Who fills missing keys, and what is served meanwhile.
final class LeaseDirectives {
    private static final long COUNT_MAX = 1 << 24;
    private static final long COUNT_DEFAULT = 1 << 16;

    static final Directive<Long> LEASE_MAX =
            Directive.of(
                    Group.MEMORY,
                    "lease-max",
                    new IntegerType(0, COUNT_MAX),
                    COUNT_DEFAULT,
                    """
                    How many keys may wait to be filled by the holder of a lease. When there are so many, \
                    LEASE GET of another missing key is refused.\
                    """);

    static final Directive<Long> LEASE_MAX_WAITERS =
            Directive.of(
                    Group.MEMORY,
                    "lease-max-waiters",
                    new IntegerType(0, COUNT_MAX),
                    COUNT_DEFAULT,
                    """
                    How many requests may wait for somebody else to fill a key. When there are so many, \
                    LEASE GET with WAIT replies at once, as without it.\
                    """);

    static final Directive<Boolean> SERVE_STALE =
            Directive.of(
                    Group.MEMORY,
                    "serve-stale",
                    new BooleanType(),
                    false,
                    """
                    Whether ordinary commands see a value that has expired and is in its grace. LEASE GET \
                    always does, and says that it is stale.\
                    """);

    static final List<Directive<?>> ALL = List.of(LEASE_MAX, LEASE_MAX_WAITERS, SERVE_STALE);

    private LeaseDirectives() {}
}
