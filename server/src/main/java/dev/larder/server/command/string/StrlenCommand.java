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
import dev.larder.server.store.ShardGuard;

/// STRLEN: the length of a string.
final class StrlenCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("STRLEN key")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.READS, CommandFlag.FAST)
                    .keyFlags(KeyFlag.RO)
                    .summary(
                            "Returns the length of the string value of a key, or 0 if there is none.")
                    .complexity("O(1)")
                    .since("2.2.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.touch();
            reply.integer(slot == NO_SLOT ? 0 : guard.valueBytes(slot));
        }
    }
}
