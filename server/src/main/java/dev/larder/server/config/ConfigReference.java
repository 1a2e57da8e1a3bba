package dev.larder.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The reference page of the settings, in Markdown.
public final class ConfigReference {
    private static final String INTRODUCTION =
            """
            # Configuration reference

            Generated from the catalogue of settings by `larder docs`; do not edit.

            ## Where settings come from

            | source | example | |
            | --- | --- | --- |
            | a file in the style of redis.conf | `max-entries 1000` | `larder serve larder.conf` |
            | the environment | `LARDER_MAX_ENTRIES=1000` | overrides the file |
            | options | `--max-entries 1000` or `--max-entries=1000` | override both |

            Of two lines for the same setting the later one counts; only `save` lines of one source add
            up. Names may be in any case. `config/larder.conf` holds every setting at its default.

            In a file, a line is empty, a comment that begins with `#`, `include FILE`, or a name and
            its value. Values with blanks stand in quotes: in double quotes `\\n \\r \\t \\b \\a \\xHH \\\\ \\"`
            work, in single quotes only `\\'` does. An included file is looked for beside the including
            one; the last part of its name may be a pattern (`include conf.d/*.conf`). On the command
            line and in the environment, a value of several words is one argument: `--bind "127.0.0.1 ::1"`.

            Amounts of memory take `k m g` (powers of 1000) and `kb mb gb` (powers of 1024).

            Everything wrong is reported at once, one line each, with file and line, what came, what is
            expected and the nearest valid name; the server then exits with 78 (64 if only the command
            line itself is malformed, 66 if the file cannot be read). `larder check FILE` does the same
            without starting.

            A variable that begins with `LARDER_` and resembles a setting must be one. Not settings, and
            ignored: `LARDER_JAVA_HOME`, `LARDER_JAVA_OPTS` and `LARDER_AOT`, which the launcher reads,
            and the addresses that Kubernetes and Docker put into the environment for a service called
            `larder` (`LARDER_PORT=tcp://...`, `LARDER_SERVICE_HOST` and their like).

            ## At run time

            `CONFIG GET` takes names and patterns. `CONFIG SET` changes several settings together: all of
            them or, if one value is wrong or cannot be applied, none. `CONFIG REWRITE` writes what is in
            force back to the file, comments and order kept. Settings marked *live* can be changed so.

            """;

    private ConfigReference() {}

    /// The whole page.
    public static String text() {
        var lines = new ArrayList<String>();
        for (Group group : Group.values()) {
            lines.add("## " + group.title());
            lines.add("");
            lines.add(group.summary());
            lines.add("");
            if (group == Group.COMPATIBILITY) {
                addTable(Directives.of(group), lines);
            } else {
                Directives.of(group).forEach(directive -> addSection(directive, lines));
            }
        }
        return INTRODUCTION + String.join("\n", lines).stripTrailing() + "\n";
    }

    private static void addSection(Directive<?> directive, List<String> lines) {
        lines.add("### " + directive.name());
        lines.add("");
        lines.add(directive.doc());
        lines.add("");
        lines.add("| | |");
        lines.add("| --- | --- |");
        lines.add("| takes | " + cell(directive.type().expected()) + " |");
        if (!directive.unit().isEmpty()) {
            lines.add("| unit | " + directive.unit() + " |");
        }
        lines.add("| default | " + defaults(directive) + " |");
        lines.add("| changes | " + directive.change().phrase() + " |");
        lines.add("| environment | `" + directive.variable() + "` |");
        lines.add("");
    }

    private static void addTable(List<Directive<?>> directives, List<String> lines) {
        lines.add("| setting | takes | default | changes | |");
        lines.add("| --- | --- | --- | --- | --- |");
        for (Directive<?> directive : directives) {
            String names =
                    directive.allNames().stream()
                            .map(name -> "`" + name + "`")
                            .collect(Collectors.joining(", "));
            lines.add(
                    "| "
                            + String.join(
                                    " | ",
                                    names,
                                    cell(directive.type().expected()),
                                    defaults(directive),
                                    directive.change().phrase(),
                                    cell(directive.doc()))
                            + " |");
        }
    }

    private static <T> String defaults(Directive<T> directive) {
        return directive.type().lines(directive.defaultValue()).stream()
                .map(line -> "`" + line + "`")
                .collect(Collectors.joining("<br>"));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
