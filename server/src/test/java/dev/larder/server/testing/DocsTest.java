package dev.larder.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The documentation's links lead somewhere, and every page can be reached.
final class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Path ROOT = SourceTree.findRoot();

    @Test
    void links_withinTheProject_leadSomewhere() {
        var broken = new ArrayList<String>();
        for (Path page : pages()) {
            for (Matcher link = LINK.matcher(prose(page)); link.find(); ) {
                String target = link.group(1);
                if (!target.contains(":") && !leadsSomewhere(page, target, link.group(2))) {
                    broken.add(ROOT.relativize(page) + ": " + link.group());
                }
            }
        }
        assertThat(broken).as("links that lead nowhere").isEmpty();
    }

    @Test
    void pages_ofTheDocs_areLinkedFromTheirIndex() {
        Path docs = ROOT.resolve("docs");
        String indexes = SourceTree.text(docs.resolve("README.md"));
        for (Path page : SourceTree.filesUnder(docs, ".md")) {
            String name = docs.relativize(page).toString().replace('\\', '/');
            String folder = name.substring(0, name.lastIndexOf('/') + 1);
            boolean indexed = !folder.isEmpty() && indexes.contains("(" + folder);
            Path ownIndex = docs.resolve(folder).resolve("README.md");
            boolean listed =
                    indexes.contains("(" + name)
                            || (indexed
                                    && Files.exists(ownIndex)
                                    && SourceTree.text(ownIndex)
                                            .contains("(" + page.getFileName()));
            assertThat(listed || name.equals("README.md") || name.endsWith("template.md"))
                    .as("docs/%s: give it a line in docs/README.md", name)
                    .isTrue();
        }
    }

    @Test
    void readme_beginsWithTheTwoCommands() {
        List<String> lines = SourceTree.text(ROOT.resolve("README.md")).lines().limit(6).toList();
        assertThat(lines).anyMatch(line -> line.startsWith("./larder serve"));
        assertThat(lines).anyMatch(line -> line.startsWith("mvn verify"));
    }

    private static List<Path> pages() {
        return Stream.concat(
                        Stream.of("README.md", "CHANGELOG.md").map(ROOT::resolve),
                        SourceTree.filesUnder(ROOT.resolve("docs"), ".md").stream())
                .toList();
    }

    /// The page without its code, in which brackets mean something else.
    private static String prose(Path page) {
        return SourceTree.text(page).replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
    }

    private static boolean leadsSomewhere(Path page, String target, @Nullable String anchor) {
        Path file = target.isEmpty() ? page : page.resolveSibling(target).normalize();
        if (!file.startsWith(ROOT) || !Files.exists(file)) {
            return false;
        }
        return anchor == null || anchors(file).contains(anchor);
    }

    /// What the headings of `page` can be linked by: lower case, words joined by dashes.
    private static List<String> anchors(Path page) {
        return HEADING.matcher(SourceTree.text(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .toList();
    }
}
