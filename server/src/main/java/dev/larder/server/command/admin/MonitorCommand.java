package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;

/// `MONITOR`: shows the client every command of every client from now on, until `RESET` or the end of
/// the connection. What it is too slow to read counts against the limit of its output.
final class MonitorCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("MONITOR")
                    .group(SERVER)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                    .summary("Shows the client every command that the server executes.")
                    .complexity("O(1), and then O(N) for each command, where N is its length")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        context.server().sessions().monitors().add(context.session());
        reply.ok();
    }
}
