package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.server.command.Command;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ContainerCommand;
import java.util.List;

/// The family of commands about connections.
public final class ConnectionCommands {
    private static final CommandSpec CLIENT =
            CommandSpec.container("CLIENT")
                    .group(CONNECTION)
                    .summary("Commands about the connections of clients.")
                    .complexity("That of the subcommand.")
                    .since("2.4.0")
                    .build();

    /// All of them.
    public static final List<Command> ALL =
            List.of(
                    new AuthCommand(),
                    ContainerCommand.withHelp(
                            CLIENT,
                            "5.0.0",
                            new ClientGetNameCommand(),
                            new ClientGetRedirCommand(),
                            new ClientIdCommand(),
                            new ClientInfoCommand(),
                            new ClientKillCommand(),
                            new ClientListCommand(),
                            ClientSwitchCommand.noEvict(),
                            ClientSwitchCommand.noTouch(),
                            new ClientPauseCommand(),
                            new ClientReplyCommand(),
                            new ClientSetInfoCommand(),
                            new ClientSetNameCommand(),
                            new ClientTrackingInfoCommand(),
                            new ClientUnblockCommand(),
                            new ClientUnpauseCommand()),
                    new EchoCommand(),
                    new HelloCommand(),
                    new PingCommand(),
                    new QuitCommand(),
                    new ResetCommand(),
                    new SelectCommand());

    private ConnectionCommands() {}
}
