package dev.larder.server.replay;

/// What a line of a trace stands for: a run of requests, of which most formats have one a line.
interface LineFormat {
    /// How many requests the line is.
    ///
    /// @throws Malformed if it is not of the format
    long accept(String line) throws Malformed;

    /// The key of one of them, counted from 0.
    String key(long request);

    /// The line is not of the format, and what it should be. The place is known to the caller.
    final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String problem) {
            super(problem, null, false, false);
        }

        /// What is wrong.
        String problem() {
            return String.valueOf(getMessage());
        }
    }

    /// The line's fields, separated by white space.
    ///
    /// @throws Malformed if there are not `count` of them, all whole numbers
    static long[] numbers(String line, int count, String shape) throws Malformed {
        String[] fields = line.strip().split("\\s+", 0);
        if (fields.length != count) {
            throw new Malformed(
                    "'" + line + "' has " + fields.length + " fields, expected '" + shape + "'");
        }
        var numbers = new long[count];
        for (int i = 0; i < count; i++) {
            try {
                numbers[i] = Long.parseLong(fields[i]);
            } catch (NumberFormatException _) {
                throw new Malformed(
                        "'" + fields[i] + "' is no whole number, expected '" + shape + "'");
            }
        }
        return numbers;
    }
}
