package dev.larder.server.command.key;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;

import dev.larder.server.command.Args;
import dev.larder.server.command.ReplyError;

/// When EXPIRE and its kin are to change a deadline: one of a few constants, so that parsing allocates
/// nothing.
final class ExpireCondition {
    private static final int NX = 1;
    private static final int XX = 1 << 1;
    private static final int GT = 1 << 2;
    private static final int LT = 1 << 3;

    /// By the options given.
    private static final ExpireCondition[] ALL = new ExpireCondition[LT << 1];

    static {
        for (int options = 0; options < ALL.length; options++) {
            ALL[options] = new ExpireCondition(options);
        }
    }

    private final int options;

    private ExpireCondition(int options) {
        this.options = options;
    }

    /// The options that begin at `index`.
    static ExpireCondition parse(Args args, int index) {
        int options = 0;
        for (; index < args.count(); index++) {
            options |= option(args, index);
        }
        if ((options & NX) != 0 && options != NX) {
            throw ReplyError.NX_EXCLUDES.exception();
        }
        if ((options & (GT | LT)) == (GT | LT)) {
            throw ReplyError.GT_EXCLUDES.exception();
        }
        return ALL[options];
    }

    private static int option(Args args, int index) {
        if (args.is(index, "NX")) {
            return NX;
        }
        if (args.is(index, "XX")) {
            return XX;
        }
        if (args.is(index, "GT")) {
            return GT;
        }
        if (args.is(index, "LT")) {
            return LT;
        }
        throw ReplyError.UNSUPPORTED_OPTION.with(args.text(index));
    }

    /// Whether `fresh` may take the place of `present`, which may be none: later than any.
    boolean allows(long present, long fresh) {
        boolean persists = present == NO_DEADLINE;
        return !(has(NX) && !persists)
                && !(has(XX) && persists)
                && !(has(GT) && (persists || fresh <= present))
                && !(has(LT) && !persists && fresh >= present);
    }

    private boolean has(int option) {
        return (options & option) != 0;
    }
}
