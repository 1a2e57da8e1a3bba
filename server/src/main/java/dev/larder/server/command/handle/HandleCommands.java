package dev.larder.server.command.handle;

import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.READS;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandSpecBuilder;
import dev.larder.server.command.ContainerCommand;
import dev.larder.server.command.Values;
import dev.larder.server.store.MultiGuard;
import dev.larder.server.store.ShardGuard;
import java.util.List;

/// The handle family: what can be asked by, and for, the names of values.
///
/// A handle that is stale, of another database or forged is answered with nil or 0, never with an error.
public final class HandleCommands {
    private static final CommandSpec CONTAINER =
            CommandSpec.container("HANDLE")
                    .group(CommandGroup.HANDLE)
                    .summary(
                            "Groups the commands about handles, which name values as they are now.")
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
                                    CommandSpec.of("HANDLE CHECK handle [handle ...]")
                                            .categories(AclCategory.KEYSPACE)
                                            .summary("Tells which handles still name a value.")
                                            .complexity("O(N) for N handles"),
                                    HandleCommands::check),
                            new Subcommand(
                                    CommandSpec.of("HANDLE FETCH key [key ...]")
                                            .categories(AclCategory.STRING)
                                            .summary(
                                                    "Returns string values with their handles, all as of one"
                                                            + " moment.")
                                            .complexity("O(N) for N keys"),
                                    HandleCommands::fetch),
                            new Subcommand(
                                    CommandSpec.of("HANDLE GET handle [handle ...]")
                                            .categories(AclCategory.STRING)
                                            .summary("Returns the string values that handles name.")
                                            .complexity("O(N) for N handles"),
                                    HandleCommands::values),
                            new Subcommand(
                                    CommandSpec.of("HANDLE KEY handle")
                                            .categories(AclCategory.KEYSPACE)
                                            .summary("Returns the key whose value a handle names.")
                                            .complexity("O(1)"),
                                    HandleCommands::key),
                            new Subcommand(
                                    CommandSpec.of("HANDLE OF key [key ...]")
                                            .categories(AclCategory.KEYSPACE)
                                            .summary("Returns the handles of the values of keys.")
                                            .complexity("O(N) for N keys"),
                                    HandleCommands::handles)),
                    IfHandleCommand.DELIF,
                    IfHandleCommand.EXPIREIF);

    private HandleCommands() {}

    @FunctionalInterface
    private interface Body {
        void execute(CommandContext context, Args args, ReplyWriter reply);
    }

    private static final class Subcommand implements Command {
        private final CommandSpec spec;
        private final Body body;

        Subcommand(CommandSpecBuilder spec, Body body) {
            this.spec =
                    spec.group(CommandGroup.HANDLE)
                            .flags(READS, FAST)
                            .type("handle", ArgType.INTEGER)
                            .since("1.0.0")
                            .build();
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

    /// Neither a use nor a hit or miss.
    private static void handles(CommandContext context, Args args, ReplyWriter reply) {
        reply.array(args.count() - FIRST);
        try (MultiGuard keys = context.enterAll(args, FIRST, args.count(), 1)) {
            for (int index = 0; index < keys.count(); index++) {
                ShardGuard guard = keys.at(index);
                int slot = guard.find();
                if (slot == NO_SLOT) {
                    reply.nullBulk();
                } else {
                    reply.integer(guard.handle(slot));
                }
            }
        }
    }

    private static void fetch(CommandContext context, Args args, ReplyWriter reply) {
        reply.array(args.count() - FIRST);
        try (MultiGuard keys = context.enterAll(args, FIRST, args.count(), 1)) {
            for (int index = 0; index < keys.count(); index++) {
                ShardGuard guard = keys.at(index);
                int slot = guard.touch();
                if (slot == NO_SLOT) {
                    reply.nullBulk();
                } else {
                    reply.array(2);
                    reply.integer(guard.handle(slot));
                    Values.reply(context, guard, slot, reply);
                }
            }
        }
    }

    private static void values(CommandContext context, Args args, ReplyWriter reply) {
        reply.array(args.count() - FIRST);
        for (int index = FIRST; index < args.count(); index++) {
            try (ShardGuard guard = context.enterHandle(args.integer(index))) {
                int slot = guard.touch();
                if (slot == NO_SLOT) {
                    reply.nullBulk();
                } else {
                    Values.reply(context, guard, slot, reply);
                }
            }
        }
    }

    private static void check(CommandContext context, Args args, ReplyWriter reply) {
        reply.array(args.count() - FIRST);
        for (int index = FIRST; index < args.count(); index++) {
            try (ShardGuard guard = context.enterHandle(args.integer(index))) {
                reply.integer(guard.find() == NO_SLOT ? 0 : 1);
            }
        }
    }

    private static void key(CommandContext context, Args args, ReplyWriter reply) {
        try (ShardGuard guard = context.enterHandle(args.integer(FIRST))) {
            int slot = guard.find();
            if (slot == NO_SLOT) {
                reply.nullBulk();
            } else {
                int at = reply.bulkSpace(guard.keyBytes(slot));
                guard.copyKey(slot, reply.buffer().array(), at);
            }
        }
    }
}
