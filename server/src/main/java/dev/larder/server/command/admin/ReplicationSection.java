package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;

/// `INFO replication`: a master that nobody follows and that keeps no history to follow.
final class ReplicationSection {
    private static final String NO_HISTORY = "0".repeat(40);

    private ReplicationSection() {}

    static void write(InfoText text, CommandContext context) {
        text.field("role", "master");
        text.field("connected_slaves", 0);
        text.field("master_failover_state", "no-failover");
        text.field("master_replid", context.server().identity().runId());
        text.field("master_replid2", NO_HISTORY);
        text.field("master_repl_offset", 0);
        text.field("second_repl_offset", -1);
        text.field("repl_backlog_active", 0);
        text.field("repl_backlog_size", 0);
        text.field("repl_backlog_first_byte_offset", 0);
        text.field("repl_backlog_histlen", 0);
    }
}
