package dev.larder.server.command.introspection;

import static dev.larder.server.command.AclCategory.CONNECTION;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;

/// `COMMAND COUNT`: how many commands there are, subcommands not counted.
final class CommandCountCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("COMMAND COUNT")
                    .group(SERVER)
                    .categories(CONNECTION)
                    .flags(LOADING, STALE)
                    .summary("Counts the commands.")
                    .complexity("O(1)")
                    .since("2.8.13")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        reply.integer(context.server().commands().commands().size());
    }
}
