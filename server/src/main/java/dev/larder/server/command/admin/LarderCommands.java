package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.check.InvariantViolation;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ContainerCommand;
import dev.larder.server.command.ReplyError;

/// `LARDER`: what Redis has no command for.
final class LarderCommands {
    private static final CommandSpec CONTAINER =
            CommandSpec.container("LARDER")
                    .group(SERVER)
                    .summary("Groups the commands that look inside the store.")
                    .complexity("Depends on subcommand.")
                    .since("1.0.0")
                    .build();

    private LarderCommands() {}

    static Command all() {
        return ContainerCommand.withHelp(
                CONTAINER,
                "1.0.0",
                new LarderExplainCommand(),
                new LarderHealthCommand(),
                new Verify(),
                new LarderWhyCommand());
    }

    private static final class Verify implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("LARDER VERIFY")
                        .group(SERVER)
                        .flags(ADMIN, NOSCRIPT)
                        .summary("Walks every structure of the store and checks every invariant.")
                        .complexity("O(N) where N is the number of entries; everybody waits")
                        .since("1.0.0")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        /// The one place where a broken invariant is a reply and not the end of the process: the one
        /// who asks wants to know.
        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            try {
                context.store().verify();
                context.server().stats().health().verified("");
                reply.ok();
            } catch (InvariantViolation violation) {
                String found = String.valueOf(violation.getMessage());
                context.server().stats().health().verified(found);
                throw ReplyError.INVARIANT.with(found);
            }
        }
    }
}
