package dev.larder.server.command.introspection;

import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ContainerCommand;
import java.util.List;

/// `COMMAND`: alone, what `COMMAND INFO` says of all commands; else the container of the others.
final class CommandCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.container("COMMAND")
                    .wordsMin(1)
                    .group(SERVER)
                    .flags(LOADING, STALE)
                    .categories(AclCategory.CONNECTION)
                    .summary("Tells about all commands.")
                    .complexity("O(N), N being the number of commands")
                    .since("2.8.13")
                    .tips("nondeterministic_output_order")
                    .build();

    private final List<Command> subcommands =
            ContainerCommand.withHelp(
                            SPEC,
                            "5.0.0",
                            new CommandCountCommand(),
                            new CommandDocsCommand(),
                            CommandGetKeysCommand.keys(),
                            CommandGetKeysCommand.keysAndFlags(),
                            new CommandInfoCommand(),
                            new CommandListCommand())
                    .subcommands();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public List<Command> subcommands() {
        return subcommands;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        CommandDescription.writeAll(context.server().commands(), reply);
    }
}
