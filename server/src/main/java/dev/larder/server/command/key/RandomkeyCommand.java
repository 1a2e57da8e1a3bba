package dev.larder.server.command.key;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import java.util.SplittableRandom;

/// RANDOMKEY: some key.
final class RandomkeyCommand implements Command {
    private static final SplittableRandom RANDOM = new SplittableRandom();

    private static final CommandSpec SPEC =
            CommandSpec.of("RANDOMKEY")
                    .group(CommandGroup.GENERIC)
                    .flags(CommandFlag.READS)
                    .summary("Returns some key of the database, or nil if it is empty.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .tips(
                            "request_policy:all_shards",
                            "response_policy:special",
                            "nondeterministic_output")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        SplittableRandom random;
        synchronized (RANDOM) {
            random = RANDOM.split();
        }
        boolean found =
                context.store()
                        .keyspace()
                        .random(context.session().db(), context.nowMs(), random, reply::bulk);
        if (!found) {
            reply.nullBulk();
        }
    }
}
