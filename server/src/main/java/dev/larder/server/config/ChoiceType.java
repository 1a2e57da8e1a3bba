package dev.larder.server.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One of a few words, in any case.
///
/// @param values the choices, in the order in which they are listed
/// @param name how a choice is spelt, in lower case
record ChoiceType<T>(List<T> values, Function<T, String> name) implements ValueType<T> {
    /// The kind of a choice with too many choices to list.
    static final String WORD = "word";

    private static final int KIND_LENGTH_MAX = 40;

    /// A choice of plain words.
    static ChoiceType<String> of(String... words) {
        return new ChoiceType<>(List.of(words), word -> word);
    }

    /// A choice of an enum's constants, spelt in lower case with underscores.
    static <E extends Enum<E>> ChoiceType<E> of(E[] constants) {
        return new ChoiceType<>(List.of(constants), value -> value.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public T parse(List<String> words, T current) throws BadValueException {
        String word = words.getFirst();
        for (T value : values) {
            if (name.apply(value).equalsIgnoreCase(word)) {
                return value;
            }
        }
        throw new BadValueException(
                "argument(s) must be one of the following: " + names(),
                "'" + word + "' is not one of the choices",
                Nearest.of(word, values.stream().map(name).toList()));
    }

    @Override
    public String print(T value) {
        return name.apply(value);
    }

    @Override
    public String expected() {
        return "one of " + names();
    }

    private String names() {
        return values.stream().map(name).collect(Collectors.joining(", "));
    }

    @Override
    public String kind() {
        String choices = values.stream().map(name).collect(Collectors.joining("|"));
        return choices.length() <= KIND_LENGTH_MAX ? choices : WORD;
    }
}
