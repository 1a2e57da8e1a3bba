package dev.larder.server.command.family;

import dev.larder.server.command.Command;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ContainerCommand;
import java.util.List;

/// The family commands: groups of keys that are counted, and invalidated at one moment.
public final class FamilyCommands {
    private static final CommandSpec PREFIX =
            CommandSpec.container("PREFIX")
                    .group(CommandGroup.FAMILY)
                    .summary("Groups the commands about prefixes of keys.")
                    .complexity("Depends on subcommand.")
                    .since("1.0.0")
                    .build();

    private static final CommandSpec TAG =
            CommandSpec.container("TAG")
                    .group(CommandGroup.FAMILY)
                    .summary("Groups the commands about tags of keys.")
                    .complexity("Depends on subcommand.")
                    .since("1.0.0")
                    .build();

    /// All of them.
    public static final List<Command> ALL =
            List.of(
                    ContainerCommand.withHelp(
                            PREFIX,
                            "1.0.0",
                            new PrefixInfoCommand(),
                            new PrefixInvalidateCommand(),
                            new PrefixListCommand()),
                    ContainerCommand.withHelp(
                            TAG,
                            "1.0.0",
                            TagChangeCommand.ADD,
                            new TagInfoCommand(),
                            new TagInvalidateCommand(),
                            new TagListCommand(),
                            new TagOfCommand(),
                            TagChangeCommand.REM));

    private FamilyCommands() {}
}
