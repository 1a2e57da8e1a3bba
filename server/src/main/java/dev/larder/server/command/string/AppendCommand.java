package dev.larder.server.command.string;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.Values;
import dev.larder.server.store.ShardGuard;

/// APPEND: lengthens a string.
final class AppendCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("APPEND key value")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.WRITES, CommandFlag.DENYOOM, CommandFlag.FAST)
                    .keyFlags(KeyFlag.RW, KeyFlag.INSERT)
                    .summary("Appends a string to the value of a key, which is created if need be.")
                    .complexity(
                            "O(1) amortised, but for values that are copied when they outgrow a chunk.")
                    .since("2.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long added = args.length(2);
        try (ShardGuard guard = context.enter(args.key(1))) {
            if (guard.find() == NO_SLOT) {
                Values.reserve(guard, args, 2, NO_DEADLINE);
            }
            if (guard.find() == NO_SLOT) {
                Values.put(guard, args, 2, NO_DEADLINE);
                reply.integer(added);
                return;
            }
            long before = guard.valueBytes(guard.find());
            Values.checkLength(context, before + added);
            guard.reserveSplice(ShardGuard.END, added);
            // The value may have changed while room was made: what is appended to is what is there
            // now.
            before = Splice.lengthNow(guard);
            Values.checkLength(context, before + added);
            Splice.write(guard, before, args, 2);
            reply.integer(before + added);
        }
    }
}
