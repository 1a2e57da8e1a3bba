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

/// `CLIENT TRACKINGINFO`: how the connection tracks keys. It does not.
final class ClientTrackingInfoCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT TRACKINGINFO")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE)
                    .summary("Tells how the connection tracks keys.")
                    .complexity("O(1)")
                    .since("6.2.0")
                    .build();

    private static final long NOT_TRACKING = -1;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        reply.map(3);
        reply.bulk("flags");
        reply.set(1);
        reply.bulk("off");
        reply.bulk("redirect");
        reply.integer(NOT_TRACKING);
        reply.bulk("prefixes");
        reply.emptyArray();
    }
}
