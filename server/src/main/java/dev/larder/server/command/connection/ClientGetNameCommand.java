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

/// `CLIENT GETNAME`: the name the connection was given, if any.
final class ClientGetNameCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT GETNAME")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE)
                    .summary("Tells the name of the connection.")
                    .complexity("O(1)")
                    .since("2.6.9")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        String name = context.session().name();
        if (name.isEmpty()) {
            reply.nullBulk();
        } else {
            reply.bulk(name);
        }
    }
}
