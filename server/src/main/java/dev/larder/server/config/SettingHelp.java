package dev.larder.server.config;

import java.util.ArrayList;
import java.util.List;

/// What a help text says of one setting.
///
/// @param name of the setting
/// @param kind one word for what a value is
/// @param summary one sentence
/// @param defaultText the default, with its unit
public record SettingHelp(String name, String kind, String summary, String defaultText) {
    /// The settings of one chapter.
    ///
    /// @param ordinal its place among the chapters
    /// @param title its heading
    /// @param hasEffect whether its settings do something
    /// @param settings in order
    public record Chapter(
            int ordinal, String title, boolean hasEffect, List<SettingHelp> settings) {
        /// The names alone, in indented lines of at most `width` characters.
        public List<String> namesInLines(int width) {
            String names = String.join(" ", settings.stream().map(SettingHelp::name).toList());
            return Prose.wrap(names, "  ", width);
        }
    }

    /// All chapters, in order.
    public static List<Chapter> chapters() {
        var chapters = new ArrayList<Chapter>();
        for (Group group : Group.values()) {
            List<SettingHelp> settings =
                    Directives.of(group).stream().map(SettingHelp::of).toList();
            chapters.add(
                    new Chapter(
                            group.ordinal(),
                            group.title(),
                            group != Group.COMPATIBILITY,
                            settings));
        }
        return chapters;
    }

    private static SettingHelp of(Directive<?> directive) {
        String kind = directive.type().kind();
        String choices =
                kind.equals(ChoiceType.WORD)
                        ? " " + Prose.capitalized(directive.type().expected()) + "."
                        : "";
        return new SettingHelp(
                directive.name(),
                kind,
                directive.summary() + "." + choices,
                withUnit(directive.defaultText(), directive.unit()));
    }

    /// A bare number says nothing without its unit; `64kb` and `auto` do.
    private static String withUnit(String value, String unit) {
        boolean bare = value.matches("-?\\d+");
        return bare && !unit.isEmpty() ? value + " " + unit : value;
    }
}
