package dev.larder.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.TreeScanner;
import dev.larder.server.testing.Findings.Exemption;
import dev.larder.server.testing.SourceTree.SourceFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The house rules a machine can check, on our own sources. A finding says what to write instead.
///
/// A rule that stands in the way of clarity is broken in the open: by a line in [#EXEMPTIONS].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TidyTest {
    private static final int FILE_LINES_MAX = 500;

    private static final Pattern POSTPONED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern MACHINE_PATH =
            Pattern.compile(
                    "(?<![\\w.])(/ho" + "me/|/ro" + "ot/|/wo" + "rk/|/Us" + "ers/|[A-Z]:\\\\\\\\)");
    private static final Pattern CODE_IN_COMMENT =
            Pattern.compile(
                    "//\\s*(?:[\\w.<>\\[\\]]+(?: \\w+)? ?(?:\\(|[-+*/|&^]?= ).*;"
                            + "|(?:return|throw|import)\\b.*;"
                            + "|(?:if|for|while|switch|try|else)\\b.*\\{"
                            + "|[{}]+\\)?;?)\\s*");

    private static final List<Exemption> EXEMPTIONS =
            List.of(
                    new Exemption(
                            "long file",
                            "ShardGuard.java",
                            "what needs a shard's lock is a method of its guard, so that holding it is a type"),
                    new Exemption(
                            "long file",
                            "/Shard.java",
                            "what a shard guards stands in one place, with what keeps its parts in step"),
                    new Exemption(
                            "many parameters",
                            "InvariantViolation.java#require",
                            "a message's figures without a varargs array where it is asked most"),
                    new Exemption(
                            "many parameters",
                            "ShardGuard.java#on",
                            "one guard a shard is pointed at one key after the other, without an object for it"));

    private final Set<Exemption> used = new HashSet<>();
    private SourceTree sources;

    @BeforeAll
    void readSources() {
        sources = SourceTree.read();
    }

    @AfterAll
    void everyExemption_isStillNeeded() {
        assertThat(EXEMPTIONS).as("exemptions nothing needs: delete them").allMatch(used::contains);
    }

    @Test
    void files_areShort() {
        check(
                sources.all(),
                (file, findings) -> {
                    int count = file.lines().size();
                    if (count > FILE_LINES_MAX) {
                        findings.add(
                                1,
                                "long file",
                                "",
                                "%d lines (at most %d): one idea a file; split by idea"
                                        .formatted(count, FILE_LINES_MAX));
                    }
                });
    }

    @Test
    void methods_areShortAndFlatAndTakeFewParameters() {
        checkTrees(sources.all(), TidyRules.MethodShape::new);
    }

    @Test
    void types_areDocumentedAndNamedForWhatTheyAre() {
        checkTrees(sources.all(), TidyRules.TypeShape::new);
    }

    @Test
    void tests_areNamedAsSentences() {
        checkTrees(sources.all(), TidyRules.TestNames::new);
    }

    @Test
    void nothing_isPostponedDisabledOrCommentedOut() {
        check(sources.all(), TidyTest::checkLines);
        checkTrees(sources.all(), TidyRules.Forbidden::new);
    }

    @Test
    void invariants_areStatedOnceWhereTheyHold() {
        var register = new InvariantRegister(sources.main());
        assertThat(register.repeated()).as("a number is used once, and never again").isEmpty();
        assertThat(register.strangers()).as("letters InvariantRegister does not know").isEmpty();
        checkTrees(
                sources.main(),
                (file, findings) -> new TidyRules.InvariantUse(file, findings, register.names()));
    }

    @Test
    void invariants_areListedInTheArchitecture() {
        var register = new InvariantRegister(sources.main());
        GeneratedPart.of("docs/architecture.md", "invariants").mustBe(register.markdown());
    }

    /// What the rules on single lines find in `file`, without exemptions.
    static List<String> lineFindings(SourceFile file) {
        var findings = new Findings(file, List.of());
        checkLines(file, findings);
        return findings.lines();
    }

    private static void checkLines(SourceFile file, Findings findings) {
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (POSTPONED.matcher(line).find()) {
                findings.add(
                        i + 1, "postponed", "", "do it, or write an ADR that says why not now");
            }
            if (CODE_IN_COMMENT.matcher(line.strip()).matches()) {
                findings.add(i + 1, "commented-out code", "", "delete it: the history keeps it");
            }
            if (MACHINE_PATH.matcher(line).find()) {
                findings.add(
                        i + 1,
                        "machine path",
                        "",
                        "exists on one machine only: make it relative, or a setting");
            }
        }
    }

    private interface Rule {
        void check(SourceFile file, Findings findings);
    }

    private interface TreeRule {
        TreeScanner<?, ?> scanner(SourceFile file, Findings findings);
    }

    private void checkTrees(List<SourceFile> files, TreeRule rule) {
        check(files, (file, findings) -> rule.scanner(file, findings).scan(file.unit(), null));
    }

    private void check(List<SourceFile> files, Rule rule) {
        assertThat(files).as("sources found").hasSizeGreaterThan(5);
        var lines = new ArrayList<String>();
        for (SourceFile file : files) {
            var findings = new Findings(file, EXEMPTIONS);
            rule.check(file, findings);
            used.addAll(findings.used());
            lines.addAll(findings.lines());
        }
        assertThat(lines).isEmpty();
    }
}
