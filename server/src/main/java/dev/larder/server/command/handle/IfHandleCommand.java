package dev.larder.server.command.handle;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.ShardGuard;

/// DELIF and EXPIREIF: deletes a key, or renews its time to live, if it still has the value that a handle
/// names. With these a lock is released and renewed without a script.
final class IfHandleCommand implements Command {
    static final IfHandleCommand DELIF =
            new IfHandleCommand(
                    "DELIF key handle", "Deletes a key if a handle names what it holds now.");
    static final IfHandleCommand EXPIREIF =
            new IfHandleCommand(
                    "EXPIREIF key handle milliseconds",
                    "Sets the time to live of a key if a handle names what it holds now.");

    private final CommandSpec spec;

    private IfHandleCommand(String syntax, String summary) {
        this.spec =
                CommandSpec.of(syntax)
                        .group(CommandGroup.HANDLE)
                        .flags(CommandFlag.WRITES, CommandFlag.FAST)
                        .categories(AclCategory.KEYSPACE)
                        .type("handle", ArgType.INTEGER)
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
        long handle = args.integer(2);
        long deadline = this == EXPIREIF ? deadline(context, args.integer(3)) : 0;
        boolean isCurrent;
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.find();
            isCurrent = slot != NO_SLOT && guard.handle(slot) == handle;
            if (isCurrent && this == EXPIREIF) {
                guard.expireAt(deadline);
            } else if (isCurrent) {
                guard.remove();
            }
        }
        reply.integer(isCurrent ? 1 : 0);
    }

    /// In milliseconds since 1970; a time to live that is none deletes the key, as with PEXPIRE.
    private long deadline(CommandContext context, long milliseconds) {
        if (milliseconds > Long.MAX_VALUE - context.nowMs()) {
            throw ReplyError.INVALID_EXPIRY.with(spec.name());
        }
        long deadline = Math.max(0, context.nowMs() + milliseconds);
        return Math.min(deadline, ShardGuard.DEADLINE_MAX);
    }
}
