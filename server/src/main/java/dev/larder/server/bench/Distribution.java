package dev.larder.server.bench;

import java.util.Locale;
import java.util.SplittableRandom;

/// How requests spread over the keys.
///
/// @param shape which of the shapes
/// @param parameter the exponent of [Shape#ZIPF], the deviation in keys of [Shape#GAUSSIAN] (0: a sixth
///     of the keys), else unused
public record Distribution(Shape shape, double parameter) {
    private static final double THETA_MAX = 10;

    /// The kinds of distributions.
    public enum Shape {
        /// All keys alike.
        UNIFORM(0),
        /// The key of rank `k` in proportion to `1 / k^theta`; key 0 is the most popular.
        ZIPF(0.99),
        /// A bell around the middle key; what falls outside is drawn again.
        GAUSSIAN(0),
        /// One key after the other, and again from the first.
        SEQUENTIAL(0);

        private final double parameterDefault;

        Shape(double parameterDefault) {
            this.parameterDefault = parameterDefault;
        }
    }

    /// Reads `uniform`, `zipf[:theta]`, `gaussian[:stddev]` or `sequential`.
    ///
    /// @throws IllegalArgumentException if it is none of them
    public static Distribution parse(String text) {
        String[] words = text.split(":", 2);
        Shape shape;
        try {
            shape = Shape.valueOf(words[0].toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not uniform, zipf[:theta], gaussian[:stddev] or sequential");
        }
        if (words.length == 1) {
            return new Distribution(shape, shape.parameterDefault);
        }
        double parameter = number(text, words[1]);
        boolean sane =
                switch (shape) {
                    case ZIPF -> parameter > 0 && parameter <= THETA_MAX;
                    case GAUSSIAN -> parameter > 0 && parameter < Long.MAX_VALUE;
                    case UNIFORM, SEQUENTIAL -> false;
                };
        if (!sane) {
            throw new IllegalArgumentException("'" + text + "' has a parameter it cannot have");
        }
        return new Distribution(shape, parameter);
    }

    private static double number(String text, String word) {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("'" + text + "': '" + word + "' is no number");
        }
    }

    /// What draws from `keys` keys for one of `parts` threads. Those of a sequence take turns: part 1 of
    /// 3 has the keys 1, 4, 7 and so on.
    KeyChoice choice(long keys, int part, int parts) {
        return switch (shape) {
            case UNIFORM -> random -> random.nextLong(keys);
            case ZIPF -> new Zipf(keys, parameter);
            case GAUSSIAN -> gaussian(keys, parameter == 0 ? keys / 6.0 : parameter);
            case SEQUENTIAL -> new Sequence(keys, part, parts);
        };
    }

    private static KeyChoice gaussian(long keys, double deviation) {
        double middle = keys / 2.0;
        return random -> {
            double drawn;
            do {
                drawn = middle + deviation * random.nextGaussian();
            } while (drawn < 0 || drawn >= keys);
            return (long) drawn;
        };
    }

    /// A thread's share of the keys, in order.
    private static final class Sequence implements KeyChoice {
        private final long keys;
        private final int parts;
        private final long first;
        private long next;

        Sequence(long keys, int part, int parts) {
            this.keys = keys;
            this.parts = parts;
            this.first = part % keys;
            this.next = first;
        }

        @Override
        public long next(SplittableRandom random) {
            long drawn = next;
            next += parts;
            if (next >= keys) {
                next = first;
            }
            return drawn;
        }
    }

    @Override
    public String toString() {
        String name = shape.name().toLowerCase(Locale.ROOT);
        return parameter == 0 ? name : name + ":" + parameter;
    }
}
