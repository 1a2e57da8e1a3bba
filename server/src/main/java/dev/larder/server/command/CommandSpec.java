package dev.larder.server.command;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Everything that is known about a command, said once. Arity, key positions, the argument tree of
/// `COMMAND DOCS`, access categories and the reference page follow from it.
///
/// - **C3** A spec can be right: it has a group, a summary and a version, and no key beyond its arity.
public final class CommandSpec {
    private final String syntax;
    private final List<String> names;
    private final CommandGroup group;
    private final Set<CommandFlag> flags;
    private final Set<AclCategory> categories;
    private final String summary;
    private final String complexity;
    private final String since;
    private final List<Change> history;
    private final List<String> tips;
    private final String deprecatedSince;
    private final String replacedBy;
    private final List<ArgSpec> arguments;
    private final int arity;
    private final List<KeySpec> keys;
    private final String decidingToken;
    private final Set<KeyFlag> keyFlagsWithoutToken;
    private final KeyRange legacyKeys;
    private final String fullName;

    /// A change in a command's history.
    ///
    /// @param version the version that brought it
    /// @param text what it brought
    public record Change(String version, String text) {}

    /// First key, last key and step as older clients want them; all zero if there are none.
    ///
    /// @param first the first key's argument
    /// @param last the last key's argument; negative counts from the end
    /// @param step arguments from one key to the next
    /// @param complete whether that says it all
    public record KeyRange(int first, int last, int step, boolean complete) {}

    CommandSpec(CommandSpecBuilder from, SyntaxParser.Parsed parsed) {
        this.syntax = from.syntax;
        this.names = parsed.names();
        this.fullName = String.join("|", names);
        this.group = from.group();
        this.summary = from.summary;
        this.complexity = from.complexity;
        this.since = from.since;
        this.history = List.copyOf(from.history);
        this.tips = List.copyOf(from.tips);
        this.deprecatedSince = from.deprecatedSince;
        this.replacedBy = from.replacedBy;
        this.arguments = parsed.arguments();
        this.arity = from.arity != 0 ? from.arity : arityOf(names.size(), arguments);
        this.keys = from.keysOf(names.size(), arguments);
        this.decidingToken = from.decidingToken;
        this.keyFlagsWithoutToken = Set.copyOf(from.keyFlagsWithoutToken);
        this.legacyKeys = legacyRange(keys);
        this.flags = Collections.unmodifiableSet(from.flagsOf(legacyKeys));
        this.categories = Collections.unmodifiableSet(categoriesOf(from));
        check();
    }

    /// Begins the spec of the command that `syntax` describes, in the notation users know:
    /// `SET key value [NX|XX] [EX seconds|PX milliseconds]`. [SyntaxParser] has the grammar.
    public static CommandSpecBuilder of(String syntax) {
        return new CommandSpecBuilder(syntax, false);
    }

    /// Begins the spec of the container called `name`, which does nothing but have subcommands.
    public static CommandSpecBuilder container(String name) {
        return new CommandSpecBuilder(name, true);
    }

    /// The name in lower case; of a subcommand its container's, a bar, and its own: `object|encoding`.
    public String fullName() {
        return fullName;
    }

    /// The last part of the name: `encoding`.
    public String name() {
        return names.getLast();
    }

    /// The parts of the name: one, or two for a subcommand.
    public List<String> names() {
        return names;
    }

    /// The syntax line, name included.
    public String syntax() {
        return syntax;
    }

    /// The chapter the command belongs to.
    public CommandGroup group() {
        return group;
    }

    /// What is true of the command.
    public Set<CommandFlag> flags() {
        return flags;
    }

    /// Whether `flag` is true of the command.
    public boolean is(CommandFlag flag) {
        return flags.contains(flag);
    }

    /// What access rules can call it by.
    public Set<AclCategory> categories() {
        return categories;
    }

    /// What it does, in one sentence.
    public String summary() {
        return summary;
    }

    /// What it costs, or empty.
    public String complexity() {
        return complexity;
    }

    /// The version of Redis, or of Larder if Redis has not got it, that first had it.
    public String since() {
        return since;
    }

    /// What changed since then, oldest first.
    public List<Change> history() {
        return history;
    }

    /// Hints for clients and proxies.
    public List<String> tips() {
        return tips;
    }

    /// Since when it is out of date, or empty.
    public String deprecatedSince() {
        return deprecatedSince;
    }

    /// What to use instead if it is out of date, or empty.
    public String replacedBy() {
        return replacedBy;
    }

    /// What it takes after its name.
    public List<ArgSpec> arguments() {
        return arguments;
    }

    /// The number of words it takes, name included; negative if that is the least.
    public int arity() {
        return arity;
    }

    /// Whether a request of `count` words has as many as it takes.
    public boolean takes(int count) {
        return arity > 0 ? count == arity : count >= -arity;
    }

    /// Where its keys are.
    public List<KeySpec> keys() {
        return keys;
    }

    /// The option that decides what becomes of its keys, or empty.
    String decidingToken() {
        return decidingToken;
    }

    /// What becomes of its keys without [#decidingToken].
    Set<KeyFlag> keyFlagsWithoutToken() {
        return keyFlagsWithoutToken;
    }

    /// Where its keys are, for those who ask in the old way.
    public KeyRange legacyKeys() {
        return legacyKeys;
    }

    private void check() {
        require(!summary.isEmpty() && summary.endsWith("."), "has no summary that is a sentence");
        require(!since.isEmpty(), "does not say since when there is it");
        require(deprecatedSince.isEmpty() == replacedBy.isEmpty(), "is out of date by half");
        require(!(is(CommandFlag.READS) && is(CommandFlag.WRITES)), "both reads and writes");
        for (KeySpec key : keys) {
            require(key.begin() < Math.abs(arity), "has a key beyond its arity");
        }
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("C3: " + fullName + " " + what);
        }
    }

    private static int arityOf(int names, List<ArgSpec> arguments) {
        int least = names + arguments.stream().mapToInt(ArgSpec::wordsMin).sum();
        return arguments.stream().allMatch(ArgSpec::isFixed) ? least : -least;
    }

    /// A span that covers the keys of all specs if they are plain and follow each other, as in Redis.
    private static KeyRange legacyRange(List<KeySpec> keys) {
        if (keys.size() == 1 && keys.getFirst().find() == KeySpec.Find.RANGE) {
            KeySpec only = keys.getFirst();
            return new KeyRange(only.begin(), absoluteLast(only), only.step(), isComplete(only));
        }
        int first = 0;
        int last = 0;
        boolean complete = true;
        for (KeySpec key : keys) {
            boolean follows = first == 0 || last == key.begin() - 1;
            if (key.find() != KeySpec.Find.RANGE || key.step() != 1 || !follows) {
                complete = false;
                continue;
            }
            first = first == 0 ? key.begin() : first;
            last = absoluteLast(key);
            complete &= isComplete(key);
        }
        return new KeyRange(first, last, first == 0 ? 0 : 1, complete);
    }

    private static int absoluteLast(KeySpec key) {
        return key.last() < 0 ? key.last() : key.begin() + key.last();
    }

    private static boolean isComplete(KeySpec key) {
        return !key.flags().contains(KeyFlag.INCOMPLETE);
    }

    private static Set<AclCategory> categoriesOf(CommandSpecBuilder from) {
        Set<CommandFlag> flags = from.flags;
        Set<AclCategory> categories = EnumSet.noneOf(AclCategory.class);
        categories.addAll(from.categories);
        if (!from.isContainer && from.categories.isEmpty()) {
            from.group().category().ifPresent(categories::add);
        }
        categories.add(flags.contains(CommandFlag.FAST) ? AclCategory.FAST : AclCategory.SLOW);
        addIf(categories, AclCategory.READ, flags.contains(CommandFlag.READS));
        addIf(categories, AclCategory.WRITE, flags.contains(CommandFlag.WRITES));
        addIf(categories, AclCategory.ADMIN, flags.contains(CommandFlag.ADMIN));
        addIf(categories, AclCategory.DANGEROUS, flags.contains(CommandFlag.ADMIN));
        addIf(categories, AclCategory.DANGEROUS, flags.contains(CommandFlag.DANGEROUS));
        addIf(categories, AclCategory.PUBSUB, flags.contains(CommandFlag.PUBSUB));
        addIf(categories, AclCategory.BLOCKING, flags.contains(CommandFlag.BLOCKING));
        return categories;
    }

    private static void addIf(Set<AclCategory> categories, AclCategory category, boolean wanted) {
        if (wanted) {
            categories.add(category);
        }
    }
}
