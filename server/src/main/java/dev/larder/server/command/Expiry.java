package dev.larder.server.command;

import dev.larder.server.store.ShardGuard;
import org.jspecify.annotations.Nullable;

/// The ways to say when an entry expires: `EX seconds`, `PX milliseconds`, `EXAT` and `PXAT` likewise
/// since 1970.
public enum Expiry {
    /// Seconds from now.
    EX(1000, true),
    /// Milliseconds from now.
    PX(1, true),
    /// Seconds since 1970.
    EXAT(1000, false),
    /// Milliseconds since 1970.
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
    public static Expiry named(Args args, int index, @Nullable Expiry before) {
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
    public long deadline(CommandContext context, long amount) {
        long base = isRelative ? context.nowMs() : 0;
        if (amount <= 0 || amount > (Long.MAX_VALUE - base) / unitMs) {
            throw ReplyError.INVALID_EXPIRY.with(context.spec().name());
        }
        return Math.min(base + amount * unitMs, ShardGuard.DEADLINE_MAX);
    }
}
