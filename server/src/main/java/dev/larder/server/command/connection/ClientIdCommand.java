package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;

/// `CLIENT ID`: the number of the connection.
final class ClientIdCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT ID")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE)
                    .summary("Tells the number of the connection.")
                    .complexity("O(1)")
                    .since("5.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        reply.integer(context.session().id());
    }
}
