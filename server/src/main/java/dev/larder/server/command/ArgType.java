package dev.larder.server.command;

import java.util.Locale;

/// The type of an argument in `COMMAND DOCS`.
public enum ArgType {
    STRING,
    INTEGER,
    DOUBLE,
    KEY,
    PATTERN,
    UNIX_TIME,
    PURE_TOKEN,
    ONEOF,
    BLOCK;

    /// The name in `COMMAND DOCS`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
