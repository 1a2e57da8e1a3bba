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
import dev.larder.server.command.Databases;

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
        context.session().db(Databases.index(context, args, 1));
        reply.ok();
    }
}
