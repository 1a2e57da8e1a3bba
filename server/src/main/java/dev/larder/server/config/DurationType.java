package dev.larder.server.config;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// A length of time, kept in milliseconds. A bare number means seconds; `ms s m h` say otherwise.
///
/// @param minMs the shortest time taken
/// @param maxMs the longest time taken
record DurationType(long minMs, long maxMs) implements ValueType<Long> {
    @Override
    public Long parse(List<String> words, Long current) throws BadValueException {
        String word = words.getFirst().toLowerCase(Locale.ROOT);
        int digits = word.length();
        while (digits > 0 && Character.isLetter(word.charAt(digits - 1))) {
            digits--;
        }
        TimeUnit unit =
                switch (word.substring(digits)) {
                    case "ms" -> TimeUnit.MILLISECONDS;
                    case "", "s" -> TimeUnit.SECONDS;
                    case "m" -> TimeUnit.MINUTES;
                    case "h" -> TimeUnit.HOURS;
                    default ->
                            throw new BadValueException(
                                    "argument must be a duration",
                                    "'" + word + "' has no such unit");
                };
        long ms = unit.toMillis(IntegerType.number(word.substring(0, digits)));
        if (ms < minMs || ms > maxMs) {
            throw new BadValueException(
                    "argument must be between "
                            + print(minMs)
                            + " and "
                            + print(maxMs)
                            + " inclusive",
                    word + " is out of range");
        }
        return ms;
    }

    @Override
    public String print(Long value) {
        return value % 1_000 == 0 ? Long.toString(value / 1_000) : value + "ms";
    }

    @Override
    public String expected() {
        return "seconds, or a time such as 500ms, 30s or 5m, from "
                + print(minMs)
                + " to "
                + print(maxMs);
    }

    @Override
    public String kind() {
        return "time";
    }
}
