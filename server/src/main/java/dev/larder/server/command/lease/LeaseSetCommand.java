package dev.larder.server.command.lease;

import static dev.larder.server.command.lease.LeaseCommands.TIME_MS_MAX;
import static dev.larder.server.store.ShardGuard.NO_DEADLINE;

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
import dev.larder.server.command.TagArguments;
import dev.larder.server.command.Values;
import dev.larder.server.store.ShardGuard;
import dev.larder.server.store.TagNames;

/// LEASE SET: fills a key, if the lease is still its caller's.
final class LeaseSetCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of(
                            "LEASE SET key token value [EX seconds|PX milliseconds|EXAT"
                                    + " unix-time-seconds|PXAT unix-time-milliseconds] [GRACE"
                                    + " grace-milliseconds] [TAGS numtags tag [tag ...]]")
                    .group(CommandGroup.LEASE)
                    .flags(CommandFlag.WRITES, CommandFlag.DENYOOM)
                    .label("EX", "expiration")
                    .type("token", ArgType.INTEGER)
                    .type("grace-milliseconds", ArgType.INTEGER)
                    .type("numtags", ArgType.INTEGER)
                    .summary("Fills a key if nothing has happened to it since the lease was given.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    private static final int VALUE = 4;
    private static final int OPTIONS = 5;

    /// What follows the value.
    private record Options(long deadline, int graceMs, TagNames tags) {
        static Options parse(CommandContext context, Args args) {
            long deadline = NO_DEADLINE;
            int graceMs = 0;
            var tags = new TagNames();
            int index = OPTIONS;
            while (index < args.count()) {
                if (args.is(index, "TAGS") && tags.count() == 0) {
                    index += takeTags(args, index, tags);
                    continue;
                }
                if (args.is(index, "GRACE") && graceMs == 0 && index + 1 < args.count()) {
                    graceMs = (int) args.integer(index + 1, 1, TIME_MS_MAX);
                } else if (deadline == NO_DEADLINE) {
                    Expiry expiry = Expiry.named(args, index, null);
                    deadline = expiry.deadline(context, args.integer(index + 1));
                } else {
                    throw ReplyError.SYNTAX.exception();
                }
                index += 2;
            }
            if (graceMs > 0 && deadline == NO_DEADLINE) {
                throw ReplyError.GRACE_WITHOUT_EXPIRY.exception();
            }
            return new Options(deadline, graceMs, tags);
        }

        private static int takeTags(Args args, int index, TagNames tags) {
            int left = args.count() - index - 2;
            int count = left < 1 ? 0 : (int) args.integer(index + 1, 1, Integer.MAX_VALUE);
            if (left < 1 || count > left) {
                throw ReplyError.SYNTAX.exception();
            }
            TagArguments.read(args, index + 2, count, tags);
            return 2 + count;
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long token = args.integer(3);
        Options options = Options.parse(context, args);
        boolean filled = false;
        try (ShardGuard guard = context.enter(args.key(2)).tagging(options.tags())) {
            guard.grace(options.graceMs());
            if (guard.lease().isHeldBy(token)) {
                // Reserving may leave the shard, so the lease is asked for again.
                Values.reserve(guard, args, VALUE, options.deadline());
                filled = guard.lease().isHeldBy(token);
            }
            if (filled) {
                Values.put(guard, args, VALUE, options.deadline());
                guard.lease().filled();
            }
        }
        if (filled) {
            reply.ok();
        } else {
            reply.nullBulk();
        }
    }
}
