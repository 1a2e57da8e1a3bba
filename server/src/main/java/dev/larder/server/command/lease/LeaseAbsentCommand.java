package dev.larder.server.command.lease;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.Expiry;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.LeaseGuard;
import dev.larder.server.store.ShardGuard;

/// LEASE ABSENT: remembers for a while that there is nothing to fill a key with.
final class LeaseAbsentCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("LEASE ABSENT key token <EX seconds|PX milliseconds>")
                    .group(CommandGroup.LEASE)
                    .flags(CommandFlag.WRITES, CommandFlag.DENYOOM, CommandFlag.FAST)
                    .label("EX", "expiration")
                    .type("token", ArgType.INTEGER)
                    .summary("Remembers that there is nothing to fill a key with.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long token = args.integer(3);
        if (!args.is(4, "EX") && !args.is(4, "PX")) {
            throw ReplyError.SYNTAX.exception();
        }
        long deadline = Expiry.named(args, 4, null).deadline(context, args.integer(5));
        boolean filled = false;
        try (ShardGuard guard = context.enter(args.key(2))) {
            LeaseGuard lease = guard.lease();
            if (lease.isHeldBy(token)) {
                // Reserving may leave the shard, so the lease is asked for again.
                lease.reserve(deadline);
                filled = lease.isHeldBy(token);
            }
            if (filled) {
                lease.fillAbsent(deadline);
            }
        }
        if (filled) {
            reply.ok();
        } else {
            reply.nullBulk();
        }
    }
}
