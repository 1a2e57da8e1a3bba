package dev.larder.server.command;

import java.util.Set;

/// Where some keys of a command are among its arguments, and what becomes of them.
///
/// The search begins at argument `begin`, counted from the command's name at 0 (a subcommand counts).
///
/// @param begin the argument where the keys begin, or, with `COUNT`, that says how many there are
/// @param find how the keys follow from there
/// @param last with `RANGE`: the last key, counted from `begin`; negative counts from the end of the request
/// @param step arguments from one key to the next
/// @param flags what becomes of the keys
/// @param notes a remark for `COMMAND INFO`, or empty
public record KeySpec(
        int begin, Find find, int last, int step, Set<KeyFlag> flags, String notes) {
    /// The two ways in which keys follow from where the search begins.
    public enum Find {
        /// From `begin` to `last`.
        RANGE,
        /// The argument at `begin` is their number; they follow it.
        COUNT
    }

    /// A copy with a remark.
    public KeySpec withNotes(String remark) {
        return new KeySpec(begin, find, last, step, flags, remark);
    }
}
