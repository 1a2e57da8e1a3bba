package dev.larder.server.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows of docs/architecture.md: which package may know which.
///
/// A new package needs a line in [#arrows]; a new arrow needs a reason in its commit.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {
    private static final String ROOT = "dev.larder.server";

    /// Known to every package above `memory`; they know nothing of ours but `check`.
    private static final List<String> BASE = List.of("check", "time", "stats");

    private JavaClasses shipped;

    /// What a package may know besides itself, [#BASE] and what is not ours.
    ///
    /// @param from a package below the server's root; `x..` takes its subpackages in, `x.*` takes them alone
    /// @param to packages below the server's root, or `/name` for one
    ///     below `dev.larder`, or `+name` for one type
    ///     there, or empty for the root itself
    record Arrow(String from, List<String> to) {
        static Arrow of(String from, String... to) {
            return new Arrow(from, List.of(to));
        }

        ArchRule rule() {
            var known = new ArrayList<String>();
            known.add(below(from));
            BASE.forEach(name -> known.add(below(name)));
            to.stream()
                    .filter(name -> !name.startsWith("+"))
                    .forEach(name -> known.add(below(name)));
            var types =
                    to.stream()
                            .filter(name -> name.startsWith("+"))
                            .map(name -> "dev.larder." + name.substring(1))
                            .toList();
            return classes()
                    .that()
                    .resideInAPackage(below(from))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(known.toArray(String[]::new))
                                    .or(nameMatching(String.join("|", types)))
                                    .or(resideOutsideOfPackage("dev.larder..")))
                    .because(
                            "docs/architecture.md draws "
                                    + from
                                    + " -> "
                                    + to
                                    + " and no other arrow")
                    .allowEmptyShould(true);
        }

        private static String below(String name) {
            if (name.isEmpty()) {
                return ROOT;
            }
            return name.startsWith("/") ? "dev.larder." + name.substring(1) : ROOT + "." + name;
        }

        @Override
        public String toString() {
            return from + " -> " + to;
        }
    }

    static Stream<Arrow> arrows() {
        return Stream.of(
                Arrow.of(
                        "cli..",
                        "config",
                        "logging",
                        "replay",
                        "bench",
                        "/client..",
                        "/protocol.."),
                Arrow.of("bench..", "/client..", "/protocol.."),
                Arrow.of("replay..", "/client..", "/protocol.."),
                Arrow.of("logging..", "config"),
                Arrow.of(
                        "net..",
                        "command",
                        "session",
                        "store",
                        "config",
                        "security",
                        "/protocol.."),
                Arrow.of("telemetry..", "command", "session", "store", "config"),
                Arrow.of("command", "session", "store", "config", "security", "/protocol.."),
                Arrow.of(
                        "command.*",
                        "command",
                        "session",
                        "store",
                        "config",
                        "security",
                        "/protocol.."),
                Arrow.of("session..", "config", "security", "/protocol.."),
                Arrow.of(
                        "store..",
                        "memory",
                        "/protocol.bytes",
                        "+protocol.resp.BigArgument",
                        "+protocol.resp.BigReply"),
                Arrow.of("memory.."),
                Arrow.of("config..", "/protocol.bytes"),
                Arrow.of("security.."),
                Arrow.of("check.."),
                Arrow.of("time.."),
                Arrow.of("stats.."));
    }

    @BeforeAll
    void importShippedClasses() {
        shipped =
                new ClassFileImporter()
                        .withImportOption(location -> !location.contains("/test-classes/"))
                        .importPackages("dev.larder");
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void packages_knowOnlyWhatIsBelowThem(Arrow arrow) {
        arrow.rule().check(shipped);
    }

    @Test
    void commandFamilies_doNotKnowEachOther() {
        slices().matching(ROOT + ".command.(*)..")
                .should()
                .notDependOnEachOther()
                .because("a family can be read, changed and deleted alone")
                .allowEmptyShould(true)
                .check(shipped);
    }

    @Test
    void partsOfTheStore_doNotKnowEachOther() {
        slices().matching(ROOT + ".store.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAPackage(ROOT + ".store.."), resideInAPackage(ROOT + ".store.slot"))
                .ignoreDependency(
                        resideInAPackage(ROOT + ".store.intern"),
                        resideInAnyPackage(ROOT + ".store.index", ROOT + ".store.evict"))
                .because("shards and the interner alone compose them; what they share is the slot")
                .allowEmptyShould(true)
                .check(shipped);
    }

    @Test
    void packages_formNoCycles() {
        slices().matching("dev.larder.(**)").should().beFreeOfCycles().check(shipped);
    }

    @Test
    void rawMemory_isTouchedByOnePackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".memory..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.foreign..", "sun.misc..", "jdk.internal..")
                .because(
                        "memory safety is reviewed in one package: speak slots, handles and chunks instead")
                .check(shipped);
    }

    @Test
    void optionParsing_isKnownToTheCommandLineOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .because(
                        "settings come from the catalogue of directives, wherever they were written")
                .check(shipped);
    }

    @Test
    void netty_isKnownToTheNetworkAndTheRootOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".command..",
                        ROOT + ".session..",
                        ROOT + ".store..",
                        ROOT + ".memory..",
                        ROOT + ".config..",
                        "dev.larder.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .because("a command sees its session's Link, never the socket")
                .check(shipped);
    }

    @Test
    void everyPackage_hasAnArrow() {
        var drawn =
                arrows().map(arrow -> ROOT + "." + arrow.from().replaceAll("\\.[.*]$", ""))
                        .toList();
        classes()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should(
                        be(
                                describe(
                                        "in a package that docs/architecture.md places: add its arrow",
                                        type ->
                                                drawn.stream()
                                                        .anyMatch(
                                                                type.getPackageName()
                                                                        ::startsWith))))
                .allowEmptyShould(true)
                .check(shipped);
    }
}
