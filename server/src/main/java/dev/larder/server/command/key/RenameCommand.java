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
import dev.larder.server.command.KeySpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.MultiGuard;
import dev.larder.server.store.Transfer;

/// RENAME and RENAMENX: gives a value another key.
final class RenameCommand implements Command {
    static final RenameCommand RENAME =
            new RenameCommand(
                    "RENAME key newkey",
                    "1.0.0",
                    "Renames a key, replacing what the new one held.",
                    false);
    static final RenameCommand RENAMENX =
            new RenameCommand(
                    "RENAMENX key newkey",
                    "1.0.0",
                    "Renames a key if the new one does not exist.",
                    true);

    private final CommandSpec spec;
    private final boolean onlyIfFree;

    private RenameCommand(String syntax, String since, String summary, boolean onlyIfFree) {
        this.onlyIfFree = onlyIfFree;
        var builder =
                CommandSpec.of(syntax)
                        .group(CommandGroup.GENERIC)
                        .keys(
                                KeySpec.at(1, KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.DELETE),
                                KeySpec.at(
                                        2,
                                        KeyFlag.OW,
                                        onlyIfFree ? KeyFlag.INSERT : KeyFlag.UPDATE))
                        .flags(CommandFlag.WRITES)
                        .summary(summary)
                        .complexity("O(1), or O(N) for a value of N bytes that must be copied.")
                        .since(since);
        this.spec = (onlyIfFree ? builder.flags(CommandFlag.FAST) : builder).build();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        boolean isSame = args.key(1).contentEquals(args.key(2).toBytes());
        boolean renamed;
        try (MultiGuard keys = context.enterAll(args, 1, 3, 1)) {
            requireSource(keys);
            renamed = isSame ? !onlyIfFree : rename(keys);
        }
        if (onlyIfFree) {
            reply.integer(renamed ? 1 : 0);
        } else {
            reply.ok();
        }
    }

    private boolean rename(MultiGuard keys) {
        if (onlyIfFree && keys.at(1).find() != NO_SLOT) {
            return false;
        }
        Transfer.reserve(keys, false);
        // Reserving may have left the shards: what was seen before is seen anew.
        requireSource(keys);
        if (onlyIfFree && keys.at(1).find() != NO_SLOT) {
            return false;
        }
        Transfer.run(keys, false);
        return true;
    }

    private static void requireSource(MultiGuard keys) {
        if (keys.at(0).find() == NO_SLOT) {
            throw ReplyError.NO_SUCH_KEY.exception();
        }
    }
}
