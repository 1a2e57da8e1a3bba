package dev.larder.server.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the keys among the arguments of a request, by the specs of its command. Cold: allocates.
public final class KeyFinder {
    private KeyFinder() {}

    /// A key of a request.
    ///
    /// @param index which argument it is
    /// @param flags what the command does with it
    public record Key(int index, Set<KeyFlag> flags) {}

    /// The keys of the request that begins at argument `from` of `args` and goes on to their end, a
    /// request for the command of `spec`. None if these arguments cannot be right.
    ///
    /// The indices are those of `args`.
    public static Optional<List<Key>> keys(CommandSpec spec, Args args, int from) {
        var keys = new ArrayList<Key>();
        for (KeySpec wanted : spec.keys()) {
            int first = from + wanted.begin();
            int last = args.count() + wanted.last();
            if (wanted.find() == KeySpec.Find.COUNT) {
                long count = first < args.count() ? countAt(args, first) : -1;
                first++;
                if (count < 0 || count > args.count() - first) {
                    return Optional.empty();
                }
                last = first + (int) count - 1;
            } else if (wanted.last() >= 0) {
                last = first + wanted.last();
            }
            if (last >= args.count() || first > args.count()) {
                return Optional.empty();
            }
            Set<KeyFlag> flags = flags(spec, wanted, args, last + 1);
            for (int index = first; index <= last; index += wanted.step()) {
                keys.add(new Key(index, flags));
            }
        }
        return Optional.of(List.copyOf(keys));
    }

    private static long countAt(Args args, int index) {
        try {
            return args.integer(index);
        } catch (ReplyException e) {
            return -1;
        }
    }

    private static Set<KeyFlag> flags(CommandSpec spec, KeySpec wanted, Args args, int after) {
        String token = spec.decidingToken();
        if (token.isEmpty()) {
            return wanted.flags();
        }
        for (int index = after; index < args.count(); index++) {
            if (args.is(index, token)) {
                var flags = EnumSet.copyOf(wanted.flags());
                flags.remove(KeyFlag.VARIABLE_FLAGS);
                return flags;
            }
        }
        return spec.keyFlagsWithoutToken();
    }
}
