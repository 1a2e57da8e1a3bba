package dev.larder.server.config;

import java.util.List;

/// How the values of a setting are read, printed and described. Stateless; cold code only.
///
/// `print` is what `CONFIG GET` shows, and reading it back gives an equal value. `lines` is what a
/// file says: what follows the setting's name on each line, quoted where needed.
interface ValueType<T> {
    /// The value that `words` spell. `current` is the one in force, for types that change a part.
    T parse(List<String> words, T current) throws BadValueException;

    /// The value after one more line of the same source; `earlier` is what its lines so far made.
    default T parseNext(List<String> words, T earlier) throws BadValueException {
        return parse(words, earlier);
    }

    /// `value` with everything filled in that depends on the machine.
    default T resolved(T value) throws BadValueException {
        return value;
    }

    /// The value as `CONFIG GET` shows it.
    String print(T value);

    /// The value as lines of a file, without the name. Never empty.
    default List<String> lines(T value) {
        return List.of(Words.quote(print(value)));
    }

    /// What a value must look like, as the end of the sentence "expected ...".
    String expected();

    /// One word for what a value is, as a usage line has it.
    String kind();

    /// Whether a value may be several words: then `CONFIG SET` splits its argument at spaces.
    default boolean severalWords() {
        return false;
    }
}
