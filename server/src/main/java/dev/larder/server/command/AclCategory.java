package dev.larder.server.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What access rules can name instead of single commands, by the names Redis uses.
///
/// Most follow from a command's flags and group; see [CommandSpec#categories].
public enum AclCategory {
    KEYSPACE,
    READ,
    WRITE,
    STRING,
    PUBSUB,
    ADMIN,
    FAST,
    SLOW,
    BLOCKING,
    DANGEROUS,
    CONNECTION,
    SCRIPTING;

    /// The name without the `@`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The category called `text`, in any mixture of cases and without an `@`.
    public static Optional<AclCategory> named(String text) {
        return Arrays.stream(values())
                .filter(known -> known.name().equalsIgnoreCase(text))
                .findFirst();
    }
}
