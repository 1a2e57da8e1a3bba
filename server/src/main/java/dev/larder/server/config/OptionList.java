package dev.larder.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The arguments of a command that takes settings as options: `--name value` or `--name=value`, and
/// words that are neither. What the options mean is for [ConfigLoader] to say.
public final class OptionList {
    static final String MARK = "--";

    /// One option.
    ///
    /// @param key as it was written, with its hyphens
    /// @param value empty if there is none
    /// @param hasValue whether there is one
    record Option(String key, String value, boolean hasValue) {
        /// The setting that it names, if it names one.
        Optional<Directive<?>> directive() {
            return key.startsWith(MARK)
                    ? Directives.find(key.substring(MARK.length()))
                    : Optional.empty();
        }
    }

    private final List<Option> options = new ArrayList<>();
    private final List<String> words = new ArrayList<>();

    private OptionList() {}

    /// Tells options, values and words apart. An option's value is the argument after it, unless that
    /// looks like an option itself; `--name=value` leaves no doubt.
    public static OptionList parse(List<String> arguments) {
        var list = new OptionList();
        for (int index = 0; index < arguments.size(); index++) {
            String argument = arguments.get(index);
            int equals = argument.indexOf('=');
            if (!argument.startsWith("-") || argument.equals("-")) {
                list.words.add(argument);
            } else if (equals >= 0) {
                String value = argument.substring(equals + 1);
                list.options.add(new Option(argument.substring(0, equals), value, true));
            } else if (isValue(arguments, index + 1)) {
                index++;
                list.options.add(new Option(argument, arguments.get(index), true));
            } else {
                list.options.add(new Option(argument, "", false));
            }
        }
        return list;
    }

    private static boolean isValue(List<String> arguments, int index) {
        return index < arguments.size() && !arguments.get(index).startsWith(MARK);
    }

    List<Option> options() {
        return options;
    }

    /// The arguments that are neither options nor values of options, in order.
    public List<String> words() {
        return List.copyOf(words);
    }
}
