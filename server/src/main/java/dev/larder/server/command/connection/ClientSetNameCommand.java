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

/// `CLIENT SETNAME`: gives the connection a name, or takes it away.
final class ClientSetNameCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT SETNAME connection-name")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE)
                    .summary("Gives the connection a name.")
                    .complexity("O(1)")
                    .since("2.6.9")
                    .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        context.session().name(ClientText.name(args, 2));
        reply.ok();
    }
}
