package dev.larder.server.command.key;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.ShardGuard;

/// EXPIRE, PEXPIRE, EXPIREAT and PEXPIREAT: gives a key a deadline.
final class ExpireCommand implements Command {
    static final ExpireCommand EXPIRE = new ExpireCommand("EXPIRE", "seconds", "1.0.0", 1000, true);
    static final ExpireCommand PEXPIRE =
            new ExpireCommand("PEXPIRE", "milliseconds", "2.6.0", 1, true);
    static final ExpireCommand EXPIREAT =
            new ExpireCommand("EXPIREAT", "unix-time-seconds", "1.2.0", 1000, false);
    static final ExpireCommand PEXPIREAT =
            new ExpireCommand("PEXPIREAT", "unix-time-milliseconds", "2.6.0", 1, false);

    private final CommandSpec spec;
    private final int unitMs;
    private final boolean isRelative;

    private ExpireCommand(String name, String unit, String since, int unitMs, boolean isRelative) {
        this.unitMs = unitMs;
        this.isRelative = isRelative;
        this.spec =
                CommandSpec.of(name + " key " + unit + " [NX|XX|GT|LT]")
                        .group(CommandGroup.GENERIC)
                        .flags(CommandFlag.WRITES, CommandFlag.FAST)
                        .label("NX", "condition")
                        .summary(
                                isRelative
                                        ? "Sets the time to live of a key in " + unit + "."
                                        : "Sets when a key expires, in "
                                                + unit.replace("unix-time-", "")
                                                + " since 1970.")
                        .complexity("O(1)")
                        .since(since)
                        .history(
                                "7.0.0",
                                "Can depend on the deadline there is: `NX`, `XX`, `GT`, `LT`.")
                        .build();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        var condition = ExpireCondition.parse(args, 3);
        long deadline = deadline(context, args.integer(2));
        boolean changed = false;
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.find();
            if (slot != NO_SLOT && condition.allows(guard.deadline(slot), deadline)) {
                guard.expireAt(Math.max(0, deadline));
                changed = true;
            }
        }
        reply.integer(changed ? 1 : 0);
    }

    /// In milliseconds since 1970; what is later than a deadline can be counts as the latest.
    private long deadline(CommandContext context, long amount) {
        long base = isRelative ? context.nowMs() : 0;
        boolean overflows =
                amount > Long.MAX_VALUE / unitMs
                        || amount < Long.MIN_VALUE / unitMs
                        || amount * unitMs > Long.MAX_VALUE - base;
        if (overflows) {
            throw ReplyError.INVALID_EXPIRY.with(spec.name());
        }
        return Math.min(amount * unitMs + base, ShardGuard.DEADLINE_MAX);
    }
}
