package dev.larder.server.command.lease;

import static dev.larder.server.command.lease.LeaseCommands.TIME_MS_MAX;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.store.ShardGuard;

/// LEASE DROP and LEASE RENEW: a lease ends now, or later than it would have.
final class LeaseEndCommand implements Command {
    static final LeaseEndCommand DROP =
            new LeaseEndCommand(
                    "LEASE DROP key token", "Gives a lease up; the next who waits gets it.");
    static final LeaseEndCommand RENEW =
            new LeaseEndCommand(
                    "LEASE RENEW key token ttl-milliseconds",
                    "Gives a lease more time, from now on.");

    private final CommandSpec spec;

    private LeaseEndCommand(String syntax, String summary) {
        this.spec =
                CommandSpec.of(syntax)
                        .group(CommandGroup.LEASE)
                        .flags(CommandFlag.WRITES, CommandFlag.FAST)
                        .type("token", ArgType.INTEGER)
                        .type("ttl-milliseconds", ArgType.INTEGER)
                        .summary(summary)
                        .complexity("O(1)")
                        .since("1.0.0")
                        .build();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long token = args.integer(3);
        long ttlMs = this == RENEW ? args.integer(4, 1, TIME_MS_MAX) : 0;
        boolean isHeld;
        try (ShardGuard guard = context.enter(args.key(2))) {
            isHeld = guard.lease().isHeldBy(token);
            if (isHeld && this == RENEW) {
                guard.lease().renew(guard.lease().deadline(ttlMs));
            } else if (isHeld) {
                guard.lease().giveUp();
            }
        }
        reply.integer(isHeld ? 1 : 0);
    }
}
