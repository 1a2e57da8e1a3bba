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

/// SETNX: SET if the key does not exist.
final class SetnxCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("SETNX key value")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.WRITES, CommandFlag.DENYOOM, CommandFlag.FAST)
                    .keyFlags(KeyFlag.OW, KeyFlag.INSERT)
                    .summary("Stores a string under a key that is not there yet.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .deprecated("2.6.12", "`SET` with the `NX` argument")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        boolean set = false;
        try (ShardGuard guard = context.enter(args.key(1))) {
            if (guard.find() == NO_SLOT) {
                Values.reserve(guard, args, 2, NO_DEADLINE);
                set = guard.find() == NO_SLOT;
            }
            if (set) {
                Values.put(guard, args, 2, NO_DEADLINE);
            } else {
                guard.use();
            }
        }
        reply.integer(set ? 1 : 0);
    }
}
