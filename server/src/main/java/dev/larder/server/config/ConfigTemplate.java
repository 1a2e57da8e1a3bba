package dev.larder.server.config;

import java.util.ArrayList;
import java.util.List;

/// The configuration file that comes with the server: every setting of the catalogue, commented out,
/// at its default, with all that a user has to know of it.
public final class ConfigTemplate {
    private static final int WIDTH = 100;
    private static final String COMMENT = "# ";

    private static final List<String> INTRODUCTION =
            List.of(
                    "Larder's settings, every one of them, at their defaults. Take the mark off a line and"
                            + " change it.",
                    "",
                    "Each is also an option of `larder serve` (--max-entries 1000) and an environment"
                            + " variable (LARDER_MAX_ENTRIES=1000). The environment overrides this file and"
                            + " options override both; of two lines for the same setting the later one"
                            + " counts. `larder check FILE` says what is wrong with a file.",
                    "",
                    "Memory: 1k is 1000 bytes, 1kb is 1024, likewise m, mb, g, gb; case does not matter."
                            + " Text with blanks stands in quotes; in double quotes \\n, \\t, \\\\, \\\" and"
                            + " \\xHH work. A comment needs a line of its own. `include FILE` reads another"
                            + " file, relative to this one; its last part may be a pattern.",
                    "",
                    "This file is generated from the catalogue of settings: larder docs.");

    private ConfigTemplate() {}

    /// The whole file.
    public static String text() {
        var lines = new ArrayList<String>();
        for (String paragraph : INTRODUCTION) {
            lines.addAll(paragraph.isEmpty() ? List.of("#") : comment(paragraph));
        }
        for (Group group : Group.values()) {
            lines.add("");
            lines.add(ruled(group.title()));
            lines.addAll(comment(group.summary()));
            for (Directive<?> directive : Directives.of(group)) {
                lines.add("");
                add(directive, lines);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String ruled(String title) {
        String start = COMMENT + "--- " + title + " ";
        return start + "-".repeat(WIDTH - start.length());
    }

    private static List<String> comment(String text) {
        return Prose.wrap(text, COMMENT, WIDTH);
    }

    private static <T> void add(Directive<T> directive, List<String> lines) {
        lines.addAll(comment(directive.doc()));
        lines.addAll(comment(facts(directive)));
        for (String line : directive.type().lines(directive.defaultValue())) {
            lines.add("#" + directive.name() + " " + line);
        }
    }

    private static String facts(Directive<?> directive) {
        var facts = new StringBuilder("Takes ").append(directive.type().expected());
        if (!directive.unit().isEmpty()
                && !directive.type().expected().contains(directive.unit())) {
            facts.append(", in ").append(directive.unit());
        }
        facts.append(". Default: ").append(directive.defaultText());
        facts.append(". Changes: ").append(directive.change().phrase()).append('.');
        if (!directive.aliases().isEmpty()) {
            facts.append(" Also called ")
                    .append(String.join(", ", directive.aliases()))
                    .append('.');
        }
        return facts.toString();
    }
}
