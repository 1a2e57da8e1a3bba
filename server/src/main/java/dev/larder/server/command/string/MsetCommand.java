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
import dev.larder.server.command.ReplyError;
import dev.larder.server.command.Values;
import dev.larder.server.store.MultiGuard;

/// MSET and MSETNX: several values at one moment.
final class MsetCommand implements Command {
    private static final String[] NO_TIPS = {};
    private static final String[] SPLITTABLE = {
        "request_policy:multi_shard", "response_policy:all_succeeded"
    };

    static final MsetCommand MSET =
            new MsetCommand(
                    "MSET key value [key value ...]",
                    "Sets the string values of one or more keys, all at one moment.",
                    false);
    static final MsetCommand MSETNX =
            new MsetCommand(
                    "MSETNX key value [key value ...]",
                    "Sets the string values of one or more keys, but only if none of them exists.",
                    true);

    private static final MultiGuard.Needs<Args> VALUES =
            (args, index, reserving) -> Values.tryReserve(reserving, args, 2 * index + 2);

    private final CommandSpec spec;
    private final boolean onlyIfNoneExists;

    private MsetCommand(String syntax, String summary, boolean onlyIfNoneExists) {
        this.onlyIfNoneExists = onlyIfNoneExists;
        this.spec =
                CommandSpec.of(syntax)
                        .group(CommandGroup.STRING)
                        .flags(CommandFlag.WRITES, CommandFlag.DENYOOM)
                        .keyFlags(KeyFlag.OW, onlyIfNoneExists ? KeyFlag.INSERT : KeyFlag.UPDATE)
                        .label("key", "data")
                        .summary(summary)
                        .complexity("O(N) where N is the number of keys.")
                        .since("1.0.1")
                        .tips(onlyIfNoneExists ? NO_TIPS : SPLITTABLE)
                        .build();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        if (args.count() % 2 == 0) {
            throw ReplyError.WRONG_ARITY.with(spec.name());
        }
        boolean set;
        try (MultiGuard keys = context.enterAll(args, 1, args.count(), 2)) {
            set = !onlyIfNoneExists || noneExists(keys);
            if (set) {
                keys.reserve(args, VALUES);
                set = !onlyIfNoneExists || noneExists(keys);
            }
            for (int index = 0; set && index < keys.count(); index++) {
                Values.put(keys.at(index), args, 2 * index + 2, NO_DEADLINE);
            }
        }
        if (onlyIfNoneExists) {
            reply.integer(set ? 1 : 0);
        } else {
            reply.ok();
        }
    }

    private static boolean noneExists(MultiGuard keys) {
        for (int index = 0; index < keys.count(); index++) {
            if (keys.at(index).find() != NO_SLOT) {
                return false;
            }
        }
        return true;
    }
}
