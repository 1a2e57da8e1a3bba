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
/// @param keySpec the index of the command's key spec that covers this key, or -1
/// @param children the alternatives, or the parts in their order
public record ArgSpec(
        String name,
        ArgType type,
        String token,
        boolean optional,
        boolean multiple,
        boolean multipleToken,
        int keySpec,
        List<ArgSpec> children) {
    /// An argument that covers no key spec until the keys are derived.
    static ArgSpec of(String name, ArgType type, String token, List<ArgSpec> children) {
        return new ArgSpec(name, type, token, false, false, false, -1, List.copyOf(children));
    }

    /// Whether this is a choice or a block: it has children and no text of its own.
    public boolean isComposite() {
        return type == ArgType.ONEOF || type == ArgType.BLOCK;
    }
}
