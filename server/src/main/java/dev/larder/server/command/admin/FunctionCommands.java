package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.WRITES;
import static dev.larder.server.command.CommandGroup.SCRIPTING;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ContainerCommand;
import dev.larder.server.command.ReplyError;

/// `FUNCTION FLUSH`, which the test suites of Redis and Valkey begin with: there are no functions, so it
/// is always done. All other subcommands are unknown.
final class FunctionCommands {
    private static final CommandSpec CONTAINER =
            CommandSpec.container("FUNCTION")
                    .group(SCRIPTING)
                    .summary("Groups the commands about functions, of which there is one.")
                    .complexity("Depends on subcommand.")
                    .since("7.0.0")
                    .build();

    private FunctionCommands() {}

    static Command all() {
        return new ContainerCommand(CONTAINER, new Flush());
    }

    private static final class Flush implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("FUNCTION FLUSH [ASYNC|SYNC]")
                        .group(SCRIPTING)
                        .flags(NOSCRIPT, WRITES)
                        .summary("Deletes all functions: there are none.")
                        .complexity("O(1)")
                        .since("7.0.0")
                        .label("ASYNC", "flush-type")
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            boolean plain = args.count() == 2;
            boolean moded = args.count() == 3 && (args.is(2, "ASYNC") || args.is(2, "SYNC"));
            if (!plain && !moded) {
                throw ReplyError.FUNCTION_FLUSH.exception();
            }
            reply.ok();
        }
    }
}
