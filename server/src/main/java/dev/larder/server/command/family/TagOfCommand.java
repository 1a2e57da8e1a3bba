package dev.larder.server.command.family;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.store.EntryTags;
import dev.larder.server.store.ShardGuard;

/// TAG OF: the tags of a key.
final class TagOfCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("TAG OF key")
                    .group(CommandGroup.FAMILY)
                    .flags(CommandFlag.READS, CommandFlag.FAST)
                    .keyFlags(KeyFlag.RO)
                    .summary("Returns the tags of a key, in order.")
                    .complexity("O(N) for N tags")
                    .since("1.0.0")
                    .build();

    private static final byte[][] NO_KEY = {};

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        boolean isThere;
        byte[][] names = NO_KEY;
        try (ShardGuard guard = context.enter(args.key(2))) {
            isThere = guard.find() != NO_SLOT;
            if (isThere) {
                names = EntryTags.of(guard);
            }
        }
        if (!isThere) {
            reply.nullArray();
            return;
        }
        reply.array(names.length);
        for (byte[] name : names) {
            reply.bulk(name);
        }
    }
}
