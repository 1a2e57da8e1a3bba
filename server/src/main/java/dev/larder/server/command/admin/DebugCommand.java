package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.HelpCommand;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.ShardGuard;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// `DEBUG`: what test suites need. Closed unless `enable-debug-command` opens it.
///
/// Not a container: Redis counts all its forms as one command, and so do the suites.
final class DebugCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("DEBUG subcommand [argument [argument ...]]")
                    .group(SERVER)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                    .summary("Runs one of a few commands meant for test suites.")
                    .complexity("Depends on subcommand.")
                    .since("1.0.0")
                    .build();

    private static final List<String> HELP =
            List.of(
                    "OBJECT <key>",
                    "    How the value of <key> is kept.",
                    "PROTOCOL <type>",
                    "    A reply of one <type>: string, integer, double, null, array, set, map,",
                    "    attrib, push, verbatim, true, false, bignum.",
                    "SET-ACTIVE-EXPIRE <0|1>",
                    "    Whether entries expire also when nobody asks for them.",
                    "SLEEP <seconds>",
                    "    Hold up the event loop of this connection, and no other, for <seconds>.");

    /// The longest [#sleep].
    private static final double SLEEP_SECONDS_MAX = 3600;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        requireOpen(context);
        if (args.is(1, "HELP") && args.count() == 2) {
            HelpCommand.write("DEBUG", HELP, reply);
        } else if (args.is(1, "SLEEP") && args.count() == 3) {
            sleep(args.decimal(2));
            reply.ok();
        } else if (args.is(1, "SET-ACTIVE-EXPIRE") && args.count() == 3) {
            context.store().activeExpiry(args.integer(2) != 0);
            reply.ok();
        } else if (args.is(1, "OBJECT") && args.count() == 3) {
            object(context, args.key(2), reply);
        } else if (args.is(1, "PROTOCOL") && args.count() == 3) {
            DebugProtocol.write(args.slice(2), reply);
        } else {
            throw ReplyError.UNKNOWN_FORM.with(args.text(1), "DEBUG");
        }
    }

    private static void requireOpen(CommandContext context) {
        boolean open =
                switch (context.server().settings().current().security().debugCommand()) {
                    case NO -> false;
                    case YES -> true;
                    case LOCAL -> Locality.isLocal(context.session());
                };
        if (!open) {
            throw ReplyError.DEBUG_CLOSED.exception();
        }
    }

    /// Holds no guard, so other loops go on.
    private static void sleep(double seconds) {
        double bounded = Math.clamp(seconds, 0, SLEEP_SECONDS_MAX);
        long deadline = System.nanoTime() + (long) (bounded * TimeUnit.SECONDS.toNanos(1));
        for (long left = deadline - System.nanoTime();
                left > 0;
                left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void object(CommandContext context, Slice key, ReplyWriter reply) {
        int db = context.session().db();
        try (ShardGuard shard = context.store().enter(context.stripe(), context.nowMs(), db, key)) {
            int slot = shard.find();
            if (slot == NO_SLOT) {
                throw ReplyError.NO_SUCH_KEY.exception();
            }
            long idleMs = shard.idleMs(slot);
            reply.simple(
                    "Value at:0x"
                            + Long.toHexString(shard.handle(slot))
                            + " refcount:1 encoding:"
                            + shard.encoding(slot)
                            + " serializedlength:"
                            + shard.valueBytes(slot)
                            + " lru:"
                            + (context.nowMs() - idleMs) / 1000
                            + " lru_seconds_idle:"
                            + idleMs / 1000);
        }
    }
}
