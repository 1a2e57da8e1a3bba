package dev.larder.server.command.introspection;

import static dev.larder.server.command.AclCategory.CONNECTION;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandTable;

/// `COMMAND INFO`: what a client needs to know to send a command. Nil for a name that is none.
final class CommandInfoCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("COMMAND INFO [command-name [command-name ...]]")
                    .group(SERVER)
                    .categories(CONNECTION)
                    .flags(LOADING, STALE)
                    .summary("Tells arity, flags, keys and categories of commands.")
                    .complexity("O(N), N being the number of commands asked for")
                    .since("2.8.13")
                    .history("7.0.0", "Without a name it tells about all.")
                    .tips("nondeterministic_output_order")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        CommandTable commands = context.server().commands();
        if (args.count() == 2) {
            CommandDescription.writeAll(commands, reply);
            return;
        }
        reply.array(args.count() - 2);
        for (int index = 2; index < args.count(); index++) {
            commands.named(args.text(index))
                    .ifPresentOrElse(
                            entry -> CommandDescription.write(entry, reply), reply::nullBulk);
        }
    }
}
