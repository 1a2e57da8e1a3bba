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

/// `QUIT`: says goodbye. What the client sent after it is ignored.
final class QuitCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("QUIT")
                    .wordsMin(1)
                    .group(CONNECTION)
                    .flags(ALLOW_BUSY, NOSCRIPT, LOADING, STALE, FAST, NO_AUTH)
                    .summary("Closes the connection after the reply.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .deprecated("7.2.0", "just closing the connection")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        reply.ok();
        context.session().closeAfterReply();
    }
}
