package dev.larder.server.config;

import java.util.List;
import java.util.Locale;

/// An amount of memory: a number with an optional unit. `k m g` are powers of 1000 and `kb mb gb`
/// powers of 1024, in any case, as in Redis.
///
/// @param min the smallest amount taken, in bytes
/// @param max the largest amount taken, in bytes
record BytesType(long min, long max) implements ValueType<Long> {
    private static final long KB = 1L << 10;
    private static final long MB = 1L << 20;
    private static final long GB = 1L << 30;

    @Override
    public Long parse(List<String> words, Long current) throws BadValueException {
        return IntegerType.inRange(bytes(words.getFirst()), min, max);
    }

    @Override
    public String print(Long value) {
        return Long.toString(value);
    }

    @Override
    public List<String> lines(Long value) {
        return List.of(inUnits(value));
    }

    @Override
    public String expected() {
        String from = "an amount of memory such as 64mb";
        if (max == Long.MAX_VALUE) {
            return min == 0 ? from : from + ", at least " + inUnits(min);
        }
        return from + ", from " + inUnits(min) + " to " + inUnits(max);
    }

    /// `word` in bytes.
    static long bytes(String word) throws BadValueException {
        int digits = 0;
        while (digits < word.length() && isDigit(word.charAt(digits))) {
            digits++;
        }
        long unit =
                switch (word.substring(digits).toLowerCase(Locale.ROOT)) {
                    case "", "b" -> 1;
                    case "k" -> 1_000;
                    case "kb" -> KB;
                    case "m" -> 1_000_000;
                    case "mb" -> MB;
                    case "g" -> 1_000_000_000;
                    case "gb" -> GB;
                    default -> 0;
                };
        if (digits > 0 && unit > 0) {
            try {
                return Math.multiplyExact(Long.parseLong(word.substring(0, digits)), unit);
            } catch (NumberFormatException | ArithmeticException _) {
                // More than any machine has: reported like any other nonsense.
            }
        }
        throw new BadValueException(
                "argument must be a memory value", "'" + word + "' is not an amount of memory");
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    /// `bytes` in the largest unit that divides it: `64mb` rather than `67108864`.
    static String inUnits(long bytes) {
        if (bytes > 0 && bytes % GB == 0) {
            return bytes / GB + "gb";
        }
        if (bytes > 0 && bytes % MB == 0) {
            return bytes / MB + "mb";
        }
        if (bytes > 0 && bytes % KB == 0) {
            return bytes / KB + "kb";
        }
        return Long.toString(bytes);
    }

    @Override
    public String kind() {
        return "bytes";
    }
}
