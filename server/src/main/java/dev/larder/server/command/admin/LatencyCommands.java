package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandSpecBuilder;
import dev.larder.server.command.ContainerCommand;
import dev.larder.server.command.ReplyError;
import dev.larder.server.stats.LatencyEvent;
import dev.larder.server.stats.LatencyMonitor;
import dev.larder.server.stats.LatencyMonitor.History;
import dev.larder.server.stats.LatencyMonitor.Sample;
import java.util.List;
import java.util.Optional;

/// `LATENCY`: spikes that were noticed, and how long commands take.
final class LatencyCommands {
    private static final CommandSpec CONTAINER =
            CommandSpec.container("LATENCY")
                    .group(SERVER)
                    .summary("Groups the commands about latency.")
                    .complexity("Depends on subcommand.")
                    .since("2.8.13")
                    .build();

    private LatencyCommands() {}

    static Command all() {
        return ContainerCommand.withHelp(
                CONTAINER,
                "2.8.13",
                new Doctor(),
                new Graph(),
                new LatencyHistogramCommand(),
                new HistoryCommand(),
                new Latest(),
                new Reset());
    }

    /// What the specs of all subcommands have in common.
    private static CommandSpecBuilder specOf(String syntax) {
        return CommandSpec.of(syntax)
                .group(SERVER)
                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                .complexity("O(1)")
                .since("2.8.13");
    }

    private static LatencyMonitor monitor(CommandContext context) {
        return context.server().stats().latency();
    }

    private static Optional<LatencyEvent> event(Args args, int index) {
        return LatencyEvent.named(args.text(index));
    }

    private static final class Doctor implements Command {
        private static final CommandSpec SPEC =
                specOf("LATENCY DOCTOR")
                        .summary("Reports in words what the spikes seen so far suggest.")
                        .tips(
                                "nondeterministic_output",
                                "request_policy:all_nodes",
                                "response_policy:special")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            reply.verbatim("txt", LatencyDoctor.report(context));
        }
    }

    private static final class Graph implements Command {
        private static final CommandSpec SPEC =
                specOf("LATENCY GRAPH event")
                        .summary("Draws the spikes of an event.")
                        .tips(
                                "nondeterministic_output",
                                "request_policy:all_nodes",
                                "response_policy:special")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            History history =
                    event(args, 2)
                            .flatMap(event -> monitor(context).history(event))
                            .orElseThrow(() -> ReplyError.NO_SAMPLES.with(args.text(2)));
            long now = context.server().clock().millis() / 1000;
            reply.verbatim("txt", LatencyGraph.draw(history, now));
        }
    }

    private static final class HistoryCommand implements Command {
        private static final CommandSpec SPEC =
                specOf("LATENCY HISTORY event")
                        .summary("Returns the spikes of an event, oldest first.")
                        .tips(
                                "nondeterministic_output",
                                "request_policy:all_nodes",
                                "response_policy:special")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            List<Sample> samples = event(args, 2).map(monitor(context)::samples).orElse(List.of());
            reply.array(samples.size());
            for (Sample sample : samples) {
                reply.array(2);
                reply.integer(sample.unixSeconds());
                reply.integer(sample.millis());
            }
        }
    }

    private static final class Latest implements Command {
        private static final CommandSpec SPEC =
                specOf("LATENCY LATEST")
                        .summary("Returns the newest and the longest spike of each event.")
                        .tips(
                                "nondeterministic_output",
                                "request_policy:all_nodes",
                                "response_policy:special")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            List<History> histories = monitor(context).histories();
            reply.array(histories.size());
            for (History history : histories) {
                reply.array(4);
                reply.bulk(history.event().text());
                reply.integer(history.latest().unixSeconds());
                reply.integer(history.latest().millis());
                reply.integer(history.maxMillis());
            }
        }
    }

    private static final class Reset implements Command {
        private static final CommandSpec SPEC =
                specOf("LATENCY RESET [event [event ...]]")
                        .summary("Forgets the spikes of some events, or of all.")
                        .tips("request_policy:all_nodes", "response_policy:agg_sum")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            int count = 0;
            if (args.count() == 2) {
                for (LatencyEvent event : LatencyEvent.values()) {
                    count += monitor(context).reset(event) ? 1 : 0;
                }
            }
            for (int index = 2; index < args.count(); index++) {
                boolean known = event(args, index).map(monitor(context)::reset).orElse(false);
                count += known ? 1 : 0;
            }
            reply.integer(count);
        }
    }
}
