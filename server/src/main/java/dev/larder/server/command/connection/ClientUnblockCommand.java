package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;

/// `CLIENT UNBLOCK`: wakes up a client that waits in a command. No command waits yet, so: 0.
final class ClientUnblockCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT UNBLOCK client-id [TIMEOUT|ERROR]")
                    .group(CONNECTION)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                    .label("TIMEOUT", "unblock-type")
                    .summary("Wakes up a client that waits in a command.")
                    .complexity("O(1)")
                    .since("5.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        if (args.count() > 4) {
            throw ReplyError.UNKNOWN_FORM.with(args.text(1), "CLIENT");
        }
        if (args.count() == 4 && !args.is(3, "TIMEOUT") && !args.is(3, "ERROR")) {
            throw ReplyError.UNBLOCK_REASON.exception();
        }
        args.integer(2);
        reply.integer(0);
    }
}
