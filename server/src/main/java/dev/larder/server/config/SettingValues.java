package dev.larder.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A value for every setting. Immutable; changed through a [Draft]. For cold code only.
///
/// A value is kept under its directive's name, and only [Draft#put] puts one in, which takes its type
/// from the directive: so what comes out has that type, too.
final class SettingValues {
    private final Map<String, Object> values;

    private SettingValues(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /// The default of every setting in the catalogue.
    static SettingValues defaults() {
        var draft = new Draft(new HashMap<>());
        for (Directive<?> directive : Directives.ALL) {
            draft.putDefault(directive);
        }
        return draft.freeze();
    }

    <T> T get(Directive<T> directive) {
        return typed(directive, values);
    }

    /// A value that fits an `int` by its type's bounds.
    int integer(Directive<Long> directive) {
        return Math.toIntExact(get(directive));
    }

    /// The value as `CONFIG GET` shows it.
    <T> String print(Directive<T> directive) {
        return directive.type().print(get(directive));
    }

    /// The value as lines of a file, without the name.
    <T> List<String> lines(Directive<T> directive) {
        return directive.type().lines(get(directive));
    }

    /// Whether the value is the default one.
    <T> boolean isDefault(Directive<T> directive) {
        return lines(directive).equals(directive.type().lines(directive.defaultValue()));
    }

    /// Whether both have equal values for `directive`.
    boolean agree(SettingValues other, Directive<?> directive) {
        return get(directive).equals(other.get(directive));
    }

    /// A changeable copy.
    Draft draft() {
        return new Draft(new HashMap<>(values));
    }

    @SuppressWarnings("unchecked")
    private static <T> T typed(Directive<T> directive, Map<String, Object> values) {
        Object value = values.get(directive.name());
        if (value == null) {
            throw new IllegalArgumentException("not in the catalogue: " + directive.name());
        }
        return (T) value;
    }

    /// Values that are still being put together. Used by one thread.
    static final class Draft {
        private final Map<String, Object> values;

        private Draft(Map<String, Object> values) {
            this.values = values;
        }

        <T> T get(Directive<T> directive) {
            return typed(directive, values);
        }

        <T> void put(Directive<T> directive, T value) {
            values.put(directive.name(), value);
        }

        private <T> void putDefault(Directive<T> directive) {
            values.put(directive.name(), directive.defaultValue());
        }

        SettingValues freeze() {
            return new SettingValues(values);
        }
    }
}
