package dev.larder.server.command.string;

import static dev.larder.server.store.ShardGuard.KEEP_DEADLINE;
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
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.ShardGuard;

/// GETEX: GET that changes the time to live.
final class GetexCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of(
                            "GETEX key [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT"
                                    + " unix-time-milliseconds|PERSIST]")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.WRITES, CommandFlag.FAST)
                    .keyFlags(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.UPDATE)
                    .label("EX", "expiration")
                    .summary("Returns the string value of a key after setting its time to live.")
                    .complexity("O(1)")
                    .since("6.2.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long deadline = deadline(context, args);
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.touch();
            if (slot == NO_SLOT) {
                reply.nullBulk();
                return;
            }
            Values.reply(context, guard, slot, reply);
            if (deadline != KEEP_DEADLINE) {
                guard.expireAt(deadline);
            }
        }
    }

    private static long deadline(CommandContext context, Args args) {
        if (args.count() == 2) {
            return KEEP_DEADLINE;
        }
        boolean persists = args.is(2, "PERSIST");
        if (args.count() != (persists ? 3 : 4)) {
            throw ReplyError.SYNTAX.exception();
        }
        return persists ? NO_DEADLINE : Expiry.deadline(context, args, 2);
    }
}
