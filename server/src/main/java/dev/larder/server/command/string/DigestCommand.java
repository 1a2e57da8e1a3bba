package dev.larder.server.command.string;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.store.ShardGuard;
import java.util.HexFormat;

/// DIGEST: the hash of a value.
final class DigestCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("DIGEST key")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.READS, CommandFlag.FAST)
                    .summary(
                            "Returns the hash (XXH3, 64 bits, hexadecimal) of the string value of a key.")
                    .complexity("O(N) where N is the length of the value.")
                    .since("8.4.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.touch();
            if (slot == NO_SLOT) {
                reply.nullBulk();
                return;
            }
            reply.bulk(HexFormat.of().toHexDigits(ValueDigest.of(guard, slot)));
        }
    }
}
