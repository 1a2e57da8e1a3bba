package dev.larder.server.command.key;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandSpecBuilder;
import dev.larder.server.store.ShardGuard;

/// TTL, PTTL, EXPIRETIME and PEXPIRETIME: when a key expires.
final class TtlCommand implements Command {
    static final TtlCommand TTL =
            new TtlCommand(
                    "TTL", "1.0.0", "Returns the time to live of a key in seconds.", 1000, true);
    static final TtlCommand PTTL =
            new TtlCommand(
                    "PTTL", "2.6.0", "Returns the time to live of a key in milliseconds.", 1, true);
    static final TtlCommand EXPIRETIME =
            new TtlCommand(
                    "EXPIRETIME",
                    "7.0.0",
                    "Returns when a key expires, in seconds since 1970.",
                    1000,
                    false);
    static final TtlCommand PEXPIRETIME =
            new TtlCommand(
                    "PEXPIRETIME",
                    "7.0.0",
                    "Returns when a key expires, in milliseconds since 1970.",
                    1,
                    false);

    private static final int NO_KEY = -2;
    private static final int NO_TTL = -1;

    private final CommandSpec spec;
    private final int unitMs;
    private final boolean isRelative;

    private TtlCommand(String name, String since, String summary, int unitMs, boolean isRelative) {
        this.unitMs = unitMs;
        this.isRelative = isRelative;
        CommandSpecBuilder builder =
                CommandSpec.of(name + " key")
                        .group(CommandGroup.GENERIC)
                        .flags(CommandFlag.READS, CommandFlag.FAST)
                        .summary(summary)
                        .complexity("O(1)")
                        .since(since)
                        .history("2.8.0", "Added the -2 reply.");
        this.spec = (isRelative ? builder.tips("nondeterministic_output") : builder).build();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.find();
            if (slot == NO_SLOT) {
                reply.integer(NO_KEY);
                return;
            }
            long deadline = guard.deadline(slot);
            if (deadline == NO_DEADLINE) {
                reply.integer(NO_TTL);
            } else {
                long ms = isRelative ? Math.max(0, deadline - context.nowMs()) : deadline;
                reply.integer(unitMs == 1 ? ms : (ms + 500) / 1000);
            }
        }
    }
}
