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
import dev.larder.server.command.ReplyError;
import dev.larder.server.command.Values;
import dev.larder.server.store.LeaseGuard;
import dev.larder.server.store.LeaseGuard.View;
import dev.larder.server.store.LeaseHolder;
import dev.larder.server.store.LeaseWaiter;
import dev.larder.server.store.Leases;
import dev.larder.server.store.ShardGuard;
import java.util.Optional;

/// LEASE GET: the value of a key, or the right to fill it, or what to do instead.
///
/// A client that waits has its session held; when the waiting is over, because the key was filled, the lease
/// passed on or the time is up, the command is called again and finds its [LeaseWaiter] with the session's
/// [LeaseHolder].
final class LeaseGetCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("LEASE GET key ttl-milliseconds [WAIT wait-milliseconds]")
                    .group(CommandGroup.LEASE)
                    .flags(CommandFlag.WRITES, CommandFlag.BLOCKING)
                    .type("ttl-milliseconds", ArgType.INTEGER)
                    .type("wait-milliseconds", ArgType.INTEGER)
                    .summary(
                            "Returns the value of a key with its handle, or a lease: the right to fill the"
                                    + " key, which one client at a time has.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    private static final long NO_TOKEN = 0;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long ttlMs = args.integer(3, 1, TIME_MS_MAX);
        long waitMs = waitMs(args);
        Leases leases = context.store().leases();
        Optional<LeaseHolder> holder = leases.find(context.session().id());
        Optional<LeaseWaiter> waiter = holder.flatMap(LeaseHolder::waiter);
        long token = NO_TOKEN;
        try (ShardGuard guard = context.enter(args.key(2))) {
            if (waiter.isPresent() && guard.lease().isWaiting(waiter.get())) {
                context.hold(waiter.get().untilMs() - context.nowMs());
                return;
            }
            if (waiter.isPresent()) {
                guard.lease().leave(waiter.get());
                holder.ifPresent(LeaseHolder::waitsNoMore);
                token = granted(guard, waiter.get(), reply);
            }
            if (token == NO_TOKEN) {
                long untilMs = waiter.map(LeaseWaiter::untilMs).orElse(context.nowMs() + waitMs);
                token = answer(context, guard, new Wish(ttlMs, untilMs), reply);
            }
        }
        if (token != NO_TOKEN) {
            leases.granted(context.session().id(), token);
        }
    }

    /// What the client asks for: a lease of `ttlMs`, and to wait until `untilMs`.
    private record Wish(long ttlMs, long untilMs) {}

    private static long waitMs(Args args) {
        if (args.count() == 4) {
            return 0;
        }
        if (args.count() != 6 || !args.is(4, "WAIT")) {
            throw ReplyError.SYNTAX.exception();
        }
        return args.integer(5, 0, TIME_MS_MAX);
    }

    private static long granted(ShardGuard guard, LeaseWaiter waiter, ReplyWriter reply) {
        if (!guard.lease().isGranted(waiter)) {
            return NO_TOKEN;
        }
        guard.peek();
        lease(waiter.token(), 2, reply);
        return waiter.token();
    }

    private static void lease(long token, int words, ReplyWriter reply) {
        reply.array(words);
        reply.bulk("lease");
        reply.integer(token);
    }

    /// Replies, or has the session held. The token, if the client was given the lease.
    private static long answer(
            CommandContext context, ShardGuard guard, Wish wish, ReplyWriter reply) {
        LeaseGuard lease = guard.lease();
        long deadline = lease.deadline(wish.ttlMs());
        View view = lease.view();
        if (view == View.MISSING) {
            if (!lease.hasRoom()) {
                throw ReplyError.TOO_MANY_LEASES.with(context.store().leases().count());
            }
            // Reserving may leave the shard, so what is there is asked for again.
            lease.reserve(deadline);
            view = lease.view();
        }
        if (view == View.LEASED && wish.untilMs() > context.nowMs() && lease.mayWait()) {
            park(context, guard, wish);
            return NO_TOKEN;
        }
        if (view == View.FILLED) {
            hit(context, guard, reply);
            return NO_TOKEN;
        }
        guard.peek();
        return switch (view) {
            case MISSING -> {
                long token = lease.grant(deadline);
                lease(token, 2, reply);
                yield token;
            }
            case STALE -> {
                long token = lease.grantRefresh(deadline);
                lease(token, 3, reply);
                Values.reply(context, guard, lease.staleSlot(), reply);
                yield token;
            }
            default -> {
                noLease(context, guard, view, reply);
                yield NO_TOKEN;
            }
        };
    }

    private static void noLease(
            CommandContext context, ShardGuard guard, View view, ReplyWriter reply) {
        LeaseGuard lease = guard.lease();
        if (view == View.ABSENT) {
            reply.array(1);
            reply.bulk("absent");
        } else if (view == View.REFRESHED) {
            reply.array(2);
            reply.bulk("stale");
            Values.reply(context, guard, lease.staleSlot(), reply);
        } else {
            reply.array(2);
            reply.bulk("wait");
            reply.integer(lease.leftMs());
        }
    }

    private static void hit(CommandContext context, ShardGuard guard, ReplyWriter reply) {
        int slot = guard.touch();
        reply.array(3);
        reply.bulk("hit");
        Values.reply(context, guard, slot, reply);
        reply.integer(guard.handle(slot));
    }

    private static void park(CommandContext context, ShardGuard guard, Wish wish) {
        var waiter =
                new LeaseWaiter(context.session().link()::resume, wish.ttlMs(), wish.untilMs());
        guard.lease().park(waiter);
        context.store().leases().holder(context.session().id()).waits(waiter);
        context.hold(wish.untilMs() - context.nowMs());
    }
}
