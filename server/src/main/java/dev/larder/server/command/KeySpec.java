package dev.larder.server.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Where some keys of a command are among its arguments, and what becomes of them.
///
/// The search begins at argument `begin`, counted from the command's name at 0 (a subcommand counts).
///
/// @param begin the argument where the keys begin or, with [Find#COUNT], that says how many there are
/// @param find how the keys follow from there
/// @param last with [Find#RANGE] the last key, counted from `begin`; negative counts from the end of
///     the request, -1 being its last argument
/// @param step arguments from one key to the next
/// @param flags what becomes of the keys
/// @param notes a remark for `COMMAND INFO`, or empty
public record KeySpec(int begin, Find find, int last, int step, Set<KeyFlag> flags, String notes) {
    /// The two ways in which keys follow from where the search begins.
    public enum Find {
        /// From `begin` to `last`.
        RANGE,
        /// The argument at `begin` is their number; they follow it.
        COUNT
    }

    /// Checks that the numbers can be right.
    public KeySpec {
        if (begin < 1 || step < 1) {
            throw new IllegalArgumentException("keys from " + begin + " in steps of " + step);
        }
        flags = Set.copyOf(flags);
    }

    /// The one key at argument `index`.
    public static KeySpec at(int index, KeyFlag... flags) {
        return new KeySpec(index, Find.RANGE, 0, 1, Set.of(flags), "");
    }

    /// A copy with a remark.
    public KeySpec withNotes(String remark) {
        return new KeySpec(begin, find, last, step, flags, remark);
    }

    /// Where the keys of `arguments` are, which follow `names` words of name.
    ///
    /// Works as long as everything before the keys has a fixed number of words; throws if there are keys
    /// beyond that.
    static List<KeySpec> derive(int names, List<ArgSpec> arguments, Set<KeyFlag> flags) {
        var specs = new ArrayList<KeySpec>();
        int at = names;
        boolean fixed = true;
        for (int index = 0; index < arguments.size(); index++) {
            ArgSpec argument = arguments.get(index);
            if (argument.hasKey()) {
                boolean counted = index > 0 && arguments.get(index - 1).name().equals("numkeys");
                if (!fixed || argument.optional() || !argument.token().isEmpty()) {
                    throw new IllegalArgumentException(
                            "the position of '"
                                    + argument.name()
                                    + "' does not follow from the syntax");
                }
                List<ArgSpec> after = arguments.subList(index + 1, arguments.size());
                specs.add(
                        counted
                                ? new KeySpec(at - 1, Find.COUNT, 0, 1, flags, "")
                                : range(at, argument, after, flags));
            }
            fixed &= argument.isFixed();
            at += argument.wordsMin();
        }
        return List.copyOf(specs);
    }

    private static KeySpec range(
            int at, ArgSpec argument, List<ArgSpec> after, Set<KeyFlag> flags) {
        boolean keyFirst =
                argument.type() == ArgType.KEY
                        || argument.children().getFirst().type() == ArgType.KEY;
        boolean plain =
                argument.type() == ArgType.KEY
                        || (argument.type() == ArgType.BLOCK && argument.multiple());
        boolean ends = !argument.multiple() || after.stream().allMatch(ArgSpec::isFixed);
        if (!keyFirst || !plain || !ends) {
            throw new IllegalArgumentException(
                    "the keys in '" + argument.name() + "' do not follow from the syntax");
        }
        if (!argument.multiple()) {
            return new KeySpec(at, Find.RANGE, 0, 1, flags, "");
        }
        int wordsAfter = after.stream().mapToInt(ArgSpec::wordsMin).sum();
        return new KeySpec(at, Find.RANGE, -1 - wordsAfter, argument.wordsOnce(), flags, "");
    }

    /// What becomes of keys if a spec does not say.
    static Set<KeyFlag> flagsOf(Set<CommandFlag> flags) {
        return flags.contains(CommandFlag.WRITES)
                ? EnumSet.of(KeyFlag.RW, KeyFlag.UPDATE)
                : EnumSet.of(KeyFlag.RO, KeyFlag.ACCESS);
    }
}
