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

/// `CLIENT KILL`: closes connections. In its old form the one with an address, itself included; in the new
/// one all that every filter includes, the caller only if it says so.
final class ClientKillCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of(
                            "CLIENT KILL <ip:port|[ID client-id] [TYPE <NORMAL|MASTER|SLAVE|REPLICA|PUBSUB>] [USER username] [ADDR ip:port] [LADDR ip:port] [SKIPME <YES|NO>]>")
                    .group(CONNECTION)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                    .label("ID", "new-format")
                    .label("ip:port", "filter")
                    .label("TYPE", "client-type")
                    .label("USER", "username")
                    .label("ADDR", "addr")
                    .label("LADDR", "laddr")
                    .label("SKIPME", "skipme")
                    .wordsMin(3)
                    .summary("Closes connections.")
                    .complexity("O(N), N being the number of connections")
                    .since("2.4.0")
                    .history("2.8.12", "Takes filters, among them ID.")
                    .history("3.2.0", "Knows the type master.")
                    .history("5.0.0", "Calls the type slave replica, too.")
                    .history("6.2.0", "Takes the filter LADDR.")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        boolean byAddress = args.count() == 3;
        ClientFilter filter =
                byAddress ? ClientFilter.ofAddress(args.text(2)) : ClientFilter.of(args);
        long killed = kill(context, filter);
        if (!byAddress) {
            reply.integer(killed);
        } else if (killed > 0) {
            reply.ok();
        } else {
            throw ReplyError.NO_SUCH_CLIENT.exception();
        }
    }

    /// The caller itself is closed after its reply.
    private static long kill(CommandContext context, ClientFilter filter) {
        Session caller = context.session();
        long killed = 0;
        for (Session session : context.server().sessions().all()) {
            if (filter.includes(session, caller)) {
                killed++;
                if (session == caller) {
                    session.closeAfterReply();
                } else {
                    session.link().close();
                }
            }
        }
        return killed;
    }
}
