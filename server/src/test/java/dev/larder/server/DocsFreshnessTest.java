package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.cli.GeneratedPage;
import dev.larder.server.config.ConfigLoader;
import dev.larder.server.config.ConfigResult;
import dev.larder.server.testing.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is generated into the repository says what the code says now.
final class DocsFreshnessTest {
    static Stream<GeneratedPage> pages() {
        return GeneratedPages.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyGeneratedPage_isWhatTheCodeMakesNow(GeneratedPage page) throws IOException {
        Path file = SourceTree.findRoot().resolve(page.path());
        assertThat(file).as("run: ./larder docs").exists();
        assertThat(Files.readString(file, StandardCharsets.UTF_8))
                .as("%s is stale, run: ./larder docs", page.path())
                .isEqualTo(page.text().get());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyGeneratedPage_isTidyText(GeneratedPage page) {
        String text = page.text().get();
        assertThat(text).endsWith("\n").doesNotContain("\t", "\r");
        assertThat(text.lines()).noneMatch(line -> line.endsWith(" "));
        if (page.path().endsWith(".conf")) {
            assertThat(text.lines()).allMatch(line -> line.length() <= 100);
        }
    }

    /// Taking the mark off every setting changes nothing: the file really shows the defaults.
    @Test
    void larderConf_withEverySettingTakenUp_isTheDefaults(@TempDir Path directory)
            throws IOException {
        Path conf = SourceTree.findRoot().resolve("config/larder.conf");
        List<String> lines =
                Files.readAllLines(conf).stream()
                        .map(line -> line.matches("#[a-z].*") ? line.substring(1) : line)
                        .toList();
        assertThat(lines).filteredOn(line -> !line.startsWith("#")).hasSizeGreaterThan(190);
        Path taken = Files.write(directory.resolve("taken.conf"), lines);
        var loader = new ConfigLoader();
        loader.file(taken);
        assertThat(loader.finish())
                .isInstanceOfSatisfying(
                        ConfigResult.Valid.class,
                        valid -> {
                            assertThat(valid.warnings()).isEmpty();
                            var defaults = (ConfigResult.Valid) new ConfigLoader().finish();
                            assertThat(valid.settings().get(List.of("*")))
                                    .isEqualTo(defaults.settings().get(List.of("*")));
                        });
    }
}
