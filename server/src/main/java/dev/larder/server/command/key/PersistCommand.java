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
import dev.larder.server.store.ShardGuard;

/// PERSIST: takes a key's deadline away.
final class PersistCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("PERSIST key")
                    .group(CommandGroup.GENERIC)
                    .flags(CommandFlag.WRITES, CommandFlag.FAST)
                    .summary("Removes the time to live of a key.")
                    .complexity("O(1)")
                    .since("2.2.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        boolean changed = false;
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.find();
            if (slot != NO_SLOT && guard.deadline(slot) != NO_DEADLINE) {
                guard.expireAt(NO_DEADLINE);
                changed = true;
            }
        }
        reply.integer(changed ? 1 : 0);
    }
}
