package dev.larder.server.command.database;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.Databases;
import dev.larder.server.command.ReplyError;

/// SWAPDB: lets two databases change places.
final class SwapdbCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("SWAPDB index1 index2")
                    .group(CommandGroup.SERVER)
                    .flags(CommandFlag.WRITES, CommandFlag.FAST, CommandFlag.DANGEROUS)
                    .summary("Swaps two databases, at one moment for all clients.")
                    .complexity("O(1)")
                    .since("4.0.0")
                    .categories(AclCategory.KEYSPACE)
                    .type("index1", ArgType.INTEGER)
                    .type("index2", ArgType.INTEGER)
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        int first = Databases.number(args, 1, ReplyError.INVALID_FIRST_DB);
        int second = Databases.number(args, 2, ReplyError.INVALID_SECOND_DB);
        context.store().swap(Databases.inRange(context, first), Databases.inRange(context, second));
        reply.ok();
    }
}
