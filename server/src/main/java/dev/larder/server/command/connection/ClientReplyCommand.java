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
import dev.larder.server.command.ReplyError;
import dev.larder.server.session.Session;
import dev.larder.server.session.Session.ReplyMode;

/// `CLIENT REPLY`: whether the client wants to hear replies.
///
/// `ON` is the one that is answered. `SKIP` leaves out its own reply and the next one.
final class ClientReplyCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT REPLY <ON|OFF|SKIP>")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE)
                    .label("ON", "action")
                    .summary("Says whether the server replies to the connection.")
                    .complexity("O(1)")
                    .since("3.2.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        Session session = context.session();
        if (args.is(2, "ON")) {
            session.replyMode(ReplyMode.ON);
            context.reply().ok();
        } else if (args.is(2, "OFF")) {
            session.replyMode(ReplyMode.OFF);
        } else if (!args.is(2, "SKIP")) {
            throw ReplyError.SYNTAX.exception();
        } else if (session.replyMode() != ReplyMode.OFF) {
            session.replyMode(ReplyMode.SKIP_NEXT);
        }
    }
}
