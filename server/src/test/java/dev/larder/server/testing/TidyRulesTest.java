package dev.larder.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.TreeScanner;
import dev.larder.server.testing.Findings.Exemption;
import dev.larder.server.testing.SourceTree.SourceFile;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Each rule finds what it is there to find, and nothing in a file that keeps it.
final class TidyRulesTest {
    private static final String PATH = "server/src/main/java/Sample.java";

    @Test
    void methodShape_ofALongDeepWideMethod_findsAllThree() {
        String source =
                """
                class Sample {
                    void wide(int a, int b, int c, int d, int e, int f) {
                        for (;;) { while (true) { if (a > b) { switch (c) { default -> {} } } } }
                        %s
                    }
                    void fine(int a) {
                        if (a == 1) { a++; } else if (a == 2) { a++; } else if (a == 3) { a++; } else if (a == 4) { a--; }
                    }
                }
                """
                        .formatted("a++;\n".repeat(50));
        assertThat(findings(source, TidyRules.MethodShape::new))
                .hasSize(3)
                .allMatch(line -> line.startsWith(PATH + ":2: "))
                .anyMatch(line -> line.contains("long method wide: 54 lines"))
                .anyMatch(line -> line.contains("deep method wide: 4 levels"))
                .anyMatch(line -> line.contains("many parameters wide: 6"));
    }

    @Test
    void typeShape_ofAnUndocumentedPublicType_asksForADocComment() {
        String source = "/** Old. */\npublic class Sample {\n/// Said.\npublic record Part() {} }";
        assertThat(findings(source, TidyRules.TypeShape::new))
                .singleElement()
                .asString()
                .contains("no doc comment Sample");
    }

    @Test
    void typeShape_ofAnEmptyName_asksForABetterOne() {
        assertThat(findings("class SlotManager {}", TidyRules.TypeShape::new))
                .singleElement()
                .asString()
                .contains("empty name SlotManager");
    }

    @Test
    void testNames_ofAWordAlone_askForASentence() {
        String source =
                "class SampleTest { @Test void works() {} @Test void add_twice_counts() {} }";
        assertThat(findings(source, TidyRules.TestNames::new))
                .singleElement()
                .asString()
                .contains("test name works");
    }

    @Test
    void forbidden_ofSleepingAndDisabling_findsBoth() {
        String source =
                "class S { @Disabled void a() { Thread.sleep(1); TimeUnit.SECONDS.sleep(2); } }";
        assertThat(findings(source, TidyRules.Forbidden::new)).hasSize(3);
    }

    @Test
    void invariantUse_ofAnUnregisteredNumber_namesIt() {
        String source =
                """
                class Sample {
                    void verify() {
                        require(a == b, "M1", "known");
                        require(a == b, "M2", "unknown");
                        assert a == b : "M3: " + a;
                        throw new InvariantViolation("M4", "unknown");
                    }
                }
                """;
        BiFunction<SourceFile, Findings, TreeScanner<?, ?>> rule =
                (file, findings) -> new TidyRules.InvariantUse(file, findings, Set.of("M1"));
        assertThat(findings(source, rule))
                .extracting(line -> line.replaceAll(".*unknown invariant (..).*", "$1"))
                .containsExactly("M2", "M3", "M4");
    }

    @Test
    void findings_thatAreExempt_areLeftOutAndCounted() {
        var exemption = new Exemption("empty name", "Sample.java#SlotManager", "a reason");
        SourceFile file = SourceTree.parse(PATH, "class SlotManager {}\nclass PageManager {}");
        var findings = new Findings(file, List.of(exemption));
        new TidyRules.TypeShape(file, findings).scan(file.unit(), null);
        assertThat(findings.lines()).singleElement().asString().contains("PageManager");
        assertThat(findings.used()).containsExactly(exemption);
    }

    @Test
    void lineRules_ofPostponedWorkAndDeadCode_findEach() {
        for (String bad :
                List.of(
                        "// TO" + "DO later",
                        "// count = count + 1;",
                        "// if (full) {",
                        "// return slot;",
                        "// /ho" + "me/me/file")) {
            assertThat(TidyTest.lineFindings(SourceTree.parse(PATH, bad))).as(bad).hasSize(1);
        }
        String prose = "// The slot (see M1) is returned to its list; its generation moves on.";
        assertThat(TidyTest.lineFindings(SourceTree.parse(PATH, prose))).isEmpty();
    }

    private static List<String> findings(
            String source, BiFunction<SourceFile, Findings, TreeScanner<?, ?>> rule) {
        SourceFile file = SourceTree.parse(PATH, source);
        var findings = new Findings(file, List.of());
        rule.apply(file, findings).scan(file.unit(), null);
        return findings.lines();
    }
}
