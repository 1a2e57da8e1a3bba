package dev.larder.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One setting: all that is known of it, in one place. Files, options, environment, `CONFIG GET` and
/// `SET`, help and reference page follow from this.
///
/// Immutable: each `with...` makes a changed copy, for the catalogue to build from.
///
/// @param name lower case, words joined by hyphens
/// @param type how values are read and printed
/// @param defaultValue the value in force when no source says otherwise
/// @param group the chapter it is listed in
/// @param change when it may change
/// @param unit what a bare number counts, or an empty text
/// @param doc what it does: sentences, the first of them good as a summary
/// @param aliases other names for it, older ones as a rule
/// @param traits what else is special
record Directive<T>(
        String name,
        ValueType<T> type,
        T defaultValue,
        Group group,
        Change change,
        String unit,
        String doc,
        List<String> aliases,
        List<Trait> traits) {
    /// What few settings are.
    enum Trait {
        /// The value is a secret: never logged, never listed in problems.
        SENSITIVE,
        /// Left out of patterns, files and pages; answers to its full name only.
        HIDDEN
    }

    /// A live setting without anything special.
    static <T> Directive<T> of(
            Group group, String name, ValueType<T> type, T defaultValue, String doc) {
        return new Directive<>(
                name, type, defaultValue, group, Change.LIVE, "", doc, List.of(), List.of());
    }

    Directive<T> with(Change otherChange) {
        return new Directive<>(
                name, type, defaultValue, group, otherChange, unit, doc, aliases, traits);
    }

    Directive<T> withUnit(String otherUnit) {
        return new Directive<>(
                name, type, defaultValue, group, change, otherUnit, doc, aliases, traits);
    }

    Directive<T> withAliases(String... otherAliases) {
        return new Directive<>(
                name, type, defaultValue, group, change, unit, doc, List.of(otherAliases), traits);
    }

    Directive<T> with(Trait... otherTraits) {
        return new Directive<>(
                name, type, defaultValue, group, change, unit, doc, aliases, List.of(otherTraits));
    }

    /// The name and the aliases.
    List<String> allNames() {
        var names = new ArrayList<String>();
        names.add(name);
        names.addAll(aliases);
        return names;
    }

    boolean hasEffect() {
        return group != Group.COMPATIBILITY;
    }

    boolean isSensitive() {
        return traits.contains(Trait.SENSITIVE);
    }

    boolean isHidden() {
        return traits.contains(Trait.HIDDEN);
    }

    /// The environment variable that sets it: `maxmemory-policy` is `LARDER_MAXMEMORY_POLICY`.
    String variable() {
        return "LARDER_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /// The first sentence of the documentation, without its full stop.
    String summary() {
        int end = doc.indexOf(". ");
        String first = end < 0 ? doc : doc.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    /// The value that `words` spell, `current` being the one in force.
    T parse(List<String> words, T current) throws BadValueException {
        checkCount(words);
        return allowed(type.parse(words, current));
    }

    /// The value after one more line of the same source.
    T parseNext(List<String> words, T earlier) throws BadValueException {
        checkCount(words);
        return allowed(type.parseNext(words, earlier));
    }

    private void checkCount(List<String> words) throws BadValueException {
        if (words.isEmpty() || (words.size() > 1 && !type.severalWords())) {
            String came = words.isEmpty() ? "the value is missing" : words.size() + " values came";
            throw new BadValueException("wrong number of arguments", came);
        }
    }

    private T allowed(T value) throws BadValueException {
        if (change == Change.FIXED && !value.equals(defaultValue)) {
            String reason = "not supported: " + doc;
            throw new BadValueException(reason, reason);
        }
        return value;
    }

    /// The default as a file would say it.
    String defaultText() {
        return String.join("; ", type.lines(defaultValue));
    }
}
