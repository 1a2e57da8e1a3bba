package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;
import dev.larder.server.stats.Counter;
import dev.larder.server.stats.PaddedCounters;

/// `INFO persistence`: that there is none. Nothing is loaded, saved or forked.
final class PersistenceSection {
    private PersistenceSection() {}

    static void write(InfoText text, CommandContext context) {
        text.field("loading", 0);
        text.field("async_loading", 0);
        text.field("current_cow_peak", 0);
        text.field("current_cow_size", 0);
        text.field("current_cow_size_age", 0);
        text.decimal("current_fork_perc", 0, 2);
        text.field("current_save_keys_processed", 0);
        text.field("current_save_keys_total", 0);
        text.field("rdb_changes_since_last_save", changes(context.server().stats().counters()));
        text.field("rdb_bgsave_in_progress", 0);
        text.field("rdb_last_save_time", context.server().identity().startedAtMs() / 1000);
        text.field("rdb_last_bgsave_status", "ok");
        text.field("rdb_last_bgsave_time_sec", -1);
        text.field("rdb_current_bgsave_time_sec", -1);
        text.field("rdb_saves", 0);
        text.field("rdb_last_cow_size", 0);
        text.field("rdb_last_load_keys_expired", 0);
        text.field("rdb_last_load_keys_loaded", 0);
        text.field("aof_enabled", 0);
        text.field("aof_rewrite_in_progress", 0);
        text.field("aof_rewrite_scheduled", 0);
        text.field("aof_last_rewrite_time_sec", -1);
        text.field("aof_current_rewrite_time_sec", -1);
        text.field("aof_last_bgrewrite_status", "ok");
        text.field("aof_rewrites", 0);
        text.field("aof_rewrites_consecutive_failures", 0);
        text.field("aof_last_write_status", "ok");
        text.field("aof_last_cow_size", 0);
        text.field("module_fork_in_progress", 0);
        text.field("module_fork_last_cow_size", 0);
    }

    /// Changes by commands since the start, for nothing was ever saved.
    private static long changes(PaddedCounters counters) {
        return counters.sum(Counter.SETS) + counters.sum(Counter.DELETIONS);
    }
}
