package dev.larder.server.command.string;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.command.Values;
import dev.larder.server.store.ShardGuard;

/// SETRANGE: overwrites a part of a string.
final class SetrangeCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("SETRANGE key offset value")
                    .group(CommandGroup.STRING)
                    .flags(CommandFlag.WRITES, CommandFlag.DENYOOM)
                    .summary(
                            "Overwrites a part of a string value from an offset on, lengthening it with"
                                    + " zeros if need be.")
                    .complexity("O(1) in place, O(M) with M bytes when the value is copied.")
                    .since("2.2.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long at = args.integer(2);
        if (at < 0) {
            throw ReplyError.OFFSET_OUT_OF_RANGE.exception();
        }
        long added = args.length(3);
        try (ShardGuard guard = context.enter(args.key(1))) {
            if (added == 0) {
                reply.integer(Splice.lengthNow(guard));
                return;
            }
            Values.checkLength(context, at + added);
            guard.reserveSplice(at, added);
            Splice.write(guard, at, args, 3);
            reply.integer(Splice.lengthNow(guard));
        }
    }
}
