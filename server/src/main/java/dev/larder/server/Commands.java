package dev.larder.server;

import dev.larder.server.command.Command;
import java.util.List;

/// The families of commands, one line each.
public final class Commands {
    private static final List<List<Command>> FAMILIES = List.of();

    private Commands() {}

    /// All commands; a container has its subcommands in it.
    public static List<Command> all() {
        return FAMILIES.stream().flatMap(List::stream).toList();
    }
}
