package dev.larder.server.config;

import java.util.List;

/// Any text, possibly empty.
///
/// @param expected what the text should be, for people
record TextType(String expected) implements ValueType<String> {
    @Override
    public String parse(List<String> words, String current) {
        return words.getFirst();
    }

    @Override
    public String print(String value) {
        return value;
    }

    @Override
    public String kind() {
        return "text";
    }
}
