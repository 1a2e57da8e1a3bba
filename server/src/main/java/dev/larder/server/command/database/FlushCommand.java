package dev.larder.server.command.database;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.Store;

/// FLUSHDB and FLUSHALL: empties databases, at one moment for all clients.
final class FlushCommand implements Command {
    static final FlushCommand FLUSHDB =
            new FlushCommand("FLUSHDB [ASYNC|SYNC]", "Removes all keys of the database.", false);
    static final FlushCommand FLUSHALL =
            new FlushCommand("FLUSHALL [ASYNC|SYNC]", "Removes all keys of all databases.", true);

    private final CommandSpec spec;
    private final boolean isAll;

    private FlushCommand(String syntax, String summary, boolean isAll) {
        this.isAll = isAll;
        this.spec =
                CommandSpec.of(syntax)
                        .group(CommandGroup.SERVER)
                        .flags(CommandFlag.WRITES, CommandFlag.DANGEROUS)
                        .categories(AclCategory.KEYSPACE)
                        .label("ASYNC", "flush-type")
                        .summary(summary)
                        .complexity("O(1), and O(N) for N keys until their memory is free again.")
                        .since("1.0.0")
                        .history("4.0.0", "`ASYNC` does not wait for the memory.")
                        .history("6.2.0", "`SYNC` waits until the memory has come back.")
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .build();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        boolean waits = true;
        if (args.count() > 1) {
            waits = args.is(1, "SYNC");
            if (args.count() > 2 || (!waits && !args.is(1, "ASYNC"))) {
                throw ReplyError.SYNTAX.exception();
            }
        }
        Store store = context.store();
        int database = context.session().db();
        int last = isAll ? store.databaseCount() - 1 : database;
        store.flush(isAll ? 0 : database, last, context.nowMs());
        if (waits) {
            store.awaitSwept();
        }
        reply.ok();
    }
}
