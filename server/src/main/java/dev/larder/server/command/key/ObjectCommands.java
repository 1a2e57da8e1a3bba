package dev.larder.server.command.key;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ContainerCommand;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.ShardGuard;

/// OBJECT: what the store knows of an entry beside its value.
final class ObjectCommands {
    private static final CommandSpec CONTAINER =
            CommandSpec.container("OBJECT")
                    .group(CommandGroup.GENERIC)
                    .summary("Groups the commands about how entries are kept.")
                    .complexity("Depends on subcommand.")
                    .since("2.2.3")
                    .build();

    private ObjectCommands() {}

    static Command all() {
        return ContainerCommand.withHelp(
                CONTAINER,
                "6.2.0",
                new Subcommand(
                        "OBJECT ENCODING key",
                        "2.2.3",
                        "Returns how the value of a key is kept.",
                        (context, guard, slot, reply) -> reply.bulk(guard.encoding(slot))),
                new Subcommand(
                        "OBJECT FREQ key",
                        "4.0.0",
                        "Returns the logarithmic use count of a key, which LFU policies keep.",
                        (context, guard, slot, reply) -> {
                            if (!guard.isLfu()) {
                                throw ReplyError.NOT_LFU.exception();
                            }
                            reply.integer(guard.uses(slot));
                        }),
                new Subcommand(
                        "OBJECT IDLETIME key",
                        "2.2.3",
                        "Returns for how many seconds a key has not been used.",
                        (context, guard, slot, reply) -> {
                            if (guard.isLfu()) {
                                throw ReplyError.NOT_LRU.exception();
                            }
                            reply.integer(guard.idleMs(slot) / 1000);
                        }),
                new Subcommand(
                        "OBJECT REFCOUNT key",
                        "2.2.3",
                        "Returns how many own the value of a key: the key, and replies being sent.",
                        (context, guard, slot, reply) -> reply.integer(guard.owners(slot))));
    }

    @FunctionalInterface
    private interface Answer {
        void give(CommandContext context, ShardGuard guard, int slot, ReplyWriter reply);
    }

    private static final class Subcommand implements Command {
        private final CommandSpec spec;
        private final Answer answer;

        Subcommand(String syntax, String since, String summary, Answer answer) {
            this.answer = answer;
            this.spec =
                    CommandSpec.of(syntax)
                            .group(CommandGroup.GENERIC)
                            .flags(CommandFlag.READS)
                            .keyFlags(KeyFlag.RO)
                            .summary(summary)
                            .complexity("O(1)")
                            .since(since)
                            .tips("nondeterministic_output")
                            .build();
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            try (ShardGuard guard = context.enter(args.key(2))) {
                int slot = guard.find();
                if (slot == NO_SLOT) {
                    reply.nullBulk();
                } else {
                    answer.give(context, guard, slot, reply);
                }
            }
        }
    }
}
