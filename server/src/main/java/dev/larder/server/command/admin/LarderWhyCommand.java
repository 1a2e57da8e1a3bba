package dev.larder.server.command.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.store.Absence;
import dev.larder.server.store.ShardGuard;

/// LARDER WHY: why a read of a key would find nothing.
final class LarderWhyCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("LARDER WHY key")
                    .group(CommandGroup.SERVER)
                    .flags(CommandFlag.READS, CommandFlag.FAST)
                    .keyFlags(KeyFlag.RO)
                    .summary("Returns why a key is not there, as far as that is remembered.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        Absence why;
        try (ShardGuard guard = context.enter(args.key(2))) {
            why = Absence.of(guard);
        }
        reply.array(2);
        reply.bulk(why.state().word());
        switch (why.state()) {
            case LIVE -> {
                reply.map(2);
                number("handle", why.handle(), reply);
                number("idle-ms", why.idleMs(), reply);
            }
            case LEASED, ABSENT -> {
                reply.map(1);
                number("left-ms", why.atMs() - context.nowMs(), reply);
            }
            case NEVER_SEEN, UNKNOWN -> {
                reply.map(1);
                probable(why, reply);
            }
            case EVICTED -> {
                reply.map(4);
                number("idle-ms", why.idleMs(), reply);
                ended(why, context.nowMs(), reply);
            }
            case EXPIRED, DELETED, FLUSHED -> {
                reply.map(3);
                ended(why, context.nowMs(), reply);
            }
            case INVALIDATED -> {
                reply.map(4);
                family(why, reply);
                ended(why, context.nowMs(), reply);
            }
        }
    }

    /// `tag` or `prefix`, and its name, or nil if it is not known any more.
    private static void family(Absence why, ReplyWriter reply) {
        reply.bulk(why.isByTag() ? "tag" : "prefix");
        if (why.family().isEmpty()) {
            reply.nullBulk();
        } else {
            reply.bulk(why.family().getBytes(ISO_8859_1));
        }
    }

    private static void ended(Absence why, long nowMs, ReplyWriter reply) {
        number("at-ms", why.atMs(), reply);
        number("ago-ms", nowMs - why.atMs(), reply);
        probable(why, reply);
    }

    private static void probable(Absence why, ReplyWriter reply) {
        number("probable", why.isProbable() ? 1 : 0, reply);
    }

    private static void number(String name, long value, ReplyWriter reply) {
        reply.bulk(name);
        reply.integer(value);
    }
}
