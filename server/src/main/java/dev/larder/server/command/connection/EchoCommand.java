package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;

/// `ECHO`: the message, back.
final class EchoCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("ECHO message")
                    .group(CONNECTION)
                    .flags(LOADING, STALE, FAST)
                    .summary("Answers the message.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        reply.bulk(args.slice(1));
    }
}
