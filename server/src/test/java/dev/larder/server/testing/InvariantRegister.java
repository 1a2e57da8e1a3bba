package dev.larder.server.testing;

import dev.larder.server.testing.SourceTree.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// All invariants, as the doc comments of their classes state them: `- **M1** A slot is ...`.
final class InvariantRegister {
    private static final Pattern STATED =
            Pattern.compile("\\s*/// - \\*\\*([A-Z]\\d{1,2})\\*\\* (.*)");
    private static final Pattern CONTINUED = Pattern.compile("\\s*///   (\\S.*)");
    private static final Pattern LINK = Pattern.compile("\\[#?([A-Za-z#]+)\\](?!\\()");

    /// The letters in the order of the page, and what each stands for.
    private static final Map<String, String> LETTERS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("A", "looking ahead"),
                            Map.entry("M", "memory: chunks, slots, blobs"),
                            Map.entry("B", "buckets of the index"),
                            Map.entry("L", "the eviction order"),
                            Map.entry("X", "expiry"),
                            Map.entry("N", "the interner"),
                            Map.entry("G", "ghosts: how entries ended"),
                            Map.entry("H", "handles"),
                            Map.entry("E", "leases"),
                            Map.entry("T", "families: tags and prefixes"),
                            Map.entry("S", "shards"),
                            Map.entry("P", "counters"),
                            Map.entry("R", "protocol and network"),
                            Map.entry("C", "commands")));

    /// One invariant where it is stated.
    private record Invariant(String name, String text, String type) {}

    private final List<Invariant> stated = new ArrayList<>();

    InvariantRegister(List<SourceFile> files) {
        files.forEach(this::read);
        stated.sort(
                Comparator.comparingInt((Invariant one) -> one.name().charAt(0))
                        .thenComparingInt(one -> Integer.parseInt(one.name().substring(1))));
    }

    Set<String> names() {
        return stated.stream().map(Invariant::name).collect(Collectors.toSet());
    }

    /// Names that two classes state, or one class twice.
    List<String> repeated() {
        var types = stated.stream().collect(Collectors.groupingBy(Invariant::name));
        return types.values().stream()
                .filter(same -> same.size() > 1)
                .map(same ->
                        same.getFirst().name()
                                + " in "
                                + same.stream().map(Invariant::type).toList())
                .toList();
    }

    /// Names whose letter stands for nothing.
    List<String> strangers() {
        return names().stream().filter(name -> !LETTERS.containsKey(name.substring(0, 1))).toList();
    }

    /// The register as Markdown, a list a letter.
    String markdown() {
        var page = new StringBuilder();
        LETTERS.forEach((letter, meaning) -> {
            page.append("\n### %s: %s\n\n".formatted(letter, meaning));
            stated.stream()
                    .filter(one -> one.name().startsWith(letter))
                    .forEach(one ->
                            page.append(
                                    "- **%s** (`%s`) %s\n"
                                            .formatted(one.name(), one.type(), one.text())));
        });
        return page.toString();
    }

    private void read(SourceFile file) {
        List<String> lines = file.lines();
        String type = file.path().replaceAll(".*/|\\.java$", "");
        for (int i = 0; i < lines.size(); i++) {
            Matcher start = STATED.matcher(lines.get(i));
            if (start.matches()) {
                String text = start.group(2) + rest(lines, i + 1);
                stated.add(new Invariant(start.group(1), plain(text), type));
            }
        }
    }

    /// The indented lines of a doc comment that go on from line `from`.
    private static String rest(List<String> lines, int from) {
        return lines.stream()
                .skip(from)
                .map(CONTINUED::matcher)
                .takeWhile(Matcher::matches)
                .map(more -> " " + more.group(1))
                .collect(Collectors.joining());
    }

    /// Links of doc comments mean nothing outside of their class: they become code.
    private static String plain(String text) {
        return LINK.matcher(text).replaceAll("`$1`");
    }
}
