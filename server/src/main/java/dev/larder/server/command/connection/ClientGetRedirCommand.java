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

/// `CLIENT GETREDIR`: where invalidations of tracked keys go. Nobody tracks keys, so: -1.
final class ClientGetRedirCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT GETREDIR")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE)
                    .summary(
                            "Tells which client gets the invalidations of tracked keys; -1 if none.")
                    .complexity("O(1)")
                    .since("6.0.0")
                    .build();

    private static final long NOT_TRACKING = -1;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        reply.integer(NOT_TRACKING);
    }
}
