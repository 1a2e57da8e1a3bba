package dev.larder.server.command.string;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.store.ShardGuard;
import java.util.HexFormat;

/// DIGEST: the XXH3 hash of a value [1].
///
/// [1] https://github.com/Cyan4973/xxHash
final class DigestCommand implements Command {
    private static final int PIECE_BYTES = 8192;

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
            HashStream64 stream = Hashing.xxh3_64().hashStream();
            long length = guard.valueBytes(slot);
            byte[] piece = new byte[(int) Math.min(length, PIECE_BYTES)];
            for (long from = 0; from < length; from += piece.length) {
                int count = (int) Math.min(piece.length, length - from);
                guard.copyValue(slot, from, piece, 0, count);
                stream.putBytes(piece, 0, count);
            }
            reply.bulk(HexFormat.of().toHexDigits(stream.getAsLong()));
        }
    }
}
