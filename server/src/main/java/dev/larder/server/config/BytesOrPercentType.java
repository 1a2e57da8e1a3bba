package dev.larder.server.config;

import java.util.List;

/// An amount of memory, or a share of another one in percent, which is kept as a negative number.
record BytesOrPercentType() implements ValueType<Long> {
    private static final long PERCENT_MAX = 100;

    @Override
    public Long parse(List<String> words, Long current) throws BadValueException {
        String word = words.getFirst();
        if (!word.endsWith("%")) {
            return bytes(word);
        }
        long percent;
        try {
            percent = IntegerType.number(word.substring(0, word.length() - 1));
        } catch (BadValueException _) {
            percent = -1;
        }
        if (percent < 0) {
            throw neither(word);
        }
        if (percent > PERCENT_MAX) {
            throw new BadValueException(
                    "percentage argument must be less or equal to " + PERCENT_MAX,
                    word + " is out of range");
        }
        return -percent;
    }

    private static long bytes(String word) throws BadValueException {
        try {
            return BytesType.bytes(word);
        } catch (BadValueException _) {
            throw neither(word);
        }
    }

    private static BadValueException neither(String word) {
        return new BadValueException(
                "argument must be a memory or percent value",
                "'" + word + "' is neither an amount of memory nor a percentage");
    }

    @Override
    public String print(Long value) {
        return value < 0 ? -value + "%" : Long.toString(value);
    }

    @Override
    public String expected() {
        return "an amount of memory such as 64mb, or a percentage such as 5%";
    }

    @Override
    public String kind() {
        return "bytes|percent";
    }
}
