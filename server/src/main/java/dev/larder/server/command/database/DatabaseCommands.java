package dev.larder.server.command.database;

import dev.larder.server.command.Command;
import java.util.List;

/// The family of commands on whole databases, one line a command.
public final class DatabaseCommands {
    /// All of them.
    public static final List<Command> ALL =
            List.of(
                    new DbsizeCommand(),
                    FlushCommand.FLUSHALL,
                    FlushCommand.FLUSHDB,
                    new SwapdbCommand());

    private DatabaseCommands() {}
}
