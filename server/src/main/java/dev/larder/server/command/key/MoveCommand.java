package dev.larder.server.command.key;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.Databases;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.MultiGuard;
import dev.larder.server.store.Transfer;

/// MOVE: gives a key to another database.
final class MoveCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("MOVE key db")
                    .group(CommandGroup.GENERIC)
                    .flags(CommandFlag.WRITES, CommandFlag.FAST)
                    .keyFlags(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.UPDATE)
                    .summary("Moves a key to another database if that does not have it.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        int database = Databases.index(context, args, 2);
        if (database == context.session().db()) {
            throw ReplyError.SAME_OBJECT.exception();
        }
        boolean moved;
        try (MultiGuard keys = context.enterPair(args.key(1), args.key(1), database)) {
            moved = isPossible(keys);
            if (moved) {
                Transfer.reserve(keys, false);
                moved = isPossible(keys);
            }
            if (moved) {
                Transfer.run(keys, false);
            }
        }
        reply.integer(moved ? 1 : 0);
    }

    private static boolean isPossible(MultiGuard keys) {
        return keys.at(0).find() != NO_SLOT && keys.at(1).find() == NO_SLOT;
    }
}
