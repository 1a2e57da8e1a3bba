package dev.larder.server.command.string;

import static dev.larder.server.store.ShardGuard.KEEP_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.bytes.LongDouble;
import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.ShardGuard;
import java.nio.charset.StandardCharsets;

/// INCRBYFLOAT: adds a fraction to the number in a key.
final class IncrbyfloatCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("INCRBYFLOAT key increment")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.WRITES, CommandFlag.DENYOOM, CommandFlag.FAST)
                    .keyFlags(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.UPDATE)
                    .type("increment", ArgType.DOUBLE)
                    .summary(
                            "Increments the floating-point value of a key, which counts as 0 if it does"
                                    + " not exist.")
                    .complexity("O(1)")
                    .since("2.6.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        Slice text = args.slice(2);
        LongDouble amount = LongDouble.parse(text.array(), text.offset(), text.length());
        try (ShardGuard guard = context.enter(args.key(1)).keepingTags()) {
            sum(guard, amount); // a mistake is answered before room is made
            guard.reserve(LENGTH_MAX, KEEP_DEADLINE);
            byte[] sum = sum(guard, amount);
            guard.putBytes(sum, 0, sum.length, KEEP_DEADLINE);
            reply.bulk(sum);
        }
    }

    /// The most digits a sum has: those of the largest number, a point and 17 more.
    private static final int LENGTH_MAX = 5 * 1024;

    private static byte[] sum(ShardGuard guard, LongDouble amount) {
        LongDouble sum = before(guard).plus(requireNumber(amount));
        if (!sum.isFinite()) {
            throw ReplyError.INCREMENT_NOT_FINITE.exception();
        }
        return sum.text().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static LongDouble before(ShardGuard guard) {
        int slot = guard.find();
        if (slot == NO_SLOT) {
            return LongDouble.parse(ZERO, 0, ZERO.length);
        }
        if (guard.valueBytes(slot) > LongDouble.TEXT_BYTES_MAX) {
            throw ReplyError.NOT_FLOAT.exception();
        }
        byte[] digits = new byte[(int) guard.valueBytes(slot)];
        guard.copyValue(slot, 0, digits, 0, digits.length);
        return requireNumber(LongDouble.parse(digits, 0, digits.length));
    }

    private static final byte[] ZERO = {'0'};

    private static LongDouble requireNumber(LongDouble number) {
        if (!number.isNumber()) {
            throw ReplyError.NOT_FLOAT.exception();
        }
        return number;
    }
}
