package dev.larder.server.command.reference;

import static dev.larder.server.command.reference.Markdown.inCell;
import static dev.larder.server.command.reference.Markdown.row;

import dev.larder.server.command.Command;
import dev.larder.server.command.CommandSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page that says of every command of Redis 7.2 whether Larder has it: yes, later, or never and why.
///
/// *Yes* is read off the catalogue, so that the page cannot claim what is not there.
public final class SupportPage {
    private static final String LIST = "redis-7.2-commands.txt";
    private static final String NEVER = "never: ";

    /// Why a whole group is missing. A group that is not here is missing only in parts.
    private static final Map<String, String> GROUPS =
            Map.ofEntries(
                    Map.entry("bitmap", "later"),
                    Map.entry("cluster", NEVER + "one process is the whole cache; clients shard"),
                    Map.entry("geo", "later, with sorted sets"),
                    Map.entry("hash", "later"),
                    Map.entry("hyperloglog", "later"),
                    Map.entry("list", "later"),
                    Map.entry("pubsub", "later"),
                    Map.entry("scripting", "later"),
                    Map.entry("set", "later"),
                    Map.entry("sorted_set", "later"),
                    Map.entry("stream", "later"),
                    Map.entry("transactions", "later"));

    /// Why single commands are missing, by their name or its first word.
    private static final Map<String, String> MISSING =
            Map.ofEntries(
                    Map.entry("FAILOVER", NEVER + "nothing is replicated"),
                    Map.entry(
                            "MIGRATE",
                            NEVER + "a cache is filled from its origin, not from others"),
                    Map.entry("MODULE", NEVER + "there is nothing to load modules into"),
                    Map.entry("PFDEBUG", NEVER + "it looks into the workings of Redis"),
                    Map.entry("PFSELFTEST", NEVER + "it tests the workings of Redis"),
                    Map.entry("PSYNC", NEVER + "nothing is replicated"),
                    Map.entry("REPLCONF", NEVER + "nothing is replicated"),
                    Map.entry("RESTORE-ASKING", NEVER + "it moves slots of a cluster"),
                    Map.entry("SYNC", NEVER + "nothing is replicated"),
                    Map.entry("WAITAOF", NEVER + "nothing is kept on disk"));

    /// What is different about commands that are there.
    private static final Map<String, String> DIFFERENCES =
            Map.ofEntries(
                    Map.entry("BGREWRITEAOF", "says that nothing is kept on disk"),
                    Map.entry("BGSAVE", "says that nothing is kept on disk"),
                    Map.entry("CLIENT GETREDIR", "always -1: no keys are tracked"),
                    Map.entry("CLIENT TRACKINGINFO", "always off: no keys are tracked"),
                    Map.entry("CLIENT UNBLOCK", "always 0: no command makes its caller wait"),
                    Map.entry("CLIENT UNPAUSE", "obeyed during a pause of everything, too"),
                    Map.entry("FUNCTION FLUSH", "there are no functions to flush"),
                    Map.entry("REPLICAOF", "only `NO ONE`: nothing is replicated"),
                    Map.entry("SAVE", "says that nothing is kept on disk"),
                    Map.entry("SLAVEOF", "only `NO ONE`: nothing is replicated"),
                    Map.entry("WAIT", "replies 0 at once: there are no replicas"));

    private final List<Command> commands;
    private final Set<String> names;

    /// A command of Redis.
    private record Known(String group, String since, String name) {
        static Known of(String line) {
            String[] words = line.split(" ", 3);
            return new Known(words[0], words[1], words[2]);
        }
    }

    private SupportPage(List<Command> commands) {
        this.commands = commands;
        this.names = all().map(SupportPage::title).collect(Collectors.toSet());
    }

    /// The page about `commands`.
    public static String text(List<Command> commands) {
        return new SupportPage(commands).text();
    }

    /// The commands that are there and differ, for the test that they are.
    static Set<String> differences() {
        return DIFFERENCES.keySet();
    }

    /// The commands that will never be there, for the test that they are not.
    static Set<String> missing() {
        return MISSING.keySet();
    }

    private String text() {
        List<Known> redis = redis();
        long there = redis.stream().filter(known -> names.contains(known.name())).count();
        var page = new StringBuilder("# Commands compared with Redis 7.2\n\n");
        page.append(Markdown.GENERATED);
        page.append("Of the ")
                .append(redis.size())
                .append(" commands and subcommands of Redis 7.2 (those of");
        page.append(" Sentinel and `HELP` left out)\n");
        page.append(there).append(" are there. How each works is in");
        page.append(" [commands/](commands/README.md).\n");
        var groups = new TreeMap<String, StringBuilder>();
        for (Known known : redis) {
            groups.computeIfAbsent(known.group(), _ -> new StringBuilder())
                    .append(row("`" + known.name() + "`", known.since(), state(known)));
        }
        groups.forEach((group, rows) -> {
            page.append("\n## ").append(group).append("\n\n");
            page.append(row("command", "in Redis since", "in Larder"));
            page.append(row("---", "---", "---")).append(rows);
        });
        appendOurs(redis, page);
        return page.toString();
    }

    private String state(Known known) {
        if (names.contains(known.name())) {
            String difference = DIFFERENCES.get(known.name());
            return difference == null ? "yes" : "yes; " + difference;
        }
        String first = known.name().split(" ", 2)[0];
        String reason = MISSING.get(first);
        return reason != null ? reason : GROUPS.getOrDefault(known.group(), "later");
    }

    private void appendOurs(List<Known> redis, StringBuilder page) {
        Set<String> known = redis.stream().map(Known::name).collect(Collectors.toSet());
        page.append("\n## Beyond Redis 7.2\n\n").append(row("command", "what it does"));
        page.append(row("---", "---"));
        all().filter(spec -> !known.contains(title(spec)))
                .filter(spec -> !spec.name().equals("help"))
                .forEach(spec -> page.append(row("`" + title(spec) + "`", inCell(spec.summary()))));
    }

    private Stream<CommandSpec> all() {
        return commands.stream()
                .flatMap(command ->
                        Stream.concat(Stream.of(command), command.subcommands().stream()))
                .map(Command::spec);
    }

    private static String title(CommandSpec spec) {
        return String.join(" ", spec.names()).toUpperCase(Locale.ROOT);
    }

    private static List<Known> redis() {
        InputStream list = SupportPage.class.getResourceAsStream(LIST);
        if (list == null) {
            throw new IllegalStateException("the list of commands is not in the jar: " + LIST);
        }
        try (var lines =
                new BufferedReader(new InputStreamReader(list, StandardCharsets.US_ASCII))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(Known::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
