package dev.larder.server.command.reference;

import static dev.larder.server.command.reference.Markdown.codeInCell;
import static dev.larder.server.command.reference.Markdown.row;

import dev.larder.server.command.AclCategory;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandSpec.Change;
import dev.larder.server.command.KeySpec;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The pages of the commands: an index, and a page for each group.
public final class CommandPages {
    private CommandPages() {}

    /// The index: every command with its summary.
    public static String index(List<Command> commands) {
        var page = new StringBuilder("# Commands\n\n").append(Markdown.GENERATED);
        page.append("All commands Larder knows. How they compare with those of Redis is in\n");
        page.append(
                "[support.md](../support.md), what they complain of in [errors.md](../errors.md).\n");
        for (CommandGroup group : CommandGroup.values()) {
            page.append("\n## ").append(group.text()).append("\n\n");
            page.append(row("command", "what it does")).append(row("---", "---"));
            for (CommandSpec spec : specs(commands, group)) {
                String link = group.text() + ".md#" + anchor(spec);
                page.append(
                        row(
                                "[" + title(spec) + "](" + link + ")",
                                Markdown.inCell(spec.summary())));
            }
        }
        return page.toString();
    }

    /// The page of `group`.
    public static String group(CommandGroup group, List<Command> commands) {
        var page = new StringBuilder("# Commands: " + group.text() + "\n\n");
        page.append(Markdown.GENERATED);
        page.append("`[...]` can be left out, `<...>` cannot; `|` separates alternatives.\n");
        specs(commands, group).forEach(spec -> append(spec, page));
        return page.toString();
    }

    private static List<CommandSpec> specs(List<Command> commands, CommandGroup group) {
        return commands.stream()
                .flatMap(command ->
                        Stream.concat(Stream.of(command), command.subcommands().stream()))
                .map(Command::spec)
                .filter(spec -> spec.group() == group)
                .sorted(Comparator.comparing(CommandSpec::fullName))
                .toList();
    }

    private static void append(CommandSpec spec, StringBuilder page) {
        page.append("\n## ").append(title(spec)).append("\n\n");
        page.append("```text\n").append(spec.syntax()).append("\n```\n\n");
        page.append(spec.summary()).append("\n\n");
        page.append(row("", "")).append(row("---", "---"));
        page.append(row("since", spec.since()));
        if (!spec.complexity().isEmpty()) {
            page.append(row("complexity", Markdown.inCell(spec.complexity())));
        }
        page.append(row("arity", Integer.toString(spec.arity())));
        if (!spec.keys().isEmpty()) {
            String keys =
                    spec.keys().stream().map(CommandPages::text).collect(Collectors.joining("; "));
            page.append(row("keys", keys));
        }
        String flags =
                Stream.of(CommandFlag.values())
                        .filter(flag -> spec.is(flag) && !flag.text().isEmpty())
                        .map(flag -> codeInCell(flag.text()))
                        .collect(Collectors.joining(" "));
        if (!flags.isEmpty()) {
            page.append(row("flags", flags));
        }
        page.append(row("categories", categories(spec)));
        if (!spec.deprecatedSince().isEmpty()) {
            page.append(
                    row(
                            "out of date",
                            "since " + spec.deprecatedSince() + ": " + spec.replacedBy()));
        }
        if (!spec.history().isEmpty()) {
            page.append("\n");
        }
        for (Change change : spec.history()) {
            page.append("- ").append(change.version()).append(": ");
            page.append(change.text()).append("\n");
        }
    }

    private static String categories(CommandSpec spec) {
        return Stream.of(AclCategory.values())
                .filter(spec.categories()::contains)
                .map(category -> codeInCell("@" + category.text()))
                .collect(Collectors.joining(" "));
    }

    private static String text(KeySpec key) {
        String step = key.step() == 1 ? "" : ", every " + key.step();
        if (key.find() == KeySpec.Find.COUNT) {
            return "after argument " + key.begin() + ", which says how many" + step;
        }
        if (key.last() == 0) {
            return "argument " + key.begin();
        }
        String last = key.last() == -1 ? "the last" : "the last but " + (-1 - key.last());
        return "from argument " + key.begin() + " to " + last + step;
    }

    private static String title(CommandSpec spec) {
        return String.join(" ", spec.names()).toUpperCase(Locale.ROOT);
    }

    private static String anchor(CommandSpec spec) {
        return String.join("-", spec.names());
    }
}
