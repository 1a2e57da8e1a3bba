package dev.larder.server;

import dev.larder.server.command.Command;
import dev.larder.server.command.admin.AdminCommands;
import dev.larder.server.command.connection.ConnectionCommands;
import dev.larder.server.command.database.DatabaseCommands;
import dev.larder.server.command.family.FamilyCommands;
import dev.larder.server.command.handle.HandleCommands;
import dev.larder.server.command.intern.InternCommands;
import dev.larder.server.command.introspection.IntrospectionCommands;
import dev.larder.server.command.key.KeyCommands;
import dev.larder.server.command.lease.LeaseCommands;
import dev.larder.server.command.string.StringCommands;
import java.util.List;

/// The families of commands, one line each.
public final class Commands {
    private static final List<List<Command>> FAMILIES =
            List.of(
                    AdminCommands.ALL,
                    ConnectionCommands.ALL,
                    DatabaseCommands.ALL,
                    HandleCommands.ALL,
                    FamilyCommands.ALL,
                    InternCommands.ALL,
                    IntrospectionCommands.ALL,
                    KeyCommands.ALL,
                    LeaseCommands.ALL,
                    StringCommands.ALL);

    private Commands() {}

    /// All commands; a container has its subcommands in it.
    public static List<Command> all() {
        return FAMILIES.stream().flatMap(List::stream).toList();
    }
}
