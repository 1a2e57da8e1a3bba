package dev.larder.server.command.database;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;

/// DBSIZE: how many keys there are.
final class DbsizeCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("DBSIZE")
                    .group(CommandGroup.SERVER)
                    .flags(CommandFlag.READS, CommandFlag.FAST)
                    .summary("Counts the keys of the database.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .categories(AclCategory.KEYSPACE)
                    .tips("request_policy:all_shards", "response_policy:agg_sum")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        reply.integer(context.store().size(context.session().db()));
    }
}
