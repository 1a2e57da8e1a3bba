package dev.larder.server.command.string;

import static dev.larder.server.store.ShardGuard.KEEP_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.bytes.Ascii;
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

/// INCR, DECR, INCRBY and DECRBY: counts in a key.
final class IncrCommand implements Command {
    static final IncrCommand INCR = new IncrCommand("INCR key", "1.0.0", false);
    static final IncrCommand DECR = new IncrCommand("DECR key", "1.0.0", true);
    static final IncrCommand INCRBY = new IncrCommand("INCRBY key increment", "1.0.0", false);
    static final IncrCommand DECRBY = new IncrCommand("DECRBY key decrement", "1.0.0", true);

    private final CommandSpec spec;
    private final boolean isNegative;

    private IncrCommand(String syntax, String since, boolean isNegative) {
        this.isNegative = isNegative;
        this.spec =
                CommandSpec.of(syntax)
                        .group(CommandGroup.STRING)
                        .flags(CommandFlag.WRITES, CommandFlag.DENYOOM, CommandFlag.FAST)
                        .keyFlags(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.UPDATE)
                        .summary(
                                (isNegative ? "Decrements" : "Increments")
                                        + " the integer value of a key, which counts as 0 if it does not"
                                        + " exist.")
                        .complexity("O(1)")
                        .since(since)
                        .build();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long amount = amount(args);
        try (ShardGuard guard = context.enter(args.key(1)).keepingTags()) {
            // Asked before and after: a value that cannot be counted must not evict others.
            sum(guard, amount);
            guard.reserve(Long.BYTES, KEEP_DEADLINE);
            long sum = sum(guard, amount);
            guard.putInteger(sum, KEEP_DEADLINE);
            reply.integer(sum);
        }
    }

    private long amount(Args args) {
        if (args.count() == 2) {
            return isNegative ? -1 : 1;
        }
        long amount = args.integer(2);
        if (isNegative && amount == Long.MIN_VALUE) {
            throw ReplyError.DECREMENT_OVERFLOW.exception();
        }
        return isNegative ? -amount : amount;
    }

    private static long sum(ShardGuard guard, long amount) {
        int slot = guard.find();
        long before = slot == NO_SLOT ? 0 : number(guard, slot);
        long sum = before + amount;
        if (((before ^ sum) & (amount ^ sum)) < 0) {
            throw ReplyError.INCREMENT_OVERFLOW.exception();
        }
        return sum;
    }

    /// The number in `slot`, which was perhaps written piece by piece and is kept as bytes.
    private static long number(ShardGuard guard, int slot) {
        if (guard.isInteger(slot)) {
            return guard.integer(slot);
        }
        long length = guard.valueBytes(slot);
        if (length > Ascii.LONG_BYTES) {
            throw ReplyError.NOT_INTEGER.exception();
        }
        byte[] digits = new byte[(int) length];
        guard.copyValue(slot, 0, digits, 0, digits.length);
        if (!Ascii.isLong(digits, 0, digits.length)) {
            throw ReplyError.NOT_INTEGER.exception();
        }
        return Ascii.parseLong(digits, 0, digits.length);
    }
}
