package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandFlag.ALLOW_BUSY;
import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.NO_AUTH;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.protocol.resp.ArgVector;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.session.Session;
import java.nio.charset.StandardCharsets;

/// `AUTH`: logs the client in.
final class AuthCommand implements Command {
    private static final byte[] DEFAULT_USER =
            Session.DEFAULT_USER.getBytes(StandardCharsets.US_ASCII);

    private static final CommandSpec SPEC =
            CommandSpec.of("AUTH [username] password")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                    .summary("Logs the connection in.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .history("6.0.0", "Takes the name of a user, too.")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public boolean isSecret(ArgVector args, int index) {
        return true;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        if (args.count() > 3) {
            throw ReplyError.SYNTAX.exception();
        }
        byte[] user = DEFAULT_USER;
        if (args.count() == 3) {
            user = args.slice(1).toBytes();
        } else if (!context.server().authentication().isRequired()) {
            throw ReplyError.NO_PASSWORD_SET.exception();
        }
        Login.attempt(context, user, args.slice(args.count() - 1).toBytes());
        reply.ok();
    }
}
