package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.NO_ASYNC_LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;

/// `REPLICAOF` and its old name `SLAVEOF`: a server that is nobody's replica stays that (`NO ONE`), and
/// refuses to become one.
record ReplicaofCommand(CommandSpec spec) implements Command {
    static final CommandSpec REPLICAOF =
            CommandSpec.of("REPLICAOF <host port|NO ONE>")
                    .type("port", ArgType.INTEGER)
                    .group(SERVER)
                    .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, STALE)
                    .summary("Accepts `NO ONE`; refuses a master, for there is no replication.")
                    .complexity("O(1)")
                    .since("5.0.0")
                    .build();

    static final CommandSpec SLAVEOF =
            CommandSpec.of("SLAVEOF <host port|NO ONE>")
                    .type("port", ArgType.INTEGER)
                    .group(SERVER)
                    .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, STALE)
                    .summary("The old name of REPLICAOF.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .deprecated("5.0.0", "`REPLICAOF`")
                    .build();

    private static final long PORT_MAX = 65_535;

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        if (args.is(1, "NO") && args.is(2, "ONE")) {
            reply.ok();
            return;
        }
        long port = args.integer(2, ReplyError.MASTER_PORT);
        if (port < 0 || port > PORT_MAX) {
            throw ReplyError.MASTER_PORT.exception();
        }
        throw ReplyError.NO_REPLICATION.exception();
    }
}
