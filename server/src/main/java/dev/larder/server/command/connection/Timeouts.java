package dev.larder.server.command.connection;

import dev.larder.server.command.Args;
import dev.larder.server.command.ReplyError;

/// Times to wait, as clients give them.
final class Timeouts {
    private Timeouts() {}

    /// The milliseconds at `index`: not negative, and not beyond what a clock that says `nowMs` can reach.
    static long milliseconds(Args args, int index, long nowMs) {
        long milliseconds = args.integer(index, ReplyError.TIMEOUT_NOT_INTEGER);
        if (milliseconds < 0) {
            throw ReplyError.TIMEOUT_NEGATIVE.exception();
        }
        if (milliseconds > Long.MAX_VALUE - nowMs) {
            throw ReplyError.TIMEOUT_OUT_OF_RANGE.exception();
        }
        return milliseconds;
    }
}
