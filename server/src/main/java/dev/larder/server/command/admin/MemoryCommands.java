package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.READS;
import static dev.larder.server.command.CommandGroup.SERVER;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ContainerCommand;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.PageClass;
import dev.larder.server.store.ShardGuard;
import java.util.Locale;

/// `MEMORY`: what entries take, and where the rest is.
final class MemoryCommands {
    private static final CommandSpec CONTAINER =
            CommandSpec.container("MEMORY")
                    .group(SERVER)
                    .summary("Groups the commands about memory.")
                    .complexity("Depends on subcommand.")
                    .since("4.0.0")
                    .build();

    private MemoryCommands() {}

    static Command all() {
        return ContainerCommand.withHelp(
                CONTAINER,
                "4.0.0",
                new Doctor(),
                new MallocStats(),
                new Purge(),
                new MemoryStatsCommand(),
                new Usage());
    }

    private static final class Usage implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("MEMORY USAGE key [SAMPLES count]")
                        .group(SERVER)
                        .flags(READS)
                        .keyFlags(KeyFlag.RO)
                        .summary("Returns how many bytes of memory an entry takes.")
                        .complexity("O(1)")
                        .since("4.0.0")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            for (int index = 3; index < args.count(); index += 2) {
                if (!args.is(index, "SAMPLES") || index + 1 == args.count()) {
                    throw ReplyError.SYNTAX.exception();
                }
                if (args.integer(index + 1) < 0) {
                    throw ReplyError.SYNTAX.exception();
                }
            }
            Slice key = args.key(2);
            int db = context.session().db();
            try (ShardGuard shard =
                    context.store().enter(context.stripe(), context.nowMs(), db, key)) {
                int slot = shard.find();
                if (slot == NO_SLOT) {
                    reply.nullBulk();
                } else {
                    reply.integer(shard.memoryBytes(slot));
                }
            }
        }
    }

    private static final class Purge implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("MEMORY PURGE")
                        .group(SERVER)
                        .summary("Gives memory that holds nothing back to the system.")
                        .complexity("O(N) where N is the number of pages given back, bounded")
                        .since("4.0.0")
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .build();

        /// Steps of background work done at once, each of about a millisecond at most.
        private static final int STEPS_MAX = 20;

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            int steps = 0;
            while (steps < STEPS_MAX && context.store().tick(context.stripe(), context.nowMs())) {
                steps++;
            }
            reply.ok();
        }
    }

    private static final class MallocStats implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("MEMORY MALLOC-STATS")
                        .group(SERVER)
                        .summary("Reports the pages of memory by the size of their chunks.")
                        .complexity("O(N) where N is the number of chunk sizes")
                        .since("4.0.0")
                        .tips(
                                "nondeterministic_output",
                                "request_policy:all_shards",
                                "response_policy:special")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            MemoryPicture memory = MemoryPicture.of(context);
            var report = new StringBuilder();
            report.append("Pages taken: ").append(memory.usedBytes()).append(" bytes, in use: ");
            report.append(memory.store().usedBytes()).append(" bytes\n");
            report.append(line("kind", "chunk", "pages", "live", "free"));
            for (PageClass row : PageClass.of(context.store())) {
                report.append(
                        line(
                                row.kind(),
                                row.chunkBytes(),
                                row.pages(),
                                row.liveChunks(),
                                row.capacity() - row.liveChunks()));
            }
            reply.verbatim("txt", report.toString());
        }

        private static String line(Object... cells) {
            return String.format(Locale.ROOT, "%-8s %8s %10s %12s %12s%n", cells);
        }
    }

    private static final class Doctor implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("MEMORY DOCTOR")
                        .group(SERVER)
                        .summary("Reports in words what the memory's figures suggest.")
                        .complexity("O(1)")
                        .since("4.0.0")
                        .tips(
                                "nondeterministic_output",
                                "request_policy:all_shards",
                                "response_policy:special")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            int clients = context.server().sessions().count();
            reply.verbatim("txt", MemoryDoctor.report(MemoryPicture.of(context), clients));
        }
    }
}
