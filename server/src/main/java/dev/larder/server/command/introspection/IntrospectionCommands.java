package dev.larder.server.command.introspection;

import dev.larder.server.command.Command;
import java.util.List;

/// The family of commands about commands.
public final class IntrospectionCommands {
    /// All of them.
    public static final List<Command> ALL = List.of(new CommandCommand());

    private IntrospectionCommands() {}
}
