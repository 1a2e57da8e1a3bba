package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;

/// `ROLE`: a master, at the beginning of its history, with nobody following it.
final class RoleCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("ROLE")
                    .group(SERVER)
                    .flags(NOSCRIPT, LOADING, STALE, FAST)
                    .categories(AclCategory.ADMIN, AclCategory.DANGEROUS)
                    .summary("Tells the server's part in replication: always that of a master.")
                    .complexity("O(1)")
                    .since("2.8.12")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        reply.array(3);
        reply.bulk("master");
        reply.integer(0);
        reply.emptyArray();
    }
}
