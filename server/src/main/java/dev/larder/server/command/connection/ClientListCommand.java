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
import dev.larder.server.session.Session;
import dev.larder.server.session.Sessions;
import java.util.ArrayList;
import java.util.List;

/// `CLIENT LIST`: a line about every connection, oldest first.
final class ClientListCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of(
                            "CLIENT LIST [TYPE <NORMAL|MASTER|REPLICA|PUBSUB>] [ID client-id [client-id ...]]")
                    .group(CONNECTION)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                    .label("TYPE", "client-type")
                    .summary("Lists the connections.")
                    .complexity("O(N), N being the number of connections")
                    .since("2.4.0")
                    .history("2.8.12", "Has the field id.")
                    .history("5.0.0", "Takes the option TYPE.")
                    .history("6.0.0", "Has the field user.")
                    .history(
                            "6.2.0", "Has argv-mem, tot-mem, laddr and redir; takes the option ID.")
                    .history("7.0.0", "Has resp, multi-mem, rbs and rbp.")
                    .history("7.0.3", "Has ssub.")
                    .tips("nondeterministic_output")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        var lines = new StringBuilder();
        for (Session session : chosen(context.server().sessions(), args)) {
            lines.append(ClientLine.of(session, context.nowMs()));
        }
        reply.verbatim("txt", lines.toString());
    }

    private static List<Session> chosen(Sessions sessions, Args args) {
        if (args.count() == 2) {
            return sessions.all();
        }
        if (args.count() == 4 && args.is(2, "TYPE")) {
            ClientType type = ClientType.named(args.text(3));
            return sessions.all().stream().filter(type::includes).toList();
        }
        if (args.count() < 4 || !args.is(2, "ID")) {
            throw ReplyError.SYNTAX.exception();
        }
        var named = new ArrayList<Session>();
        for (int index = 3; index < args.count(); index++) {
            sessions.find(args.integer(index, ReplyError.CLIENT_ID)).ifPresent(named::add);
        }
        return named;
    }
}
