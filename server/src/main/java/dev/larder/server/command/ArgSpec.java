package dev.larder.server.command;

import java.util.List;

/// One argument of a command, or several as one: a node of the tree that `COMMAND DOCS` shows.
///
/// @param name what it is called
/// @param type what it is; [ArgType#ONEOF] and [ArgType#BLOCK] have `children`
/// @param token the literal word in front of it, or that it is; empty if there is none
/// @param optional whether it can be left out
/// @param multiple whether it can be repeated
/// @param multipleToken whether a repetition repeats the token, too
/// @param children the alternatives, or the parts in their order
public record ArgSpec(
        String name,
        ArgType type,
        String token,
        boolean optional,
        boolean multiple,
        boolean multipleToken,
        List<ArgSpec> children) {
    static ArgSpec of(String name, ArgType type, String token, List<ArgSpec> children) {
        return new ArgSpec(name, type, token, false, false, false, List.copyOf(children));
    }

    ArgSpec withToken(String token, String name) {
        return new ArgSpec(name, type, token, optional, multiple, multipleToken, children);
    }

    ArgSpec asOptional() {
        return new ArgSpec(name, type, token, true, multiple, multipleToken, children);
    }

    ArgSpec repeated(boolean withToken) {
        return new ArgSpec(name, type, token, optional, true, withToken, children);
    }

    /// Whether this is a choice or a block: it has children and no text of its own.
    public boolean isComposite() {
        return type == ArgType.ONEOF || type == ArgType.BLOCK;
    }

    /// How many words it takes at least.
    public int wordsMin() {
        return optional ? 0 : wordsOnce();
    }

    /// Whether it always takes the same number of words.
    public boolean isFixed() {
        if (optional || multiple) {
            return false;
        }
        boolean sameSize =
                type != ArgType.ONEOF
                        || children.stream()
                                .allMatch(one -> one.wordsMin() == children.getFirst().wordsMin());
        return sameSize && children.stream().allMatch(ArgSpec::isFixed);
    }

    /// How many words it takes at least where it stands.
    int wordsOnce() {
        int own = token.isEmpty() ? 0 : 1;
        return switch (type) {
            case PURE_TOKEN -> own;
            case ONEOF -> own + children.stream().mapToInt(ArgSpec::wordsMin).min().orElse(0);
            case BLOCK -> own + children.stream().mapToInt(ArgSpec::wordsMin).sum();
            case STRING, INTEGER, DOUBLE, KEY, PATTERN, UNIX_TIME -> own + 1;
        };
    }

    /// Whether it is, or has in it, a key.
    boolean hasKey() {
        return type == ArgType.KEY || children.stream().anyMatch(ArgSpec::hasKey);
    }
}
