package dev.larder.server.command.string;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.Values;
import dev.larder.server.store.MultiGuard;
import dev.larder.server.store.ShardGuard;

/// MGET: the values of several keys at one moment.
final class MgetCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("MGET key [key ...]")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.READS, CommandFlag.FAST)
                    .summary("Returns the string values of one or more keys, all as of one moment.")
                    .complexity("O(N) where N is the number of keys.")
                    .since("1.0.0")
                    .tips("request_policy:multi_shard")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        reply.array(args.count() - 1);
        try (MultiGuard keys = context.enterAll(args, 1, args.count(), 1)) {
            for (int index = 0; index < keys.count(); index++) {
                ShardGuard guard = keys.at(index);
                int slot = guard.touch();
                if (slot == NO_SLOT) {
                    reply.nullBulk();
                } else {
                    Values.reply(context, guard, slot, reply);
                }
            }
        }
    }
}
