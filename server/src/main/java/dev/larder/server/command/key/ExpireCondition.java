package dev.larder.server.command.key;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;

import dev.larder.server.command.Args;
import dev.larder.server.command.ReplyError;

/// When EXPIRE and its kin are to change a deadline.
final class ExpireCondition {
    private boolean nx;
    private boolean xx;
    private boolean gt;
    private boolean lt;

    private ExpireCondition() {}

    /// The options that begin at `index`.
    static ExpireCondition parse(Args args, int index) {
        var condition = new ExpireCondition();
        for (; index < args.count(); index++) {
            if (args.is(index, "NX")) {
                condition.nx = true;
            } else if (args.is(index, "XX")) {
                condition.xx = true;
            } else if (args.is(index, "GT")) {
                condition.gt = true;
            } else if (args.is(index, "LT")) {
                condition.lt = true;
            } else {
                throw ReplyError.UNSUPPORTED_OPTION.with(args.text(index));
            }
        }
        if (condition.nx && (condition.xx || condition.gt || condition.lt)) {
            throw ReplyError.NX_EXCLUDES.exception();
        }
        if (condition.gt && condition.lt) {
            throw ReplyError.GT_EXCLUDES.exception();
        }
        return condition;
    }

    /// Whether `fresh` may take the place of `present`, which may be none: later than any.
    boolean allows(long present, long fresh) {
        boolean persists = present == NO_DEADLINE;
        return !(nx && !persists)
                && !(xx && persists)
                && !(gt && (persists || fresh <= present))
                && !(lt && !persists && fresh >= present);
    }
}
