package dev.larder.server.config;

import java.util.List;
import java.util.Locale;

/// Several words of a few, in any case and order, or the one word that means none of them.
///
/// @param none the word for no flag at all
/// @param flags the others, in the order in which they are shown
record FlagsType(String none, List<String> flags) implements ValueType<List<String>> {
    @Override
    public List<String> parse(List<String> words, List<String> current) throws BadValueException {
        List<String> given = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        for (String word : given) {
            if (!word.equals(none) && !flags.contains(word)) {
                throw new BadValueException(
                        "argument(s) must be one of the following: " + names(),
                        "'" + word + "' is not one of the choices",
                        Nearest.of(word, flags));
            }
        }
        return flags.stream().filter(given::contains).toList();
    }

    @Override
    public String print(List<String> value) {
        return value.isEmpty() ? none : String.join(" ", value);
    }

    @Override
    public List<String> lines(List<String> value) {
        return List.of(print(value));
    }

    @Override
    public String expected() {
        return "one or more of " + names();
    }

    @Override
    public boolean severalWords() {
        return true;
    }

    private String names() {
        return none + ", " + String.join(", ", flags);
    }

    @Override
    public String kind() {
        return "words";
    }
}
