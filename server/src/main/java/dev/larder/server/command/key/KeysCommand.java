package dev.larder.server.command.key;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;

/// KEYS: all keys that match.
final class KeysCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("KEYS pattern")
                    .group(CommandGroup.GENERIC)
                    .flags(CommandFlag.READS, CommandFlag.DANGEROUS)
                    .type("pattern", ArgType.PATTERN)
                    .summary("Lists the keys of the database that match a pattern.")
                    .complexity("O(N) with N keys in the database, matching or not.")
                    .since("1.0.0")
                    .tips("request_policy:all_shards", "nondeterministic_output_order")
                    .build();

    private final KeyRoom room;

    KeysCommand(KeyRoom room) {
        this.room = room;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        try (var keys = new KeyList(args.slice(1), room)) {
            context.store().keyspace().forEach(context.session().db(), context.nowMs(), keys);
            keys.writeTo(reply);
        }
    }
}
