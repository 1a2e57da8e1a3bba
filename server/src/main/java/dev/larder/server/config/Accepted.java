package dev.larder.server.config;

import java.util.ArrayList;
import java.util.List;

/// Makes directives that are accepted without effect: read, checked and shown as Redis would.
final class Accepted {
    private Accepted() {}

    static Directive<Boolean> flag(String name, boolean defaultValue, String doc) {
        return Directive.of(Group.COMPATIBILITY, name, new BooleanType(), defaultValue, doc);
    }

    static Directive<Long> integer(String name, long min, long max, long defaultValue, String doc) {
        return Directive.of(
                Group.COMPATIBILITY, name, new IntegerType(min, max), defaultValue, doc);
    }

    /// An integer from 0 up.
    static Directive<Long> count(String name, long defaultValue, String doc) {
        return integer(name, 0, Integer.MAX_VALUE, defaultValue, doc);
    }

    /// An amount of memory from 0 up.
    static Directive<Long> bytes(String name, long defaultValue, String doc) {
        return bytes(name, 0, defaultValue, doc);
    }

    static Directive<Long> bytes(String name, long min, long defaultValue, String doc) {
        return Directive.of(
                        Group.COMPATIBILITY,
                        name,
                        new BytesType(min, Long.MAX_VALUE),
                        defaultValue,
                        doc)
                .withUnit("bytes");
    }

    static Directive<String> text(String name, String defaultValue, String doc) {
        return Directive.of(Group.COMPATIBILITY, name, new TextType("a text"), defaultValue, doc);
    }

    static Directive<List<String>> words(
            String name, int countMax, String defaultWords, String doc) {
        return Directive.of(
                Group.COMPATIBILITY,
                name,
                new WordsType("at most " + countMax + " words", 0, countMax),
                List.of(defaultWords.split(" ")),
                doc);
    }

    /// A choice of words, the default among them.
    static Directive<String> choice(String name, String defaultValue, String doc, String... words) {
        return Directive.of(Group.COMPATIBILITY, name, ChoiceType.of(words), defaultValue, doc);
    }

    /// The parts one after another.
    @SafeVarargs
    static List<Directive<?>> join(List<Directive<?>>... parts) {
        var all = new ArrayList<Directive<?>>();
        for (List<Directive<?>> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }
}
