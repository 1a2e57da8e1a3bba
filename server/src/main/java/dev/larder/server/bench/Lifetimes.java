package dev.larder.server.bench;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long entries are to live.
///
/// @param minMs the shortest time
/// @param maxMs the longest
/// @param share how many of the writes get one, 0 to 1
public record Lifetimes(long minMs, long maxMs, double share) {
    /// No entry gets a time to live.
    public static final Lifetimes NONE = new Lifetimes(0, 0, 0);

    private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");

    /// Reads `SECONDS` or `MIN-MAX`, for all writes.
    ///
    /// @throws IllegalArgumentException if it is neither
    public static Lifetimes parse(String text) {
        Matcher parts = SECONDS.matcher(text);
        if (parts.matches()) {
            long min = 1000 * Long.parseLong(parts.group(1));
            String end = parts.group(2);
            long max = end == null ? min : 1000 * Long.parseLong(end);
            if (min > 0 && max >= min) {
                return new Lifetimes(min, max, 1);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not SECONDS or MIN-MAX, from 1");
    }

    /// The same, for the share of the writes that `percent` such as `30%` names.
    ///
    /// @throws IllegalArgumentException if it is no such share
    public Lifetimes of(String percent) {
        Matcher parts = PERCENT.matcher(percent);
        if (parts.matches() && Double.parseDouble(parts.group(1)) <= 100) {
            return new Lifetimes(minMs, maxMs, Double.parseDouble(parts.group(1)) / 100);
        }
        throw new IllegalArgumentException("'" + percent + "' is no share from 0% to 100%");
    }

    /// The next entry's time in milliseconds, or 0 for none.
    long next(SplittableRandom random) {
        if (share == 0 || (share < 1 && random.nextDouble() >= share)) {
            return 0;
        }
        return random.nextLong(minMs, maxMs + 1);
    }
}
