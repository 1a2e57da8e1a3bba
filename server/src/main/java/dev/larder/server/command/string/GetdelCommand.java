package dev.larder.server.command.string;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.Values;
import dev.larder.server.store.ShardGuard;

/// GETDEL: GET that deletes.
final class GetdelCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("GETDEL key")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.WRITES, CommandFlag.FAST)
                    .keyFlags(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.DELETE)
                    .summary("Returns a string and deletes its key.")
                    .complexity("O(1)")
                    .since("6.2.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.touch();
            if (slot == NO_SLOT) {
                reply.nullBulk();
            } else {
                Values.reply(context, guard, slot, reply);
                guard.remove();
            }
        }
    }
}
