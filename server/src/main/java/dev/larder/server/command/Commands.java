package dev.larder.server.command;

import java.util.List;
import java.util.stream.Stream;

/// The families of commands, one line each.
public final class Commands {
    private static final List<List<Command>> FAMILIES = List.of();

    private Commands() {}

    /// All commands, containers included, subcommands not.
    public static List<Command> all() {
        return FAMILIES.stream().flatMap(List::stream).toList();
    }
}
