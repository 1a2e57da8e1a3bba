package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ContainerCommand;
import dev.larder.server.command.ReplyError;
import dev.larder.server.stats.SlowLog;
import java.util.List;

/// `SLOWLOG`: the commands that took longest to run.
final class SlowlogCommands {
    private static final long COUNT_DEFAULT = 10;

    private static final CommandSpec CONTAINER =
            CommandSpec.container("SLOWLOG")
                    .group(SERVER)
                    .summary("Groups the commands of the slow log.")
                    .complexity("Depends on subcommand.")
                    .since("2.2.12")
                    .build();

    private SlowlogCommands() {}

    static Command all() {
        return ContainerCommand.withHelp(CONTAINER, "6.2.0", new Get(), new Len(), new Reset());
    }

    private static final class Get implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("SLOWLOG GET [count]")
                        .group(SERVER)
                        .flags(ADMIN, LOADING, STALE)
                        .summary("Returns the newest entries of the slow log.")
                        .complexity("O(N) with N entries in the reply")
                        .since("2.2.12")
                        .history("4.0.0", "The client's address and name are told, too.")
                        .tips("request_policy:all_nodes", "nondeterministic_output")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            if (args.count() > 3) {
                throw ReplyError.UNKNOWN_FORM.with(args.text(1), "SLOWLOG");
            }
            long count = COUNT_DEFAULT;
            if (args.count() > 2) {
                count = args.integer(2, ReplyError.SLOWLOG_COUNT);
                if (count < -1) {
                    throw ReplyError.SLOWLOG_COUNT.exception();
                }
            }
            List<SlowLog.Entry> entries = context.server().stats().slowLog().newest(count);
            reply.array(entries.size());
            for (SlowLog.Entry entry : entries) {
                write(entry, reply);
            }
        }

        private static void write(SlowLog.Entry entry, ReplyWriter reply) {
            reply.array(6);
            reply.integer(entry.id());
            reply.integer(entry.unixSeconds());
            reply.integer(entry.micros());
            reply.array(entry.arguments().size());
            entry.arguments().forEach(reply::bulk);
            reply.bulk(entry.address());
            reply.bulk(entry.name());
        }
    }

    private static final class Len implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("SLOWLOG LEN")
                        .group(SERVER)
                        .flags(ADMIN, LOADING, STALE)
                        .summary("Counts the entries of the slow log.")
                        .complexity("O(1)")
                        .since("2.2.12")
                        .tips(
                                "request_policy:all_nodes",
                                "response_policy:agg_sum",
                                "nondeterministic_output")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            reply.integer(context.server().stats().slowLog().length());
        }
    }

    private static final class Reset implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("SLOWLOG RESET")
                        .group(SERVER)
                        .flags(ADMIN, LOADING, STALE)
                        .summary("Empties the slow log.")
                        .complexity("O(N) with N entries that are forgotten")
                        .since("2.2.12")
                        .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            context.server().stats().slowLog().reset();
            reply.ok();
        }
    }
}
