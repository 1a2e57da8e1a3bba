package dev.larder.server.config;

import java.util.List;
import java.util.stream.Collectors;

/// Several words apart by spaces.
///
/// @param expected what the words should be, for people
/// @param countMin how many words there must be
/// @param countMax how many words there may be
record WordsType(String expected, int countMin, int countMax) implements ValueType<List<String>> {
    @Override
    public List<String> parse(List<String> words, List<String> current) throws BadValueException {
        List<String> given = words.stream().filter(word -> !word.isEmpty()).toList();
        if (given.size() < countMin || given.size() > countMax) {
            throw new BadValueException(
                    "wrong number of arguments",
                    given.size() + " words (" + countMin + " to " + countMax + ")");
        }
        return given;
    }

    @Override
    public String print(List<String> value) {
        return String.join(" ", value);
    }

    @Override
    public List<String> lines(List<String> value) {
        return List.of(
                value.isEmpty()
                        ? "\"\""
                        : value.stream().map(Words::quote).collect(Collectors.joining(" ")));
    }

    @Override
    public boolean severalWords() {
        return true;
    }

    @Override
    public String kind() {
        return "words";
    }
}
