package dev.larder.server.command.key;

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

/// TYPE: what kind of value a key holds.
final class TypeCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("TYPE key")
                    .group(CommandGroup.GENERIC)
                    .flags(CommandFlag.READS, CommandFlag.FAST)
                    .keyFlags(KeyFlag.RO)
                    .summary("Returns the type of the value of a key, or none.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        try (ShardGuard guard = context.enter(args.key(1))) {
            reply.simple(guard.find() == NO_SLOT ? "none" : "string");
        }
    }
}
