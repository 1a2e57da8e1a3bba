package dev.larder.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.server.testing.LiveServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The clients of Node.js with their defaults. Each is driven by a script in `src/test/node`, which
/// ends with an error where a reply is not what it expects.
final class NodeClientsIT {
    private static final Path SCRIPTS = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");
    private static final String LOCK = "package-lock.json";
    private static final int INSTALL_SECONDS = 300;
    private static final int SCRIPT_SECONDS = 120;

    @BeforeAll
    static void install() throws Exception {
        for (String tool : List.of("node", "npm")) {
            assumeTrue(isInstalled(tool), tool + " is not installed: its clients are not tested");
        }
        Files.createDirectories(INSTALLED);
        boolean current =
                Files.exists(INSTALLED.resolve("node_modules", ".package-lock.json"))
                        && Files.mismatch(SCRIPTS.resolve(LOCK), INSTALLED.resolve(LOCK)) < 0;
        try (var files = Files.newDirectoryStream(SCRIPTS)) {
            for (Path file : files) {
                Path copy = INSTALLED.resolve(file.getFileName());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!current) {
            run(
                    INSTALL_SECONDS,
                    List.of(
                            "npm",
                            "ci",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            "--prefer-offline"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ioredis", "node-redis"})
    void client_withItsDefaults_getsTheRepliesItExpects(String name) throws Exception {
        try (LiveServer server = LiveServer.start()) {
            String port = Integer.toString(server.port());
            assertThat(run(SCRIPT_SECONDS, List.of("node", name + ".mjs", port)))
                    .contains(name + ": all as expected");
        }
    }

    /// What a command prints, beside the installed clients. Its failure is the test's.
    private static String run(int seconds, List<String> line) throws Exception {
        Path output = INSTALLED.resolve("output.txt");
        Process process =
                new ProcessBuilder(line)
                        .directory(INSTALLED.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            String printed = Files.readString(output, UTF_8);
            assertThat(ended).as("%s ends in %d s: %s", line, seconds, printed).isTrue();
            assertThat(process.exitValue()).as("%s: %s", line, printed).isZero();
            return printed;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean isInstalled(String tool) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(tool, "--version").start();
            process.getOutputStream().close();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
