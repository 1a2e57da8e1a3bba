package dev.larder.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Makes the argument tree of a command from its syntax line, the notation that users know from the
/// reference pages of Redis:
///
/// ```text
///   SET key value [NX|XX] [GET] [EX seconds|PX milliseconds|KEEPTTL]
///   MSET key value [key value ...]
///   CLIENT REPLY <ON|OFF|SKIP>
///   CLIENT LIST [TYPE <NORMAL|PUBSUB>] [ID client-id [client-id ...]]
/// ```
///
/// A word in capitals is a token, to be typed as it stands; any other word names an argument. `[...]`
/// can be left out, `<...>` cannot, and in both `|` separates alternatives. `[x ...]` after `x` says that
/// `x` may be repeated. The first word is the command; a token right after it is a subcommand. A token
/// takes the arguments that follow it: one makes it that argument's token, several make a block.
final class SyntaxParser {
    private static final String ELLIPSIS = "...";

    /// What arguments of these names are; all others are strings. A builder can say otherwise.
    private static final Map<String, ArgType> TYPES =
            Map.ofEntries(
                    Map.entry("key", ArgType.KEY),
                    Map.entry("newkey", ArgType.KEY),
                    Map.entry("source", ArgType.KEY),
                    Map.entry("destination", ArgType.KEY),
                    Map.entry("pattern", ArgType.PATTERN),
                    Map.entry("unix-time-seconds", ArgType.UNIX_TIME),
                    Map.entry("unix-time-milliseconds", ArgType.UNIX_TIME),
                    Map.entry("seconds", ArgType.INTEGER),
                    Map.entry("milliseconds", ArgType.INTEGER),
                    Map.entry("timeout", ArgType.INTEGER),
                    Map.entry("numkeys", ArgType.INTEGER),
                    Map.entry("count", ArgType.INTEGER),
                    Map.entry("cursor", ArgType.INTEGER),
                    Map.entry("offset", ArgType.INTEGER),
                    Map.entry("start", ArgType.INTEGER),
                    Map.entry("end", ArgType.INTEGER),
                    Map.entry("index", ArgType.INTEGER),
                    Map.entry("db", ArgType.INTEGER),
                    Map.entry("destination-db", ArgType.INTEGER),
                    Map.entry("increment", ArgType.INTEGER),
                    Map.entry("decrement", ArgType.INTEGER),
                    Map.entry("client-id", ArgType.INTEGER));

    private final String line;
    private final List<String> words;
    private final Map<String, ArgType> types;
    private final Map<String, String> labels;
    private int next;

    /// A piece of the line as it stands, before tokens have taken their arguments.
    private sealed interface Node {}

    private record Word(String text) implements Node {
        boolean isToken() {
            return text.equals(text.toUpperCase(Locale.ROOT)) && !text.equals(ELLIPSIS);
        }
    }

    private record Choice(boolean optional, List<List<Node>> alternatives) implements Node {}

    private record Repeat(List<Node> content) implements Node {}

    /// What a line says.
    ///
    /// @param names the command's name in lower case and, of a subcommand, its own after it
    /// @param arguments what follows
    record Parsed(List<String> names, List<ArgSpec> arguments) {}

    /// @param line the syntax line
    /// @param types the types of arguments whose names do not say them
    /// @param labels the names of choices and blocks, by the first word in them
    static Parsed parse(String line, Map<String, ArgType> types, Map<String, String> labels) {
        return new SyntaxParser(line, types, labels).parse();
    }

    private SyntaxParser(String line, Map<String, ArgType> types, Map<String, String> labels) {
        this.line = line;
        this.types = types;
        this.labels = labels;
        this.words = List.of(line.replaceAll("([\\[\\]<>|])", " $1 ").strip().split(" +"));
    }

    private Parsed parse() {
        var names = new ArrayList<String>();
        while (next < words.size() && names.size() < 2 && isName(words.get(next))) {
            names.add(words.get(next++).toLowerCase(Locale.ROOT));
        }
        require(!names.isEmpty(), "begins with the command's name in capitals");
        List<Node> nodes = sequence();
        require(
                next == words.size(),
                "has '" + (next < words.size() ? words.get(next) : "") + "' out of place");
        return new Parsed(List.copyOf(names), arguments(nodes));
    }

    private static boolean isName(String word) {
        return word.matches("[A-Z][A-Z0-9_-]*");
    }

    /// Words and brackets up to whatever ends the sequence.
    private List<Node> sequence() {
        var nodes = new ArrayList<Node>();
        while (next < words.size()) {
            switch (words.get(next)) {
                case "|", "]", ">" -> {
                    return nodes;
                }
                case "[" -> addOptional(nodes, choice("]", true));
                case "<" -> nodes.add(choice(">", false));
                default -> nodes.add(new Word(words.get(next++)));
            }
        }
        return nodes;
    }

    private Choice choice(String closing, boolean optional) {
        var alternatives = new ArrayList<List<Node>>();
        do {
            next++;
            List<Node> alternative = sequence();
            require(!alternative.isEmpty(), "has a bracket with nothing in it");
            alternatives.add(alternative);
        } while (next < words.size() && words.get(next).equals("|"));
        require(
                next < words.size() && words.get(next).equals(closing),
                "lacks a '" + closing + "'");
        next++;
        return new Choice(optional, List.copyOf(alternatives));
    }

    /// Adds `choice`, or, if it repeats what stands before it, makes that a repetition.
    private void addOptional(List<Node> nodes, Choice choice) {
        List<Node> content = choice.alternatives().getFirst();
        boolean repeats =
                choice.alternatives().size() == 1 && content.getLast().equals(new Word(ELLIPSIS));
        if (!repeats) {
            nodes.add(choice);
            return;
        }
        List<Node> repeated = List.copyOf(content.subList(0, content.size() - 1));
        int from = nodes.size() - repeated.size();
        require(
                !repeated.isEmpty()
                        && from >= 0
                        && nodes.subList(from, nodes.size()).equals(repeated),
                "repeats something other than what stands before");
        nodes.subList(from, nodes.size()).clear();
        nodes.add(new Repeat(repeated));
    }

    private List<ArgSpec> arguments(List<Node> nodes) {
        var arguments = new ArrayList<ArgSpec>();
        for (int index = 0; index < nodes.size(); ) {
            if (nodes.get(index) instanceof Word word && word.isToken()) {
                int end = index + 1;
                while (end < nodes.size() && !beginsWithToken(nodes.get(end))) {
                    end++;
                }
                arguments.add(tokenWith(word.text(), arguments(nodes.subList(index + 1, end))));
                index = end;
            } else {
                arguments.add(argument(nodes.get(index++)));
            }
        }
        return arguments;
    }

    private static boolean beginsWithToken(Node node) {
        return switch (node) {
            case Word word -> word.isToken();
            case Repeat repeat -> beginsWithToken(repeat.content().getFirst());
            case Choice choice -> choice.optional();
        };
    }

    private ArgSpec tokenWith(String token, List<ArgSpec> taken) {
        String name = token.toLowerCase(Locale.ROOT);
        if (taken.isEmpty()) {
            return ArgSpec.of(name, ArgType.PURE_TOKEN, token, List.of());
        }
        if (taken.size() > 1) {
            return ArgSpec.of(labels.getOrDefault(token, name), ArgType.BLOCK, token, taken);
        }
        ArgSpec only = taken.getFirst();
        require(only.token().isEmpty(), "has two tokens in a row at " + token);
        String label = only.isComposite() ? labels.getOrDefault(token, only.name()) : only.name();
        return only.withToken(token, label);
    }

    private ArgSpec argument(Node node) {
        return switch (node) {
            case Word word -> {
                String name = word.text();
                require(!name.equals(ELLIPSIS), "has dots outside of brackets");
                ArgType type = types.getOrDefault(name, TYPES.getOrDefault(name, ArgType.STRING));
                yield ArgSpec.of(name, type, "", List.of());
            }
            case Repeat repeat ->
                    one(arguments(repeat.content()))
                            .repeated(beginsWithToken(repeat.content().getFirst()));
            case Choice choice -> {
                var alternatives = new ArrayList<ArgSpec>();
                for (List<Node> alternative : choice.alternatives()) {
                    alternatives.add(one(arguments(alternative)));
                }
                ArgSpec all = oneOf(alternatives);
                yield choice.optional() ? all.asOptional() : all;
            }
        };
    }

    /// The one argument, or all of them as a block.
    private ArgSpec one(List<ArgSpec> arguments) {
        return arguments.size() == 1
                ? arguments.getFirst()
                : ArgSpec.of(labelOf(arguments, "-and-"), ArgType.BLOCK, "", arguments);
    }

    private ArgSpec oneOf(List<ArgSpec> alternatives) {
        return alternatives.size() == 1
                ? alternatives.getFirst()
                : ArgSpec.of(labelOf(alternatives, "-or-"), ArgType.ONEOF, "", alternatives);
    }

    private String labelOf(List<ArgSpec> parts, String between) {
        ArgSpec first = parts.getFirst();
        String key = first.token().isEmpty() ? first.name() : first.token();
        List<String> names = parts.stream().map(ArgSpec::name).toList();
        return labels.getOrDefault(key, String.join(between, names));
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("syntax line '" + line + "' " + what);
        }
    }
}
