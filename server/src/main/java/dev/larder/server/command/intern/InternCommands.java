package dev.larder.server.command.intern;

import static dev.larder.server.command.CommandFlag.DENYOOM;
import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.READS;
import static dev.larder.server.command.CommandFlag.WRITES;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandSpecBuilder;
import dev.larder.server.command.ContainerCommand;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.InternedStrings;
import java.util.List;

/// The intern family. Strings are named by ids, which are weak: an id that is stale, or was never given
/// out, is answered with null or 0, never with an error and never with another string.
public final class InternCommands {
    private static final CommandSpec CONTAINER =
            CommandSpec.container("INTERN")
                    .group(CommandGroup.INTERN)
                    .summary("Groups the commands about strings that are stored once.")
                    .complexity("Depends on subcommand.")
                    .since("1.0.0")
                    .build();

    private static final int FIRST = 2;

    /// All of them.
    public static final List<Command> ALL =
            List.of(
                    ContainerCommand.withHelp(
                            CONTAINER,
                            "1.0.0",
                            new Subcommand(
                                    CommandSpec.of("INTERN ADD string [string ...]")
                                            .flags(WRITES, DENYOOM, FAST)
                                            .summary("Stores strings once and returns their ids.")
                                            .complexity("O(N) for N bytes of all strings"),
                                    InternCommands::add),
                            new Subcommand(
                                    CommandSpec.of("INTERN DEL id [id ...]")
                                            .flags(WRITES, FAST)
                                            .summary("Drops names of strings; counts them.")
                                            .complexity("O(N) for N ids"),
                                    InternCommands::drop),
                            new EstimateCommand(),
                            new Subcommand(
                                    CommandSpec.of("INTERN GET id [id ...]")
                                            .flags(READS, FAST)
                                            .summary("Returns the strings that ids name.")
                                            .complexity("O(N) for N bytes of all strings"),
                                    InternCommands::strings),
                            new Subcommand(
                                    CommandSpec.of("INTERN ID string [string ...]")
                                            .flags(READS, FAST)
                                            .summary("Returns the ids of strings; stores nothing.")
                                            .complexity("O(N) for N bytes of all strings"),
                                    InternCommands::ids),
                            new Subcommand(
                                    CommandSpec.of("INTERN REFS id")
                                            .flags(READS, FAST)
                                            .summary("Returns how many own the string of an id.")
                                            .complexity("O(1)"),
                                    InternCommands::owners),
                            new StatsCommand()));

    private InternCommands() {}

    @FunctionalInterface
    private interface Body {
        void execute(CommandContext context, Args args, ReplyWriter reply);
    }

    private static final class Subcommand implements Command {
        private final CommandSpec spec;
        private final Body body;

        Subcommand(CommandSpecBuilder spec, Body body) {
            this.spec = spec.group(CommandGroup.INTERN).since("1.0.0").build();
            this.body = body;
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            body.execute(context, args, reply);
        }
    }

    private static void add(CommandContext context, Args args, ReplyWriter reply) {
        for (int index = FIRST; index < args.count(); index++) {
            if (args.length(index) > InternedStrings.BYTES_MAX) {
                throw ReplyError.STRING_NOT_INTERNABLE.with(
                        args.length(index), InternedStrings.BYTES_MAX);
            }
        }
        InternedStrings strings = context.store().interned();
        reply.array(args.count() - FIRST);
        for (int index = FIRST; index < args.count(); index++) {
            Slice string = args.slice(index);
            reply.integer(strings.add(context.stripe(), context.nowMs(), string));
        }
    }

    private static void ids(CommandContext context, Args args, ReplyWriter reply) {
        InternedStrings strings = context.store().interned();
        reply.array(args.count() - FIRST);
        for (int index = FIRST; index < args.count(); index++) {
            boolean isPossible = args.length(index) <= InternedStrings.BYTES_MAX;
            long id =
                    isPossible
                            ? strings.id(context.stripe(), args.slice(index))
                            : InternedStrings.NO_ID;
            if (id == InternedStrings.NO_ID) {
                reply.nullBulk();
            } else {
                reply.integer(id);
            }
        }
    }

    private static void strings(CommandContext context, Args args, ReplyWriter reply) {
        InternedStrings strings = context.store().interned();
        reply.array(args.count() - FIRST);
        for (int index = FIRST; index < args.count(); index++) {
            int held = strings.hold(context.stripe(), args.integer(index));
            if (held == InternedStrings.NONE) {
                reply.nullBulk();
                continue;
            }
            try {
                int at = reply.bulkSpace(strings.length(held));
                strings.copy(held, reply.buffer().array(), at);
            } finally {
                strings.letGo(held);
            }
        }
    }

    private static void owners(CommandContext context, Args args, ReplyWriter reply) {
        reply.integer(context.store().interned().owners(args.integer(FIRST)));
    }

    private static void drop(CommandContext context, Args args, ReplyWriter reply) {
        for (int index = FIRST; index < args.count(); index++) {
            args.integer(index);
        }
        int dropped = 0;
        for (int index = FIRST; index < args.count(); index++) {
            dropped += context.store().interned().drop(args.integer(index)) ? 1 : 0;
        }
        reply.integer(dropped);
    }
}
