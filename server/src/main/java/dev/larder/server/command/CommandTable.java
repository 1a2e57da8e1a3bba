package dev.larder.server.command;

import java.util.List;

/// All commands by name. Immutable; looked up by every request of every loop without allocation.
public final class CommandTable {
    private final List<Entry> entries;

    /// A table of `commands`; throws if one of them cannot be right.
    public CommandTable(List<Command> commands) {
        this.entries = List.of();
    }

    /// A command in its place: what the dispatcher and the statistics work with.
    public static final class Entry {
        private final int number;
        private final CommandSpec spec;

        Entry(int number, CommandSpec spec) {
            this.number = number;
            this.spec = spec;
        }

        /// The number by which it is counted, from 0 without gaps.
        public int number() {
            return number;
        }

        /// The command's spec.
        public CommandSpec spec() {
            return spec;
        }
    }

    /// All commands and subcommands by their number.
    public List<Entry> entries() {
        return entries;
    }
}
