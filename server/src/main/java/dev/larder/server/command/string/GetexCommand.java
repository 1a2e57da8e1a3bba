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
import dev.larder.server.command.Expiry;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.ReplyError;
import dev.larder.server.command.Values;
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
                    .summary("Returns a string and sets or drops its time to live.")
                    .complexity("O(1)")
                    .since("6.2.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        Expiry expiry = null;
        boolean persists = false;
        int last = args.count() - 1;
        for (int index = 2; index <= last; index++) {
            if (expiry == null && args.is(index, "PERSIST")) {
                persists = true;
            } else if (persists) {
                throw ReplyError.SYNTAX.exception();
            } else {
                expiry = Expiry.named(args, index, expiry);
                index++;
            }
        }
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.touch();
            if (slot == NO_SLOT) {
                reply.nullBulk();
                return;
            }
            // The number is looked at only if there is a key, as Redis does it.
            long deadline =
                    expiry == null ? NO_DEADLINE : expiry.deadline(context, args.integer(last));
            Values.reply(context, guard, slot, reply);
            if (expiry != null || persists) {
                guard.expireAt(deadline);
            }
        }
    }
}
