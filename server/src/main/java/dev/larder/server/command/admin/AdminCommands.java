package dev.larder.server.command.admin;

import dev.larder.server.command.Command;
import java.util.List;
import java.util.stream.Stream;

/// The family of commands for operators.
public final class AdminCommands {
    /// All of them.
    public static final List<Command> ALL =
            Stream.of(
                            List.of(
                                    new InfoCommand(),
                                    ConfigCommands.all(),
                                    new TimeCommand(),
                                    new RoleCommand(),
                                    new LolwutCommand(),
                                    new ShutdownCommand(),
                                    SlowlogCommands.all(),
                                    LatencyCommands.all(),
                                    new MonitorCommand(),
                                    new DebugCommand(),
                                    MemoryCommands.all(),
                                    new ReplicaofCommand(ReplicaofCommand.REPLICAOF),
                                    new ReplicaofCommand(ReplicaofCommand.SLAVEOF),
                                    new WaitCommand(),
                                    FunctionCommands.all(),
                                    LarderCommands.all()),
                            PersistenceCommands.all())
                    .flatMap(List::stream)
                    .toList();

    private AdminCommands() {}
}
