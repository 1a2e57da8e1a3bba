package dev.larder.server.command.string;

import dev.larder.server.command.Args;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.ShardGuard;
import org.jspecify.annotations.Nullable;

/// The ways to say when an entry expires: `EX seconds`, `PX milliseconds`, `EXAT` and `PXAT` likewise
/// since 1970.
enum Expiry {
    EX(1000, true),
    PX(1, true),
    EXAT(1000, false),
    PXAT(1, false);

    private static final Expiry[] ALL = values();

    private final int unitMs;
    private final boolean isRelative;

    Expiry(int unitMs, boolean isRelative) {
        this.unitMs = unitMs;
        this.isRelative = isRelative;
    }

    /// The way that argument `index` names, which has a number after it. `before` is the way named
    /// earlier, or null: the same way may be named again, and its last number counts.
    static Expiry named(Args args, int index, @Nullable Expiry before) {
        for (Expiry expiry : ALL) {
            if (args.is(index, expiry.name())) {
                if (index + 1 < args.count() && (before == null || before == expiry)) {
                    return expiry;
                }
                break;
            }
        }
        throw ReplyError.SYNTAX.exception();
    }

    /// The deadline that `amount` says.
    long deadline(CommandContext context, long amount) {
        long base = isRelative ? context.nowMs() : 0;
        if (amount <= 0 || amount > (Long.MAX_VALUE - base) / unitMs) {
            throw ReplyError.INVALID_EXPIRY.with(context.spec().name());
        }
        return Math.min(base + amount * unitMs, ShardGuard.DEADLINE_MAX);
    }
}
