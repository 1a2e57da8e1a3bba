package dev.larder.server.command;

import java.util.Locale;

/// What a command does with a key, as `COMMAND INFO` says it.
public enum KeyFlag {
    /// Reads it.
    RO,
    /// Reads and writes it.
    RW,
    /// Overwrites it without looking.
    OW,
    /// Removes it without looking.
    RM,
    /// The user gets to see something of the value.
    ACCESS,
    /// The value may change.
    UPDATE,
    /// Something may be added to the value.
    INSERT,
    /// Something, or all, of the value may be deleted.
    DELETE,
    /// Looks like a key but is none.
    NOT_KEY,
    /// There may be more keys than this says.
    INCOMPLETE,
    /// Which flags apply depends on the arguments.
    VARIABLE_FLAGS;

    /// The name in `COMMAND INFO`: the first four are upper case.
    public String text() {
        return ordinal() <= RM.ordinal() ? name() : name().toLowerCase(Locale.ROOT);
    }
}
