package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;

/// `SELECT`: which database the client's commands are about from here on.
final class SelectCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("SELECT index")
                    .group(CONNECTION)
                    .flags(LOADING, STALE, FAST)
                    .summary("Chooses the database of the connection.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long index = args.integer(1, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (index < 0 || index >= context.store().databaseCount()) {
            throw ReplyError.DATABASE_OUT_OF_RANGE.exception();
        }
        context.session().db((int) index);
        reply.ok();
    }
}
