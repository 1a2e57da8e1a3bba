package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process: started, spoken to, and told to end.
@Timeout(120)
final class MainIT {
    private static final String READY = "ready on port ";

    @TempDir Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process start(String... arguments) throws IOException {
        return startBehind(List.of(), arguments);
    }

    /// Starts the program behind the words of another command line, which runs what follows it.
    private Process startBehind(List<String> prefix, String... arguments) throws IOException {
        var line = new ArrayList<String>(prefix);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xms8m", "-Xmx128m", "--enable-native-access=ALL-UNNAMED"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.add(Main.class.getName());
        line.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(line).redirectError(directory.resolve("err").toFile()).start();
        processes.add(process);
        return process;
    }

    private String err() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    private int readPort(Process process) throws IOException {
        var reader = process.inputReader(StandardCharsets.UTF_8);
        String line;
        do {
            line = reader.readLine();
            assertThat(line).as("ended before it was ready: %s", err()).isNotNull();
        } while (!line.startsWith(READY));
        return Integer.parseInt(line.substring(READY.length()));
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void serve_toldToEndBySignal_answersFirstAndEndsWithZero()
            throws IOException, InterruptedException {
        Path pidFile = directory.resolve("pid");
        Process process = start("serve", "--port", "0", "--pidfile", pidFile.toString());
        int port = readPort(process);
        assertThat(pidFile).content().isEqualTo(process.pid() + "\n");
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().readNBytes(7)).asString().isEqualTo("+PONG\r\n");
        }
        process.destroy();
        assertThat(end(process)).isZero();
        assertThat(pidFile).doesNotExist();
        assertThat(err()).doesNotContain("Exception", "DEBUG");
    }

    @Test
    void serve_onAPortInUse_ends69WithOneLine() throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process =
                    start(
                            "serve",
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(taken.getLocalPort()));
            assertThat(end(process)).isEqualTo(69);
            assertThat(err())
                    .hasLineCount(1)
                    .startsWith("larder: ")
                    .contains(Integer.toString(taken.getLocalPort()), "in use");
        }
    }

    @Test
    void serve_onAnAddressOfAnotherMachine_ends69WithOneLine()
            throws IOException, InterruptedException {
        Process process = start("serve", "--port", "0", "--bind", "192.0.2.1");
        assertThat(end(process)).isEqualTo(69);
        assertThat(err()).hasLineCount(1).startsWith("larder: ").contains("192.0.2.1");
    }

    @Test
    void serve_withLessMemoryThanItNeeds_ends78() throws IOException, InterruptedException {
        Process process = start("serve", "--port", "0", "--maxmemory", "1kb");
        assertThat(end(process)).isEqualTo(78);
        assertThat(err()).startsWith("settings: maxmemory: 1kb is too little memory");
    }

    @Test
    void serve_withoutAddressSpace_ends71WithOneLine() throws IOException, InterruptedException {
        Process process = start("serve", "--port", "0", "--maxmemory", "100000000gb");
        assertThat(end(process)).isEqualTo(71);
        assertThat(err()).hasLineCount(1).startsWith("larder: cannot reserve ");
    }

    @Test
    void serve_withScarceAddressSpace_reservesOnlyWhatItNeeds()
            throws IOException, InterruptedException {
        var limited = List.of("sh", "-c", "ulimit -v 8000000 && exec \"$@\"", "sh");
        Process process = startBehind(limited, "serve", "--port", "0", "--maxmemory", "64mb");
        assertThat(readPort(process)).isPositive();
        process.destroy();
        assertThat(end(process)).isZero();
    }

    @Test
    void serve_withAWrongSetting_ends78() throws IOException, InterruptedException {
        Process process = start("serve", "--port", "none");
        assertThat(end(process)).isEqualTo(78);
        assertThat(err()).contains("options: --port: 'none' is not an integer");
    }
}
