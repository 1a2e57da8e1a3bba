package dev.larder.server.config;

import dev.larder.server.config.OutputLimits.Limit;
import java.util.List;
import java.util.Locale;

/// `client-output-buffer-limit`: groups of class, hard limit, soft limit, soft seconds. A class that
/// is not named keeps its limits.
record OutputLimitsType() implements ValueType<OutputLimits> {
    private static final int GROUP_WORDS = 4;

    /// Redis's defaults; also what a partial default text would be completed from.
    static final OutputLimits DEFAULTS =
            new OutputLimits(
                    new Limit(0, 0, 0),
                    new Limit(256L << 20, 64L << 20, 60),
                    new Limit(32L << 20, 8L << 20, 60));

    @Override
    public OutputLimits parse(List<String> words, OutputLimits current) throws BadValueException {
        if (words.size() % GROUP_WORDS != 0) {
            throw new BadValueException(
                    "Wrong number of arguments in buffer limit configuration.",
                    words.size() + " words are no groups of four");
        }
        OutputLimits limits = current;
        for (int index = 0; index < words.size(); index += GROUP_WORDS) {
            String name = words.get(index).toLowerCase(Locale.ROOT);
            Limit limit = limit(words.subList(index + 1, index + GROUP_WORDS));
            limits =
                    switch (name) {
                        case "normal" -> new OutputLimits(limit, limits.replica(), limits.pubsub());
                        case "slave", "replica" ->
                                new OutputLimits(limits.normal(), limit, limits.pubsub());
                        case "pubsub" -> new OutputLimits(limits.normal(), limits.replica(), limit);
                        default -> throw unknownClass(name);
                    };
        }
        return limits;
    }

    private static BadValueException unknownClass(String name) {
        return new BadValueException(
                "Invalid client class specified in buffer limit configuration.",
                "'" + name + "' is not a class of clients",
                Nearest.of(name, List.of("normal", "replica", "pubsub")));
    }

    private static Limit limit(List<String> words) throws BadValueException {
        try {
            long hard = BytesType.bytes(words.get(0));
            long soft = BytesType.bytes(words.get(1));
            long seconds = IntegerType.number(words.get(2));
            return new Limit(hard, soft, (int) IntegerType.inRange(seconds, 0, Integer.MAX_VALUE));
        } catch (BadValueException bad) {
            throw new BadValueException(
                    "Error in hard, soft or soft_seconds setting in buffer limit configuration.",
                    bad.reason());
        }
    }

    @Override
    public String print(OutputLimits value) {
        return "normal "
                + print(value.normal())
                + " slave "
                + print(value.replica())
                + " pubsub "
                + print(value.pubsub());
    }

    private static String print(Limit limit) {
        return limit.hardBytes() + " " + limit.softBytes() + " " + limit.softSeconds();
    }

    @Override
    public List<String> lines(OutputLimits value) {
        return List.of(
                "normal " + line(value.normal()),
                "replica " + line(value.replica()),
                "pubsub " + line(value.pubsub()));
    }

    private static String line(Limit limit) {
        return BytesType.inUnits(limit.hardBytes())
                + " "
                + BytesType.inUnits(limit.softBytes())
                + " "
                + limit.softSeconds();
    }

    @Override
    public String expected() {
        return "groups of a class (normal, replica or pubsub), a hard limit, a soft limit and the"
                + " soft limit's seconds";
    }

    @Override
    public boolean severalWords() {
        return true;
    }

    @Override
    public String kind() {
        return "limits";
    }
}
