package dev.larder.protocol.bytes;

/// Patterns as Redis matches names with them: `*` any bytes, `?` any byte, `[a-z]` and `[^a-z]` any
/// byte within and without, `\` the next byte itself.
///
/// Compares byte by byte, without recursion and without allocation. On a mismatch only the last `*`
/// is stretched: whatever an earlier one could still take, the last one can take as well. So the cost
/// is at most the product of the two lengths, whatever the pattern (`*a*a*a*b` included).
///
/// In what is odd it follows Redis: a class without its end reaches to the end of the pattern, the
/// range in `[a-]` ends in `]`, the bounds of a range may come in either order and are signed bytes,
/// and an empty name is matched by the empty pattern and by `*` alone.
public final class Glob {
    private static final int NONE = -1;

    private Glob() {}

    /// Whether all of `text` matches all of `pattern`; with `ignoreCase`, ASCII letters of either
    /// case are one.
    public static boolean matches(Slice pattern, Slice text, boolean ignoreCase) {
        return matches(
                pattern.array(),
                pattern.offset(),
                pattern.length(),
                text.array(),
                text.offset(),
                text.length(),
                ignoreCase);
    }

    /// Whether the bytes of `text` match those of `pattern`.
    public static boolean matches(byte[] pattern, byte[] text, boolean ignoreCase) {
        return matches(pattern, 0, pattern.length, text, 0, text.length, ignoreCase);
    }

    /// Whether `textLength` bytes of `text` match `patternLength` bytes of `pattern`.
    public static boolean matches(
            byte[] pattern,
            int patternOffset,
            int patternLength,
            byte[] text,
            int textOffset,
            int textLength,
            boolean ignoreCase) {
        if (textLength == 0) {
            boolean star = patternLength == 1 && pattern[patternOffset] == '*';
            return patternLength == 0 || star;
        }
        int patternEnd = patternOffset + patternLength;
        int textEnd = textOffset + textLength;
        int at = patternOffset;
        int textAt = textOffset;
        int retryAt = NONE;
        int retryText = NONE;
        while (textAt < textEnd) {
            if (at < patternEnd && pattern[at] == '*') {
                at++;
                if (at == patternEnd) {
                    return true;
                }
                retryAt = at;
                retryText = textAt;
                continue;
            }
            int next =
                    at < patternEnd
                            ? step(pattern, at, patternEnd, text[textAt], ignoreCase)
                            : NONE;
            if (next != NONE) {
                at = next;
                textAt++;
            } else if (retryAt != NONE) {
                retryText++;
                at = retryAt;
                textAt = retryText;
            } else {
                return false;
            }
        }
        while (at < patternEnd && pattern[at] == '*') {
            at++;
        }
        return at == patternEnd;
    }

    /// Where the pattern goes on after the element at `at`, or `NONE` if `letter` does not match it.
    private static int step(byte[] pattern, int at, int end, byte letter, boolean ignoreCase) {
        byte element = pattern[at];
        if (element == '?') {
            return at + 1;
        }
        if (element == '[') {
            return stepClass(pattern, at + 1, end, letter, ignoreCase);
        }
        int literal = element == '\\' && at + 1 < end ? at + 1 : at;
        return isSame(pattern[literal], letter, ignoreCase) ? literal + 1 : NONE;
    }

    /// As [#step], for the class whose first byte after the bracket is at `from`.
    private static int stepClass(
            byte[] pattern, int from, int end, byte letter, boolean ignoreCase) {
        boolean negated = from < end && pattern[from] == '^';
        int at = negated ? from + 1 : from;
        boolean found = false;
        while (at < end && pattern[at] != ']') {
            int left = end - at;
            if (pattern[at] == '\\' && left >= 2) {
                found |= pattern[at + 1] == letter;
                at += 2;
            } else if (left >= 3 && pattern[at + 1] == '-') {
                found |= isWithin(pattern[at], pattern[at + 2], letter, ignoreCase);
                at += 3;
            } else {
                found |= isSame(pattern[at], letter, ignoreCase);
                at++;
            }
        }
        if (found == negated) {
            return NONE;
        }
        return at < end ? at + 1 : end;
    }

    private static boolean isWithin(byte one, byte other, byte letter, boolean ignoreCase) {
        int low = Math.min(one, other);
        int high = Math.max(one, other);
        if (ignoreCase) {
            int lower = Ascii.lower(letter);
            return Ascii.lower((byte) low) <= lower && lower <= Ascii.lower((byte) high);
        }
        return low <= letter && letter <= high;
    }

    private static boolean isSame(byte one, byte other, boolean ignoreCase) {
        return one == other || (ignoreCase && Ascii.lower(one) == Ascii.lower(other));
    }
}
