package dev.larder.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, in a project of its own with a JDK and a Maven that only say how they were called.
@EnabledOnOs({OS.LINUX, OS.MAC})
final class LauncherIT {
    private static final String SAY_HOW =
            """
            #!/bin/sh
            echo "pid $$"
            for arg in "$@"; do echo "arg [$arg]"; done
            exit 7
            """;
    private static final String BUILD =
            """
            #!/bin/sh
            echo "java home $JAVA_HOME" >>"$BUILDS"
            mkdir -p "$PROJECT/server/target"
            echo jar >"$PROJECT/server/target/larder.jar"
            """;

    @TempDir Path temp;
    private Path project;
    private Path bin;
    private Path jdk;
    private final Map<String, String> environment = new HashMap<>();

    private record Outcome(int status, String out, String err, long pid) {}

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(temp.resolve("a project"));
        bin = Files.createDirectories(temp.resolve("bin"));
        Files.copy(SourceTree.findRoot().resolve("larder"), project.resolve("larder"));
        makeExecutable(project.resolve("larder"));
        for (String pom : List.of("pom.xml", "server/pom.xml", "server/src/main/java/Main.java")) {
            Files.createDirectories(project.resolve(pom).getParent());
            Files.writeString(project.resolve(pom), "");
        }
        jdk = makeJdk("jdk 25", "25.0.3");
        script(bin.resolve("mvn"), BUILD);
        environment.put("LARDER_JAVA_HOME", jdk.toString());
        environment.put("LARDER_AOT", "off");
        environment.put("HOME", temp.resolve("home").toString());
        environment.put("PROJECT", project.toString());
        environment.put("BUILDS", temp.resolve("builds").toString());
        environment.put("PATH", bin + ":/usr/bin:/bin");
    }

    @Test
    void start_withoutAJar_buildsWithTheJdkFoundAndBecomesTheJvm() throws Exception {
        Outcome outcome = launch(project.resolve("larder"), "serve", "--port", "0 1", "*");
        assertThat(outcome.err()).startsWith("larder: building with ").hasLineCount(1);
        assertThat(builds()).containsExactly("java home " + jdk);
        assertThat(outcome.out().lines())
                .containsSubsequence(
                        "arg [-jar]",
                        "arg [" + project.toRealPath().resolve("server/target/larder.jar") + "]",
                        "arg [serve]",
                        "arg [--port]",
                        "arg [0 1]",
                        "arg [*]");
        assertThat(outcome.out()).startsWith("pid " + outcome.pid() + "\n");
        assertThat(outcome.status()).isEqualTo(7);
    }

    @Test
    void start_withAFreshJar_saysAndBuildsNothing() throws Exception {
        launch(project.resolve("larder"));
        Outcome outcome = launch(project.resolve("larder"));
        assertThat(outcome.err()).isEmpty();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void start_afterASourceChanged_buildsAgain() throws Exception {
        launch(project.resolve("larder"));
        Path source = project.resolve("server/src/main/java/Main.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        launch(project.resolve("larder"));
        assertThat(builds()).hasSize(2);
    }

    @Test
    void start_afterASourceWasDeleted_buildsAgain() throws Exception {
        launch(project.resolve("larder"));
        Path sources = project.resolve("server/src/main/java");
        Files.delete(sources.resolve("Main.java"));
        Files.setLastModifiedTime(sources, FileTime.from(Instant.now().plusSeconds(5)));
        launch(project.resolve("larder"));
        assertThat(builds()).hasSize(2);
    }

    @Test
    void start_withoutSources_runsTheJarThereIs() throws Exception {
        launch(project.resolve("larder"));
        Files.delete(project.resolve("pom.xml"));
        Files.delete(bin.resolve("mvn"));
        assertThat(launch(project.resolve("larder")).status()).isEqualTo(7);
    }

    @Test
    void start_throughALinkFromElsewhere_findsItsProject() throws Exception {
        Path first = Files.createSymbolicLink(temp.resolve("first"), project.resolve("larder"));
        Path second = Files.createSymbolicLink(bin.resolve("larder"), Path.of("../first"));
        assertThat(first).isSymbolicLink();
        assertThat(launch(second, "--help").out()).contains("arg [--help]");
    }

    @Test
    void start_withoutAJdk_saysWhatWasLookedAtAndHowToGetOne() throws Exception {
        environment.put("LARDER_JAVA_HOME", makeJdk("jdk 17", "17.0.15").toString());
        Outcome outcome = launch(project.resolve("larder"));
        assertThat(outcome.status()).isEqualTo(69);
        assertThat(outcome.err())
                .contains("needs a JDK 25 or newer")
                .contains("jdk 17 (Java 17.0.15: too old)")
                .contains("apt-get install")
                .contains("LARDER_JAVA_HOME=")
                .contains("docker ");
    }

    @Test
    void start_withARuntimeOnlyWhereItMustBuild_saysThatACompilerIsMissing() throws Exception {
        Files.delete(jdk.resolve("bin/javac"));
        Outcome outcome = launch(project.resolve("larder"));
        assertThat(outcome.status()).isEqualTo(69);
        assertThat(outcome.err()).contains("no compiler");
    }

    @Test
    void start_withoutMaven_saysHowToGetIt() throws Exception {
        Files.delete(bin.resolve("mvn"));
        environment.put("PATH", onlyTools().toString());
        Outcome outcome = launch(project.resolve("larder"));
        assertThat(outcome.status()).isEqualTo(69);
        assertThat(outcome.err()).contains("no Maven").contains("apt-get install maven");
    }

    @Test
    void start_whenTheBuildFails_showsItsLogAndStops() throws Exception {
        script(bin.resolve("mvn"), "#!/bin/sh\necho 'cannot find symbol'\nexit 1\n");
        Outcome outcome = launch(project.resolve("larder"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("cannot find symbol").contains("the build failed");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void start_withJavaOptions_putsThemAfterItsOwnAndSplitsThemIntoWords() throws Exception {
        environment.put("LARDER_JAVA_OPTS", "-Xmx64m  -Dname=*");
        assertThat(launch(project.resolve("larder")).out().lines())
                .containsSubsequence(
                        "arg [-Xmx128m]", "arg [-Xmx64m]", "arg [-Dname=*]", "arg [-jar]");
    }

    @Test
    void starts_atTheSameTime_buildOnce() throws Exception {
        script(bin.resolve("mvn"), BUILD.replace("mkdir", "sleep 0.3\nmkdir"));
        Process first = start(project.resolve("larder"), temp.resolve("first"));
        Process second = start(project.resolve("larder"), temp.resolve("second"));
        assertThat(List.of(first.waitFor(), second.waitFor())).containsExactly(7, 7);
        assertThat(builds()).hasSize(1);
    }

    private Outcome launch(Path launcher, String... args) throws Exception {
        Path streams = Files.createTempDirectory(temp, "streams");
        Process process = start(launcher, streams.resolve("s"), args);
        int status = process.waitFor();
        return new Outcome(
                status,
                Files.readString(streams.resolve("s.out")),
                Files.readString(streams.resolve("s.err")),
                process.pid());
    }

    private Process start(Path launcher, Path streams, String... args) throws IOException {
        var command = new ArrayList<String>();
        command.add(launcher.toString());
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(temp.toFile());
        builder.redirectOutput(Path.of(streams + ".out").toFile());
        builder.redirectError(Path.of(streams + ".err").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(temp.resolve("builds"), UTF_8);
    }

    private Path makeJdk(String name, String version) throws IOException {
        Path home = temp.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), SAY_HOW);
        script(home.resolve("bin/javac"), SAY_HOW);
        return home;
    }

    /// A directory with what the launcher may call, and no Maven.
    private Path onlyTools() throws IOException {
        Path tools = Files.createDirectories(temp.resolve("tools"));
        for (String tool :
                List.of(
                        "find",
                        "head",
                        "readlink",
                        "dirname",
                        "mkdir",
                        "cat",
                        "sed",
                        "flock",
                        "rm",
                        "touch")) {
            script(
                    tools.resolve(tool),
                    "#!/bin/sh\nPATH=/usr/bin:/bin exec %s \"$@\"\n".formatted(tool));
        }
        return tools;
    }

    private static void script(Path path, String text) throws IOException {
        Files.writeString(path, text);
        makeExecutable(path);
    }

    private static void makeExecutable(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
