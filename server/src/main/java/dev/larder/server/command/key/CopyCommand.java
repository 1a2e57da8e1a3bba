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
import dev.larder.server.command.KeySpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.MultiGuard;
import dev.larder.server.store.Transfer;

/// COPY: gives a value a second key.
final class CopyCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("COPY source destination [DB destination-db] [REPLACE]")
                    .group(CommandGroup.GENERIC)
                    .keys(
                            KeySpec.at(1, KeyFlag.RO, KeyFlag.ACCESS),
                            KeySpec.at(2, KeyFlag.OW, KeyFlag.UPDATE))
                    .flags(CommandFlag.WRITES, CommandFlag.DENYOOM)
                    .summary("Copies the value of a key to another key, its time to live included.")
                    .complexity("O(N) where N is the length of the value.")
                    .since("6.2.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        int database = context.session().db();
        boolean replaces = false;
        for (int index = 3; index < args.count(); index++) {
            if (args.is(index, "REPLACE")) {
                replaces = true;
            } else if (args.is(index, "DB") && index + 1 < args.count()) {
                database = Databases.index(context, args, ++index);
            } else {
                throw ReplyError.SYNTAX.exception();
            }
        }
        if (database == context.session().db()
                && args.key(1).contentEquals(args.key(2).toBytes())) {
            throw ReplyError.SAME_OBJECT.exception();
        }
        boolean copied;
        try (MultiGuard keys = context.enterPair(args.key(1), args.key(2), database)) {
            copied = isPossible(keys, replaces);
            if (copied) {
                Transfer.reserve(keys, true);
                copied = isPossible(keys, replaces);
            }
            if (copied) {
                Transfer.run(keys, true);
            }
        }
        reply.integer(copied ? 1 : 0);
    }

    private static boolean isPossible(MultiGuard keys, boolean replaces) {
        return keys.at(0).find() != NO_SLOT && (replaces || keys.at(1).find() == NO_SLOT);
    }
}
