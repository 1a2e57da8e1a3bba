package dev.larder.server.config;

import java.util.List;
import java.util.function.LongSupplier;

/// A number of another type, or the word `auto`, which is worked out when it is read.
///
/// `CONFIG GET` shows the number in force, as programs expect one there; a file keeps the word. Setting
/// the number that is in force anyway changes nothing, so that what was got can be set.
///
/// @param number the type of a number that is given
/// @param automatic works the number out for `auto`; may throw [IllegalStateException] with a reason
record OrAutoType(ValueType<Long> number, LongSupplier automatic) implements ValueType<OrAuto> {
    /// `auto` before anything has been worked out: the default of such a setting.
    static final OrAuto AUTO = new OrAuto(true, 0);

    private static final String WORD = "auto";

    @Override
    public OrAuto parse(List<String> words, OrAuto current) throws BadValueException {
        if (words.getFirst().equalsIgnoreCase(WORD)) {
            return resolved(AUTO);
        }
        long value = number.parse(words, current.value());
        return value == current.value() ? current : new OrAuto(false, value);
    }

    @Override
    public OrAuto resolved(OrAuto value) throws BadValueException {
        if (!value.auto()) {
            return value;
        }
        try {
            return new OrAuto(true, automatic.getAsLong());
        } catch (IllegalStateException impossible) {
            String reason = String.valueOf(impossible.getMessage());
            throw new BadValueException(reason, reason);
        }
    }

    @Override
    public String print(OrAuto value) {
        return number.print(value.value());
    }

    @Override
    public List<String> lines(OrAuto value) {
        return value.auto() ? List.of(WORD) : number.lines(value.value());
    }

    @Override
    public String expected() {
        return "auto or " + number.expected();
    }

    @Override
    public String kind() {
        return number.kind() + "|" + WORD;
    }
}
