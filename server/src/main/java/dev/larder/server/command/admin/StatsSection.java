package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;
import dev.larder.server.stats.CommandStats;
import dev.larder.server.stats.Counter;
import dev.larder.server.stats.InstantaneousRates;
import dev.larder.server.stats.InstantaneousRates.Metric;
import dev.larder.server.stats.PaddedCounters;
import dev.larder.server.store.Leases;
import java.util.concurrent.TimeUnit;

/// `INFO stats`: what was counted since the start or the last `CONFIG RESETSTAT`, and rates.
///
/// What belongs to replication, forks, tracking and defragmentation by copying is 0: there is none. What
/// Redis counts and Larder does not (turns of the event loops and their time, reply buffers that grow, time
/// above the memory limit) is left out.
final class StatsSection {
    private final InfoText text;
    private final PaddedCounters counters;
    private final InstantaneousRates rates;
    private final CommandStats commands;
    private final Leases leases;

    private StatsSection(InfoText text, CommandContext context) {
        this.text = text;
        this.counters = context.server().stats().counters();
        this.rates = context.server().stats().rates();
        this.commands = context.server().stats().commands();
        this.leases = context.store().leases();
    }

    static void write(InfoText text, CommandContext context) {
        var section = new StatsSection(text, context);
        section.traffic();
        section.keyspace();
        section.leases();
        section.absent();
        section.operations();
    }

    private void traffic() {
        counter(Counter.SESSIONS_OPENED);
        counter(Counter.COMMANDS);
        text.field("instantaneous_ops_per_sec", rates.perSecond(Metric.COMMANDS));
        counter(Counter.BYTES_IN);
        counter(Counter.BYTES_OUT);
        text.field("total_net_repl_input_bytes", 0);
        text.field("total_net_repl_output_bytes", 0);
        text.decimal("instantaneous_input_kbps", rates.perSecond(Metric.BYTES_IN) / 1024.0, 2);
        text.decimal("instantaneous_output_kbps", rates.perSecond(Metric.BYTES_OUT) / 1024.0, 2);
        text.decimal("instantaneous_input_repl_kbps", 0, 2);
        text.decimal("instantaneous_output_repl_kbps", 0, 2);
        counter(Counter.SESSIONS_REFUSED);
        text.field("sync_full", 0);
        text.field("sync_partial_ok", 0);
        text.field("sync_partial_err", 0);
    }

    private void keyspace() {
        counter(Counter.EXPIRATIONS);
        text.decimal("expired_stale_perc", 0, 2);
        counter(Counter.EXPIRY_CUTS);
        text.field(
                "expire_cycle_cpu_milliseconds",
                TimeUnit.NANOSECONDS.toMillis(counters.sumSinceReset(Counter.EXPIRY_NANOS)));
        counter(Counter.EVICTIONS);
        text.field("evicted_clients", 0);
        counter(Counter.TAG_INVALIDATIONS);
        counter(Counter.PREFIX_INVALIDATIONS);
        counter(Counter.KEYS_INVALIDATED);
        counter(Counter.VALUES_SHARED);
        counter(Counter.INTERN_HITS);
        counter(Counter.INTERN_MISSES);
        counter(Counter.INTERN_EVICTIONS);
        counter(Counter.HITS);
        counter(Counter.MISSES);
    }

    private void leases() {
        text.field("leases", leases.count());
        text.field("lease_waiters", leases.waiters());
        counter(Counter.LEASES_GRANTED);
        counter(Counter.LEASES_FILLED);
        counter(Counter.LEASES_REFUSED);
        counter(Counter.LEASES_DROPPED);
        counter(Counter.LEASES_TIMED_OUT);
        counter(Counter.LEASE_WAITS);
    }

    private void absent() {
        text.field("pubsub_channels", 0);
        text.field("pubsub_patterns", 0);
        text.field("pubsubshard_channels", 0);
        text.field("latest_fork_usec", 0);
        text.field("total_forks", 0);
        text.field("migrate_cached_sockets", 0);
        text.field("slave_expires_tracked_keys", 0);
        text.field("active_defrag_hits", 0);
        text.field("active_defrag_misses", 0);
        text.field("active_defrag_key_hits", 0);
        text.field("active_defrag_key_misses", 0);
        text.field("total_active_defrag_time", 0);
        text.field("current_active_defrag_time", 0);
        text.field("tracking_total_keys", 0);
        text.field("tracking_total_items", 0);
        text.field("tracking_total_prefixes", 0);
    }

    private void operations() {
        text.field("unexpected_error_replies", 0);
        counter(Counter.ERROR_REPLIES);
        text.field("dump_payload_sanitizations", 0);
        counter(Counter.READS);
        counter(Counter.WRITES);
        text.field("io_threaded_reads_processed", 0);
        text.field("io_threaded_writes_processed", 0);
        counter(Counter.QUERY_LIMIT_HITS);
        counter(Counter.OUTPUT_LIMIT_HITS);
        text.field(
                "eventloop_duration_cmd_sum", TimeUnit.NANOSECONDS.toMicros(commands.allNanos()));
        counter(Counter.LOGINS_REFUSED);
        text.field("acl_access_denied_cmd", 0);
        text.field("acl_access_denied_key", 0);
        text.field("acl_access_denied_channel", 0);
    }

    private void counter(Counter counter) {
        text.field(counter.infoField(), counters.sumSinceReset(counter));
    }
}
