package dev.larder.server.command.string;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
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

/// GETSET: SET that replies with the value from before.
final class GetsetCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("GETSET key value")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.WRITES, CommandFlag.DENYOOM, CommandFlag.FAST)
                    .keyFlags(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.UPDATE)
                    .summary("Sets the string value of a key and returns the one it had.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .deprecated("6.2.0", "`SET` with the `GET` argument")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        try (ShardGuard guard = context.enter(args.key(1))) {
            Values.reserve(guard, args, 2, NO_DEADLINE);
            int slot = guard.touch();
            if (slot == NO_SLOT) {
                reply.nullBulk();
            } else {
                Values.reply(context, guard, slot, reply);
            }
            Values.put(guard, args, 2, NO_DEADLINE);
        }
    }
}
