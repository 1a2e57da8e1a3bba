package dev.larder.server.command.string;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.Values;
import dev.larder.server.store.ShardGuard;

/// SET: stores a string, on conditions, with a time to live, and says what was there before.
final class SetCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of(
                            "SET key value [NX|XX|IFEQ ifeq-value|IFNE ifne-value|IFDEQ ifdeq-digest|IFDNE"
                                    + " ifdne-digest|IFHANDLE handle] [GET] [RETHANDLE] [EX seconds|PX"
                                    + " milliseconds|EXAT unix-time-seconds|PXAT"
                                    + " unix-time-milliseconds|KEEPTTL] [TAGS numtags tag [tag ...]]")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.WRITES, CommandFlag.DENYOOM)
                    .keyFlags(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.UPDATE)
                    .keyFlagsWithout("GET", KeyFlag.OW, KeyFlag.UPDATE)
                    .label("NX", "condition")
                    .type("handle", ArgType.INTEGER)
                    .label("EX", "expiration")
                    .type("numtags", ArgType.INTEGER)
                    .summary(
                            "Stores a string under a key, in place of whatever was there, of its time"
                                    + " to live and of its tags.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .history("2.6.12", "Took `EX`, `PX`, `NX` and `XX`.")
                    .history("6.0.0", "Took `KEEPTTL`.")
                    .history("6.2.0", "Took `GET`, `EXAT` and `PXAT`.")
                    .history("7.0.0", "Took `GET` together with `NX`.")
                    .history("8.4.0", "Took `IFEQ`, `IFNE`, `IFDEQ` and `IFDNE`.")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        if (args.count() == 3) {
            try (ShardGuard guard = context.enter(args.key(1))) {
                Values.reserve(guard, args, 2, NO_DEADLINE);
                Values.put(guard, args, 2, NO_DEADLINE);
            }
            reply.ok();
            return;
        }
        SetOptions options = SetOptions.parse(context, args);
        try (ShardGuard guard = context.enter(args.key(1)).tagging(options.tags())) {
            // Asked before and after: reserving may leave the shard, and must not evict for
            // nothing.
            if (options.allow(guard, guard.find(), args)) {
                Values.reserve(guard, args, 2, options.deadline());
            }
            int slot = options.repliesOld() ? guard.touch() : guard.find();
            boolean allowed = options.allow(guard, slot, args);
            if (options.repliesOld()) {
                replyOld(context, guard, slot, reply);
            } else if (!allowed) {
                guard.use();
                reply.nullBulk();
            } else if (!options.repliesHandle()) {
                reply.ok();
            }
            if (allowed) {
                Values.put(guard, args, 2, options.deadline());
            }
            if (allowed && options.repliesHandle()) {
                reply.integer(guard.handle(guard.find()));
            }
        }
    }

    private static void replyOld(
            CommandContext context, ShardGuard guard, int slot, ReplyWriter reply) {
        if (slot == NO_SLOT) {
            reply.nullBulk();
        } else {
            Values.reply(context, guard, slot, reply);
        }
    }
}
