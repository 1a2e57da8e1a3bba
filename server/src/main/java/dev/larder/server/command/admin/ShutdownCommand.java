package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.ALLOW_BUSY;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.NO_MULTI;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;

/// `SHUTDOWN`: stops the server as SIGTERM does: other clients still get the replies they wait for.
///
/// There is nothing to save: `NOSAVE` says so itself, and `SAVE` is refused unless `FORCE` is given. The
/// caller gets no reply but the end of its connection, as from Redis.
final class ShutdownCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("SHUTDOWN [NOSAVE|SAVE] [NOW] [FORCE] [ABORT]")
                    .group(SERVER)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
                    .summary("Stops the server.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .history("7.0.0", "`NOW`, `FORCE` and `ABORT` can be given.")
                    .label("NOSAVE", "save-selector")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        boolean save = false;
        boolean noSave = false;
        boolean force = false;
        boolean abort = false;
        for (int index = 1; index < args.count(); index++) {
            if (args.is(index, "SAVE")) {
                save = true;
            } else if (args.is(index, "NOSAVE")) {
                noSave = true;
            } else if (args.is(index, "FORCE")) {
                force = true;
            } else if (args.is(index, "ABORT")) {
                abort = true;
            } else if (!args.is(index, "NOW")) {
                throw ReplyError.SYNTAX.exception();
            }
        }
        if ((save && noSave) || (abort && args.count() > 2)) {
            throw ReplyError.SYNTAX.exception();
        }
        if (abort) {
            throw ReplyError.NO_SHUTDOWN.exception();
        }
        if (save && !force) {
            throw ReplyError.NO_PERSISTENCE.exception();
        }
        context.session().closeAfterReply();
        context.server().control().stop();
    }
}
