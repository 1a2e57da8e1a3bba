package dev.larder.server.command;

import java.util.regex.Pattern;

/// Floating-point numbers as clients spell them: digits with a point and an exponent, or an infinity.
/// Neither spaces, nor NaN, nor the suffixes that Java's own parser takes.
final class Decimals {
    // Possessive, so that no input makes it go back and forth.
    private static final Pattern FINITE =
            Pattern.compile("[-+]?+(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][-+]?+[0-9]++)?+");
    private static final Pattern INFINITE =
            Pattern.compile("[-+]?+inf(?:inity)?+", Pattern.CASE_INSENSITIVE);

    private Decimals() {}

    static boolean isDecimal(String text) {
        return FINITE.matcher(text).matches() || INFINITE.matcher(text).matches();
    }

    /// The value of `text`; only where [#isDecimal].
    static double parse(String text) {
        if (INFINITE.matcher(text).matches()) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(text);
    }
}
