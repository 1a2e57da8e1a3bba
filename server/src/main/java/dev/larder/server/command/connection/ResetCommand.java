package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandFlag.ALLOW_BUSY;
import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.NO_AUTH;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ServerContext;

/// `RESET`: makes the connection as good as new, for pools that hand it on.
final class ResetCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("RESET")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                    .summary("Puts the connection back into the state of a new one.")
                    .complexity("O(1)")
                    .since("6.2.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        ServerContext server = context.server();
        server.sessions().monitors().remove(context.session());
        context.session().reset(!server.authentication().isRequired());
        context.reply().simple("RESET");
    }
}
