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

/// `CLIENT INFO`: the line that `CLIENT LIST` has about this connection.
final class ClientInfoCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT INFO")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE)
                    .summary("Tells what CLIENT LIST says of the connection itself.")
                    .complexity("O(1)")
                    .since("6.2.0")
                    .tips("nondeterministic_output")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        String line = ClientLine.of(context.session(), context.nowMs());
        reply.verbatim("txt", line);
    }
}
