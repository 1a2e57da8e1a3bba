package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ArgVector;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ContainerCommand;
import dev.larder.server.command.ReplyError;
import dev.larder.server.config.RewriteResult;
import dev.larder.server.config.SetResult;
import dev.larder.server.config.SettingChange;
import dev.larder.server.config.Settings;
import java.util.ArrayList;
import java.util.Map;

/// `CONFIG`: settings, read and changed while the server runs.
final class ConfigCommands {
    private static final CommandSpec CONTAINER =
            CommandSpec.container("CONFIG")
                    .group(SERVER)
                    .summary("Groups the commands about settings.")
                    .complexity("Depends on subcommand.")
                    .since("2.0.0")
                    .build();

    private ConfigCommands() {}

    static Command all() {
        return ContainerCommand.withHelp(
                CONTAINER, "5.0.0", new Get(), new Set(), new ResetStat(), new Rewrite());
    }

    private static final class Get implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("CONFIG GET parameter [parameter ...]")
                        .group(SERVER)
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                        .summary("Returns the settings whose names match one of the patterns.")
                        .complexity("O(N) where N is the number of settings")
                        .since("2.0.0")
                        .history("7.0.0", "Several patterns can be given at once.")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            var patterns = new ArrayList<String>();
            for (int index = 2; index < args.count(); index++) {
                patterns.add(args.text(index));
            }
            Map<String, String> found = context.server().settings().get(patterns);
            reply.map(found.size());
            found.forEach((name, value) -> {
                reply.bulk(Latin.bytes(name));
                reply.bulk(Latin.bytes(value));
            });
        }
    }

    private static final class Set implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("CONFIG SET parameter value [parameter value ...]")
                        .group(SERVER)
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                        .summary(
                                "Changes settings while the server runs, all that are named or none.")
                        .complexity("O(N) where N is the number of settings named")
                        .since("2.0.0")
                        .history("7.0.0", "Several settings can be changed at once.")
                        .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                        .label("parameter", "data")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            if (args.count() % 2 != 0) {
                throw ReplyError.SYNTAX.exception();
            }
            var changes = new ArrayList<SettingChange>();
            for (int index = 2; index < args.count(); index += 2) {
                changes.add(new SettingChange(args.text(index), args.text(index + 1)));
            }
            boolean local = Locality.isLocal(context.session());
            switch (context.server().settings().set(changes, local)) {
                case SetResult.Applied _ -> reply.ok();
                case SetResult.Refused refused -> throw ReplyError.CONFIG.with(refused.text());
            }
        }

        /// The value that follows the name of a sensitive setting.
        @Override
        public boolean isSecret(ArgVector args, int index) {
            return index > 2
                    && index % 2 != 0
                    && args.length(index - 1) <= Args.SLICE_BYTES_MAX
                    && Settings.isSensitive(args.slice(index - 1).text());
        }
    }

    private static final class ResetStat implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("CONFIG RESETSTAT")
                        .group(SERVER)
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                        .summary("Sets back the statistics that INFO shows.")
                        .complexity("O(N) where N is the number of commands")
                        .since("2.0.0")
                        .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            context.server().stats().reset();
            reply.ok();
        }
    }

    private static final class Rewrite implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("CONFIG REWRITE")
                        .group(SERVER)
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                        .summary("Writes the settings in force to the file they were read from.")
                        .complexity("O(N) where N is the number of settings")
                        .since("2.8.0")
                        .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            switch (context.server().settings().rewrite()) {
                case RewriteResult.Written _ -> reply.ok();
                case RewriteResult.Failed failed -> throw ReplyError.CONFIG.with(failed.text());
            }
        }
    }
}
