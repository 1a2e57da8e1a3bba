package dev.larder.server.bench;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many different values there are. A value is known by a number, which decides its length and its
/// bytes.
///
/// @param count 1 if all are the same, [#NO_TWO_ALIKE], or a number between
public record ValueVariety(long count) {
    /// Each value differs from all others (but for chance, and for those too short to differ).
    static final long NO_TWO_ALIKE = 0;

    private static final Pattern DISTINCT = Pattern.compile("distinct:(\\d{1,12})");

    /// Reads `same`, `varied` or `distinct:N`.
    ///
    /// @throws IllegalArgumentException if it is none of them
    public static ValueVariety parse(String text) {
        Matcher distinct = DISTINCT.matcher(text);
        if (distinct.matches() && Long.parseLong(distinct.group(1)) > 0) {
            return new ValueVariety(Long.parseLong(distinct.group(1)));
        }
        return switch (text) {
            case "same" -> new ValueVariety(1);
            case "varied" -> new ValueVariety(NO_TWO_ALIKE);
            default ->
                    throw new IllegalArgumentException(
                            "'" + text + "' is not same, varied or distinct:N");
        };
    }

    /// The number of the next value.
    long next(SplittableRandom random) {
        return count == NO_TWO_ALIKE ? random.nextLong() : count == 1 ? 0 : random.nextLong(count);
    }

    @Override
    public String toString() {
        return count == NO_TWO_ALIKE ? "varied" : count == 1 ? "same" : "distinct:" + count;
    }
}
