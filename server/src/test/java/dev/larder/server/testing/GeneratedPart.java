package dev.larder.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/// A part of a page that is made from the code, between two comments that name it:
///
/// ```text
/// <!-- generated: invariants -->
/// <!-- end: invariants -->
/// ```
///
/// A stale part fails its test; `-Dlarder.docs=write` writes it anew instead.
public final class GeneratedPart {
    private final Path page;
    private final String begin;
    private final String end;

    private GeneratedPart(Path page, String name) {
        this.page = page;
        this.begin = "<!-- generated: " + name + " -->\n";
        this.end = "<!-- end: " + name + " -->";
    }

    /// The part called `name` of the page at `path`, from the project's root.
    public static GeneratedPart of(String path, String name) {
        return new GeneratedPart(SourceTree.findRoot().resolve(path), name);
    }

    /// Fails, or writes the page, unless the part is `content`.
    public void mustBe(String content) {
        String text = SourceTree.text(page);
        assertThat(text).as("%s has no part to generate", page).contains(begin).contains(end);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from);
        String wanted = content.strip() + "\n";
        if (!text.substring(from, to).equals(wanted)
                && "write".equals(System.getProperty("larder.docs"))) {
            write(text.substring(0, from) + wanted + text.substring(to));
            return;
        }
        var missing = new ArrayList<>(wanted.lines().toList());
        missing.removeAll(text.substring(from, to).lines().toList());
        assertThat(text.substring(from, to).equals(wanted))
                .as("%s is stale: run this test with -Dlarder.docs=write; new: %s", page, missing)
                .isTrue();
    }

    private void write(String text) {
        try {
            Files.writeString(page, text, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
