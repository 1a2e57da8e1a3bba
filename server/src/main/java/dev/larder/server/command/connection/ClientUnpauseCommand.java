package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NEVER_PAUSED;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.session.Session;

/// `CLIENT UNPAUSE`: ends a pause. Unlike in Redis it is obeyed during a pause of everything, too.
final class ClientUnpauseCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT UNPAUSE")
                    .group(CONNECTION)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE, NEVER_PAUSED)
                    .summary("Lets paused clients go on.")
                    .complexity("O(N), N being the number of connections")
                    .since("6.2.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        context.server().pause().end();
        for (Session session : context.server().sessions().all()) {
            if (session.isSuspended()) {
                session.link().resume();
            }
        }
        reply.ok();
    }
}
