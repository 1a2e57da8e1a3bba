package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.NO_ASYNC_LOADING;
import static dev.larder.server.command.CommandFlag.NO_MULTI;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import java.util.List;

/// Commands about saving, answered truthfully: nothing is kept on disk, so there is nothing to do.
final class PersistenceCommands {
    private PersistenceCommands() {}

    static List<Command> all() {
        return List.of(
                new NothingToSave(
                        CommandSpec.of("SAVE")
                                .group(SERVER)
                                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, NO_MULTI)
                                .summary("Refused: a cache keeps nothing on disk.")
                                .complexity("O(1)")
                                .since("1.0.0")
                                .build()),
                new NothingToSave(
                        CommandSpec.of("BGSAVE [SCHEDULE]")
                                .group(SERVER)
                                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT)
                                .summary("Refused: a cache keeps nothing on disk.")
                                .complexity("O(1)")
                                .since("1.0.0")
                                .history("3.2.2", "`SCHEDULE` can be given.")
                                .build()),
                new NothingToSave(
                        CommandSpec.of("BGREWRITEAOF")
                                .group(SERVER)
                                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT)
                                .summary("Refused: a cache keeps nothing on disk.")
                                .complexity("O(1)")
                                .since("1.0.0")
                                .build()),
                new LastSave());
    }

    /// A command that would write to disk.
    private record NothingToSave(CommandSpec spec) implements Command {
        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            boolean knowsItsArguments = args.count() == 1 || args.is(1, "SCHEDULE");
            if (args.count() > 2 || !knowsItsArguments) {
                throw ReplyError.SYNTAX.exception();
            }
            throw ReplyError.NO_PERSISTENCE.exception();
        }
    }

    /// `LASTSAVE`: when the server started, as Redis answers before its first save.
    private static final class LastSave implements Command {
        private static final CommandSpec SPEC =
                CommandSpec.of("LASTSAVE")
                        .group(SERVER)
                        .flags(LOADING, STALE, FAST)
                        .categories(AclCategory.ADMIN, AclCategory.DANGEROUS)
                        .summary("Tells when the server started, for nothing was saved since.")
                        .complexity("O(1)")
                        .since("1.0.0")
                        .tips("nondeterministic_output")
                        .build();

        @Override
        public CommandSpec spec() {
            return SPEC;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            reply.integer(context.server().identity().startedAtMs() / 1000);
        }
    }
}
