package dev.larder.server.config;

import java.util.List;

/// A whole number within bounds, spelt strictly: no blanks, no plus sign, no leading zeros.
///
/// @param min the smallest value taken
/// @param max the largest value taken
record IntegerType(long min, long max) implements ValueType<Long> {
    @Override
    public Long parse(List<String> words, Long current) throws BadValueException {
        return inRange(number(words.getFirst()), min, max);
    }

    @Override
    public String print(Long value) {
        return Long.toString(value);
    }

    @Override
    public String expected() {
        return "an integer " + bounds(min, max);
    }

    /// `word` as a number. Strict, so that what is stored is what was written.
    static long number(String word) throws BadValueException {
        try {
            long value = Long.parseLong(word);
            if (Long.toString(value).equals(word)) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Reported below, like the spellings that Java would take and Redis does not.
        }
        throw new BadValueException(
                "argument couldn't be parsed into an integer", "'" + word + "' is not an integer");
    }

    static long inRange(long value, long min, long max) throws BadValueException {
        if (value >= min && value <= max) {
            return value;
        }
        throw new BadValueException(
                "argument must be between " + min + " and " + max + " inclusive",
                value + " is out of range");
    }

    static String bounds(long min, long max) {
        return max == Long.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max;
    }

    @Override
    public String kind() {
        return "number";
    }
}
