package dev.larder.server.command.key;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandSpecBuilder;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.store.MultiGuard;
import dev.larder.server.store.ShardGuard;

/// DEL, UNLINK, EXISTS and TOUCH: one thing done to several keys at one moment; the reply says to how many.
final class ManyKeysCommand implements Command {
    private static final String COST = "O(N) where N is the number of keys.";

    static final ManyKeysCommand DEL =
            new ManyKeysCommand(
                    Deed.DELETE,
                    CommandSpec.of("DEL key [key ...]")
                            .flags(CommandFlag.WRITES)
                            .keyFlags(KeyFlag.RM, KeyFlag.DELETE)
                            .summary("Deletes one or more keys, all at one moment.")
                            .since("1.0.0"));
    static final ManyKeysCommand UNLINK =
            new ManyKeysCommand(
                    Deed.DELETE,
                    CommandSpec.of("UNLINK key [key ...]")
                            .flags(CommandFlag.WRITES, CommandFlag.FAST)
                            .keyFlags(KeyFlag.RM, KeyFlag.DELETE)
                            .summary("Deletes one or more keys, all at one moment.")
                            .since("4.0.0"));
    static final ManyKeysCommand EXISTS =
            new ManyKeysCommand(
                    Deed.COUNT,
                    CommandSpec.of("EXISTS key [key ...]")
                            .flags(CommandFlag.READS, CommandFlag.FAST)
                            .keyFlags(KeyFlag.RO)
                            .summary(
                                    "Counts those of the keys that exist; a key named twice counts twice.")
                            .since("1.0.0")
                            .history("3.0.3", "Takes several keys at once."));
    static final ManyKeysCommand TOUCH =
            new ManyKeysCommand(
                    Deed.TOUCH,
                    CommandSpec.of("TOUCH key [key ...]")
                            .flags(CommandFlag.READS, CommandFlag.FAST)
                            .keyFlags(KeyFlag.RO)
                            .summary("Marks those of the keys that exist as used, and counts them.")
                            .since("3.2.1"));

    private enum Deed {
        DELETE,
        COUNT,
        TOUCH
    }

    private final Deed deed;
    private final CommandSpec spec;

    private ManyKeysCommand(Deed deed, CommandSpecBuilder spec) {
        this.deed = deed;
        this.spec =
                spec.group(CommandGroup.GENERIC)
                        .complexity(COST)
                        .tips("request_policy:multi_shard", "response_policy:agg_sum")
                        .build();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        if (args.count() == 2) {
            try (ShardGuard guard = context.enter(args.key(1))) {
                reply.integer(done(guard) ? 1 : 0);
            }
            return;
        }
        long count = 0;
        try (MultiGuard keys = context.enterAll(args, 1, args.count(), 1)) {
            for (int index = 0; index < keys.count(); index++) {
                count += done(keys.at(index)) ? 1 : 0;
            }
        }
        reply.integer(count);
    }

    private boolean done(ShardGuard guard) {
        return switch (deed) {
            case DELETE -> guard.remove();
            case COUNT -> guard.peek() != NO_SLOT;
            case TOUCH -> guard.touch() != NO_SLOT;
        };
    }
}
