package dev.larder.server.command;

import java.util.Optional;

/// The chapter of the reference a command belongs to, by the names Redis uses.
public enum CommandGroup {
    STRING("string", AclCategory.STRING),
    GENERIC("generic", AclCategory.KEYSPACE),
    HANDLE("handle"),
    INTERN("intern"),
    FAMILY("family"),
    LEASE("lease", AclCategory.STRING),
    CONNECTION("connection", AclCategory.CONNECTION),
    SERVER("server"),
    SCRIPTING("scripting", AclCategory.SCRIPTING);

    private final String text;
    private final Optional<AclCategory> category;

    CommandGroup(String text, AclCategory category) {
        this.text = text;
        this.category = Optional.of(category);
    }

    CommandGroup(String text) {
        this.text = text;
        this.category = Optional.empty();
    }

    /// The name in `COMMAND DOCS`.
    public String text() {
        return text;
    }

    /// The access category that all commands of the group have, if there is one.
    public Optional<AclCategory> category() {
        return category;
    }
}
