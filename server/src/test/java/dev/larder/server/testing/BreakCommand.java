package dev.larder.server.testing;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.store.ShardGuard;
import dev.larder.server.store.StoreBreaker;

/// A command with a defect of one's choice, which shows itself while the shard of a key is held.
public final class BreakCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("BREAK key how")
                    .group(CommandGroup.CONNECTION)
                    .flags(CommandFlag.WRITES)
                    .summary("Fails.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        reply.array(2);
        try (ShardGuard guard = context.enter(args.key(1))) {
            switch (args.slice(2).text()) {
                case "throw" -> throw new IllegalStateException("a defect made for a test");
                case "recurse" -> reply.integer(depth(1));
                case "exhaust" -> reply.integer(new byte[Integer.MAX_VALUE - 8].length);
                case "owners" -> StoreBreaker.dropOwners(guard);
                default -> throw new IllegalArgumentException(args.slice(2).text());
            }
        }
        reply.ok();
        reply.ok();
    }

    @SuppressWarnings("InfiniteRecursion") // which is the point
    private static int depth(int above) {
        return 1 + depth(above + 1);
    }
}
