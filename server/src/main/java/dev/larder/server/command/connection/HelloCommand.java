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
import dev.larder.protocol.resp.RespVersion;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.command.ServerIdentity;
import dev.larder.server.session.Session;
import java.util.Optional;

/// `HELLO`: the client says what it speaks and who it is, the server who it is. The reply is the first in
/// the version agreed on.
final class HelloCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("HELLO [protover [AUTH username password] [SETNAME clientname]]")
                    .type("protover", ArgType.INTEGER)
                    .label("protover", "arguments")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                    .summary("Agrees on the version of the protocol and tells about the server.")
                    .complexity("O(1)")
                    .since("6.0.0")
                    .history("6.2.0", "Without arguments it only tells.")
                    .build();

    /// What the options say.
    private record Options(Optional<Credentials> credentials, Optional<String> name) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Credentials(byte[] user, byte[] password) {}

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public boolean isSecret(ArgVector args, int index) {
        return (index >= 2 && isAuth(args, index - 1)) || (index >= 3 && isAuth(args, index - 2));
    }

    private static boolean isAuth(ArgVector args, int index) {
        return !args.isBig(index) && args.slice(index).is("AUTH");
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        Session session = context.session();
        RespVersion version = args.count() == 1 ? session.version() : version(args);
        Options options = options(args);
        options.credentials()
                .ifPresent(login -> Login.attempt(context, login.user(), login.password()));
        if (!session.isAuthenticated()) {
            throw ReplyError.HELLO_NOT_AUTHENTICATED.exception();
        }
        options.name().ifPresent(session::name);
        session.version(version);
        tell(context, context.reply());
    }

    private static RespVersion version(Args args) {
        long number = args.integer(1, ReplyError.PROTOCOL_NOT_INTEGER);
        if (number < 2 || number > 3) {
            throw ReplyError.PROTOCOL_UNKNOWN.exception();
        }
        return number == 2 ? RespVersion.RESP2 : RespVersion.RESP3;
    }

    private static Options options(Args args) {
        Optional<Credentials> credentials = Optional.empty();
        Optional<String> name = Optional.empty();
        int index = 2;
        while (index < args.count()) {
            int more = args.count() - 1 - index;
            if (args.is(index, "AUTH") && more >= 2) {
                byte[] user = args.slice(index + 1).toBytes();
                byte[] password = args.slice(index + 2).toBytes();
                credentials = Optional.of(new Credentials(user, password));
                index += 3;
            } else if (args.is(index, "SETNAME") && more >= 1) {
                name = Optional.of(ClientText.name(args, index + 1));
                index += 2;
            } else {
                throw ReplyError.HELLO_OPTION.with(args.text(index));
            }
        }
        return new Options(credentials, name);
    }

    /// Names Redis and its version, since clients decide by them what they may ask for.
    private static void tell(CommandContext context, ReplyWriter reply) {
        Session session = context.session();
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(ServerIdentity.REDIS_VERSION);
        reply.bulk("proto");
        reply.integer(session.version() == RespVersion.RESP3 ? 3 : 2);
        reply.bulk("id");
        reply.integer(session.id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk("master");
        reply.bulk("modules");
        reply.emptyArray();
    }
}
