package dev.larder.server.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Everything that is known about a command, said once. Arity, key positions, the argument tree of
/// `COMMAND DOCS`, access categories and the reference page follow from it.
public final class CommandSpec {
    private final Builder from;

    private CommandSpec(Builder from) {
        this.from = from;
    }

    /// Begins the spec of the command that `syntax` describes, in the notation users know:
    /// `SET key value [NX|XX] [EX seconds|PX milliseconds]`. See [SyntaxParser] for the grammar.
    public static Builder of(String syntax) {
        return new Builder(syntax);
    }

    /// The name, in lower case: of a subcommand its container, a bar, and its own (`object|encoding`).
    public String fullName() {
        return from.syntax.toLowerCase(Locale.ROOT);
    }

    /// How a spec is put together. Only group, summary and since must be given.
    public static final class Builder {
        private final String syntax;
        private final Set<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
        private final Set<AclCategory> categories = EnumSet.noneOf(AclCategory.class);
        private final Set<KeyFlag> keyFlags = EnumSet.noneOf(KeyFlag.class);
        private final List<KeySpec> keys = new ArrayList<>();

        private Builder(String syntax) {
            this.syntax = syntax;
        }

        /// The chapter the command belongs to.
        public Builder group(CommandGroup group) {
            return this;
        }

        /// What is true of the command; access categories follow.
        public Builder flags(CommandFlag... flags) {
            this.flags.addAll(List.of(flags));
            return this;
        }

        /// What it does, in one sentence of our own, with a full stop.
        public Builder summary(String summary) {
            return this;
        }

        /// What it costs: `O(1)`.
        public Builder complexity(String complexity) {
            return this;
        }

        /// The version of Redis that first had it, or of Larder if Redis has not.
        public Builder since(String since) {
            return this;
        }

        /// A change after that. Oldest first.
        public Builder history(String version, String change) {
            return this;
        }

        /// Access categories beyond those that follow from flags and group.
        public Builder categories(AclCategory... categories) {
            this.categories.addAll(List.of(categories));
            return this;
        }

        /// What becomes of the keys, where that is not `RO ACCESS` of a reading and `RW UPDATE` of a
        /// writing command.
        public Builder keyFlags(KeyFlag... flags) {
            this.keyFlags.addAll(List.of(flags));
            return this;
        }

        /// Key positions that cannot be derived from the syntax line, in place of those that can.
        public Builder keys(KeySpec... keys) {
            this.keys.addAll(List.of(keys));
            return this;
        }

        /// The type of the argument called `name`, where the name does not say it.
        public Builder type(String name, ArgType type) {
            return this;
        }

        /// What to call the choice or block that begins with `first` in `COMMAND DOCS`.
        public Builder label(String first, String name) {
            return this;
        }

        /// Hints for clients and proxies, such as `nondeterministic_output`.
        public Builder tips(String... tips) {
            return this;
        }

        /// Says that the command is old: since when, and what is better.
        public Builder deprecated(String since, String replacedBy) {
            return this;
        }

        /// The finished spec. Throws if something cannot be right.
        public CommandSpec build() {
            return new CommandSpec(this);
        }
    }
}
