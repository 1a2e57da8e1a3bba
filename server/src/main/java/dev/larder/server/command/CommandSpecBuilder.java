package dev.larder.server.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a [CommandSpec] is put together. Group, summary and since must be given; the rest if it applies.
public final class CommandSpecBuilder {
    final String syntax;
    final boolean isContainer;

    /// Zero if it follows from the syntax line.
    int arity;

    final Set<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
    final Set<AclCategory> categories = EnumSet.noneOf(AclCategory.class);
    final List<CommandSpec.Change> history = new ArrayList<>();
    final List<String> tips = new ArrayList<>();
    String summary = "";
    String complexity = "";
    String since = "";
    String deprecatedSince = "";
    String replacedBy = "";
    String decidingToken = "";

    private Optional<CommandGroup> group = Optional.empty();
    private final Set<KeyFlag> keyFlags = EnumSet.noneOf(KeyFlag.class);
    final Set<KeyFlag> keyFlagsWithoutToken = EnumSet.noneOf(KeyFlag.class);
    private final List<KeySpec> keys = new ArrayList<>();
    private final Map<String, ArgType> types = new HashMap<>();
    private final Map<String, String> labels = new HashMap<>();

    /// @param isContainer whether the command does nothing but have subcommands
    CommandSpecBuilder(String syntax, boolean isContainer) {
        this.syntax = syntax;
        this.isContainer = isContainer;
        this.arity = isContainer ? -2 : 0;
    }

    /// The chapter the command belongs to.
    public CommandSpecBuilder group(CommandGroup group) {
        this.group = Optional.of(group);
        return this;
    }

    /// What is true of the command; access categories follow.
    public CommandSpecBuilder flags(CommandFlag... flags) {
        this.flags.addAll(List.of(flags));
        return this;
    }

    /// What it does, in one sentence of our own, with a full stop.
    public CommandSpecBuilder summary(String summary) {
        this.summary = summary;
        return this;
    }

    /// What it costs: `O(1)`.
    public CommandSpecBuilder complexity(String complexity) {
        this.complexity = complexity;
        return this;
    }

    /// The version of Redis that first had it, or of Larder if Redis has not got it.
    public CommandSpecBuilder since(String since) {
        this.since = since;
        return this;
    }

    /// A change after that. Oldest first.
    public CommandSpecBuilder history(String version, String change) {
        history.add(new CommandSpec.Change(version, change));
        return this;
    }

    /// Access categories beyond those that follow from the flags, in place of that of the group.
    public CommandSpecBuilder categories(AclCategory... categories) {
        this.categories.addAll(List.of(categories));
        return this;
    }

    /// What becomes of the keys, where that is not `RO ACCESS` of a reading and `RW UPDATE` of a writing
    /// command.
    public CommandSpecBuilder keyFlags(KeyFlag... flags) {
        keyFlags.addAll(List.of(flags));
        return this;
    }

    /// What becomes of keys when the arguments after them lack `token`, where that makes a difference:
    /// `SET` reads a key only if it says `GET`. Adds [KeyFlag#VARIABLE_FLAGS] to the others.
    public CommandSpecBuilder keyFlagsWithout(String token, KeyFlag... flags) {
        decidingToken = token;
        keyFlags.add(KeyFlag.VARIABLE_FLAGS);
        keyFlagsWithoutToken.addAll(List.of(flags));
        return this;
    }

    /// The keys one by one, in place of those that follow from the syntax line.
    public CommandSpecBuilder keys(KeySpec... keys) {
        this.keys.addAll(List.of(keys));
        return this;
    }

    /// The type of the argument called `name`, where the name does not say it.
    public CommandSpecBuilder type(String name, ArgType type) {
        types.put(name, type);
        return this;
    }

    /// What `COMMAND DOCS` calls the choice or block that begins with the token or argument `first`.
    public CommandSpecBuilder label(String first, String name) {
        labels.put(first, name);
        return this;
    }

    /// Hints for clients and proxies, such as `nondeterministic_output`.
    public CommandSpecBuilder tips(String... tips) {
        this.tips.addAll(List.of(tips));
        return this;
    }

    /// Says that the command is out of date: since when, and what is better.
    public CommandSpecBuilder deprecated(String since, String replacedBy) {
        this.deprecatedSince = since;
        this.replacedBy = replacedBy;
        return this;
    }

    /// The least number of words, name included, where the syntax line does not tell it: of a container
    /// that can stand alone, of a command that ignores what is too much.
    public CommandSpecBuilder wordsMin(int words) {
        this.arity = -words;
        return this;
    }

    /// The finished spec. Throws if something cannot be right.
    public CommandSpec build() {
        return new CommandSpec(this, SyntaxParser.parse(syntax, types, labels));
    }

    CommandGroup group() {
        return group.orElseThrow(() -> new IllegalArgumentException(syntax + " has no group"));
    }

    List<KeySpec> keysOf(int names, List<ArgSpec> arguments) {
        if (!keys.isEmpty()) {
            return List.copyOf(keys);
        }
        Set<KeyFlag> said = keyFlags.isEmpty() ? KeySpec.flagsOf(flags) : keyFlags;
        return KeySpec.derive(names, arguments, said);
    }

    Set<CommandFlag> flagsOf(CommandSpec.KeyRange legacyKeys) {
        Set<CommandFlag> all = EnumSet.noneOf(CommandFlag.class);
        all.addAll(flags);
        if (!legacyKeys.complete()) {
            all.add(CommandFlag.MOVABLE_KEYS);
        }
        return all;
    }
}
