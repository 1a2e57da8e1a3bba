package dev.larder.server.stats;

/// The catalogue of everything the server counts: one line a counter, from which `INFO`, the metrics
/// endpoint and the documentation follow.
///
/// Counters only grow. `CONFIG RESETSTAT` sets back what `INFO` shows, never the counters themselves.
public enum Counter {
    HITS("cache.gets", "result", "hit", "keyspace_hits", "Lookups that found a live entry."),
    MISSES("cache.gets", "result", "miss", "keyspace_misses", "Lookups that found none."),
    SETS("cache.puts", "", "", "", "Entries written, new ones and overwritten ones."),
    DELETIONS("larder.deletions", "", "", "", "Entries deleted by a command."),
    EVICTIONS(
            "cache.evictions",
            "cause",
            "size",
            "evicted_keys",
            "Entries evicted to stay under maxmemory or max-entries."),
    VALUES_SHARED(
            "larder.values.shared",
            "",
            "",
            "interned_values",
            "Values stored by reference to an equal one."),
    INTERN_HITS(
            "larder.intern",
            "result",
            "hit",
            "intern_hits",
            "Interned strings asked for or added that were there."),
    INTERN_MISSES(
            "larder.intern",
            "result",
            "miss",
            "intern_misses",
            "Interned strings asked for or added that were not there."),
    INTERN_EVICTIONS(
            "larder.intern.evictions",
            "",
            "",
            "intern_evicted",
            "Interned strings evicted to stay under intern-max-memory or maxmemory."),
    TAG_INVALIDATIONS(
            "larder.invalidations", "family", "tag", "tag_invalidations", "Tags invalidated."),
    PREFIX_INVALIDATIONS(
            "larder.invalidations",
            "family",
            "prefix",
            "prefix_invalidations",
            "Prefixes invalidated."),
    KEYS_INVALIDATED(
            "cache.evictions",
            "cause",
            "invalidated",
            "invalidated_keys",
            "Entries that had a tag or a prefix when it was invalidated."),
    EXPIRATIONS(
            "cache.evictions",
            "cause",
            "expired",
            "expired_keys",
            "Entries removed because their time to live ran out."),
    EXPIRY_NANOS(
            "larder.expiry.nanoseconds", "", "", "", "Time taken by looking for expired entries."),
    EXPIRY_CUTS(
            "larder.expiry.cuts",
            "",
            "",
            "expired_time_cap_reached_count",
            "Runs of the expiry that ended before they were done, to let others on."),
    LEASES_GRANTED(
            "larder.leases",
            "outcome",
            "granted",
            "leases_granted",
            "Rights to fill or refresh a key given to a client."),
    LEASES_FILLED(
            "larder.leases",
            "outcome",
            "filled",
            "leases_filled",
            "Leases filled by their holder."),
    LEASES_REFUSED(
            "larder.leases",
            "outcome",
            "refused",
            "leases_refused_stale",
            "Requests with a token that was stale."),
    LEASES_DROPPED(
            "larder.leases",
            "outcome",
            "dropped",
            "leases_dropped",
            "Leases given up by their holder, or whose connection was closed."),
    LEASES_TIMED_OUT(
            "larder.leases",
            "outcome",
            "timed-out",
            "leases_timed_out",
            "Leases whose time was over before they were filled."),
    LEASE_WAITS(
            "larder.lease.waits",
            "",
            "",
            "lease_waits",
            "Requests that waited for somebody else to fill a key."),
    COMMANDS("larder.commands", "", "", "total_commands_processed", "Commands executed."),
    ERROR_REPLIES("larder.errors", "", "", "total_error_replies", "Error replies sent."),
    BYTES_IN(
            "larder.net.bytes",
            "direction",
            "in",
            "total_net_input_bytes",
            "Bytes read from clients."),
    BYTES_OUT(
            "larder.net.bytes",
            "direction",
            "out",
            "total_net_output_bytes",
            "Bytes written to clients."),
    READS("larder.net.operations", "direction", "in", "total_reads_processed", "Socket reads."),
    WRITES(
            "larder.net.operations",
            "direction",
            "out",
            "total_writes_processed",
            "Socket flushes."),
    SESSIONS_OPENED(
            "larder.sessions",
            "outcome",
            "opened",
            "total_connections_received",
            "Connections accepted."),
    SESSIONS_REFUSED(
            "larder.sessions",
            "outcome",
            "refused",
            "rejected_connections",
            "Connections closed at once because maxclients was reached."),
    LOGINS_REFUSED(
            "larder.logins.refused",
            "",
            "",
            "acl_access_denied_auth",
            "Logins with a wrong name or password."),
    QUERY_LIMIT_HITS(
            "larder.sessions.closed",
            "cause",
            "query-buffer",
            "client_query_buffer_limit_disconnections",
            "Connections closed because their unread input outgrew its limit."),
    OUTPUT_LIMIT_HITS(
            "larder.sessions.closed",
            "cause",
            "output-buffer",
            "client_output_buffer_limit_disconnections",
            "Connections closed because their unsent output outgrew its limit."),
    IDLE_CLOSES(
            "larder.sessions.closed",
            "cause",
            "idle",
            "",
            "Connections closed because they were idle for longer than timeout.");

    /// How many counters there are.
    static final int COUNT = values().length;

    private final String meter;
    private final String tag;
    private final String tagValue;
    private final String infoField;
    private final String help;

    Counter(String meter, String tag, String tagValue, String infoField, String help) {
        this.meter = meter;
        this.tag = tag;
        this.tagValue = tagValue;
        this.infoField = infoField;
        this.help = help;
    }

    /// The meter's name on the metrics endpoint; several counters share one when a tag tells them apart.
    public String meter() {
        return meter;
    }

    /// The tag that tells counters of one meter apart, or an empty string.
    public String tag() {
        return tag;
    }

    /// This counter's value of [#tag], or an empty string.
    public String tagValue() {
        return tagValue;
    }

    /// The field of `INFO stats` that shows this counter, or an empty string if none does.
    public String infoField() {
        return infoField;
    }

    /// What is counted, in one sentence.
    public String help() {
        return help;
    }
}
