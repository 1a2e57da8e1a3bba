package dev.larder.server.config;

import java.util.List;

/// One printable ASCII character.
record CharacterType() implements ValueType<String> {
    @Override
    public String parse(List<String> words, String current) throws BadValueException {
        String word = words.getFirst();
        if (word.length() != 1 || word.charAt(0) <= ' ' || word.charAt(0) >= '\u007f') {
            throw new BadValueException(
                    "argument must be one printable character",
                    "'" + word + "' is not one character");
        }
        return word;
    }

    @Override
    public String print(String value) {
        return value;
    }

    @Override
    public String expected() {
        return "one printable ASCII character";
    }

    @Override
    public String kind() {
        return "character";
    }
}
