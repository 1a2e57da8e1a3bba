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
import dev.larder.server.session.ClientPause.Scope;

/// `CLIENT PAUSE`: holds clients back for a while, all of their commands or those that may write.
final class ClientPauseCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT PAUSE timeout [WRITE|ALL]")
                    .group(CONNECTION)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                    .label("WRITE", "mode")
                    .summary("Holds the commands of all clients back for a time in milliseconds.")
                    .complexity("O(1)")
                    .since("3.0.0")
                    .history("6.2.0", "Holds only writes, if WRITE is said.")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        Scope scope = scope(args);
        long forMs = Timeouts.milliseconds(args, 2, context.nowMs());
        context.server().pause().pause(scope, context.nowMs(), context.nowMs() + forMs);
        reply.ok();
    }

    private static Scope scope(Args args) {
        if (args.count() > 4) {
            throw ReplyError.UNKNOWN_FORM.with(args.text(1), "CLIENT");
        }
        if (args.count() == 3 || args.is(3, "ALL")) {
            return Scope.ALL;
        }
        if (!args.is(3, "WRITE")) {
            throw ReplyError.PAUSE_MODE.exception();
        }
        return Scope.WRITES;
    }
}
