package dev.larder.server.config;

import java.util.List;

/// A power of two, from 1 up.
///
/// @param max the largest one taken, a power of two itself
record PowerOfTwoType(long max) implements ValueType<Long> {
    @Override
    public Long parse(List<String> words, Long current) throws BadValueException {
        long value = IntegerType.inRange(IntegerType.number(words.getFirst()), 1, max);
        if (Long.bitCount(value) != 1) {
            throw new BadValueException(
                    "argument must be a power of two",
                    value + " is not a power of two",
                    Long.toString(Long.highestOneBit(value)));
        }
        return value;
    }

    @Override
    public String print(Long value) {
        return Long.toString(value);
    }

    @Override
    public String expected() {
        return "a power of two from 1 to " + max;
    }

    @Override
    public String kind() {
        return "number";
    }
}
