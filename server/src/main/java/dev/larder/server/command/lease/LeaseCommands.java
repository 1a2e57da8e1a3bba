package dev.larder.server.command.lease;

import dev.larder.server.command.Command;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ContainerCommand;
import java.util.List;

/// The lease family.
public final class LeaseCommands {
    private static final CommandSpec CONTAINER =
            CommandSpec.container("LEASE")
                    .group(CommandGroup.LEASE)
                    .summary("Groups the commands by which one client fills a missing key for all.")
                    .complexity("Depends on subcommand.")
                    .since("1.0.0")
                    .build();

    /// All of them.
    public static final List<Command> ALL =
            List.of(
                    ContainerCommand.withHelp(
                            CONTAINER,
                            "1.0.0",
                            new LeaseAbsentCommand(),
                            LeaseEndCommand.DROP,
                            new LeaseGetCommand(),
                            LeaseEndCommand.RENEW,
                            new LeaseSetCommand()));

    /// The longest time in milliseconds that can be asked for: 24.8 days.
    static final long TIME_MS_MAX = Integer.MAX_VALUE;

    private LeaseCommands() {}
}
