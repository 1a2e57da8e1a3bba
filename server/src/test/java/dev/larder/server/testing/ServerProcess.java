package dev.larder.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.server.Commands;
import dev.larder.server.LarderServer;
import dev.larder.server.command.Command;
import dev.larder.server.config.Settings;
import dev.larder.server.stats.Counter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server in a process of its own, with a heap of its own size: for tests that count what a process
/// takes, in memory or in descriptors, or that end one.
public final class ServerProcess implements AutoCloseable {
    /// What the process says on standard error, in its directory if it was given one.
    static final String LOG = "server.log";

    private static final String READY = "listening on ";
    private static final String BREAKABLE = "breakable";
    private static final String EXECUTED = "executed ";

    private final Process process;
    private final BufferedReader out;
    private final int port;

    private ServerProcess(Process process, BufferedReader out, int port) {
        this.process = process;
        this.out = out;
        this.port = port;
    }

    /// Runs in the process: starts a server with the settings given as `name=value` and serves until
    /// the process is told to end.
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        List<Command> commands = new ArrayList<>(Commands.all());
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts[0].equals(BREAKABLE)) {
                commands.add(new BreakCommand());
            } else {
                settings.put(parts[0], parts[1]);
            }
        }
        var real = LarderServer.Environment.real();
        LarderServer server =
                LarderServer.start(
                        Settings.with(settings),
                        new LarderServer.Environment(real.clock(), real.onViolation(), commands));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        System.out.println(READY + server.port());
        server.awaitStop();
    }

    private static void stop(LarderServer server) {
        server.close();
        long executed = server.context().stats().counters().sum(Counter.COMMANDS);
        System.out.println(EXECUTED + executed);
    }

    /// Starts a server with `settings` and a heap of at most `heapMegabytes`, and waits until it
    /// listens.
    public static ServerProcess start(int heapMegabytes, Map<String, String> settings)
            throws IOException {
        return start(line(heapMegabytes, settings));
    }

    /// The same, for a process that may have at most `files` open.
    public static ServerProcess startWithFiles(
            int files, int heapMegabytes, Map<String, String> settings) throws IOException {
        ProcessBuilder line = line(heapMegabytes, settings);
        String limit = "ulimit -n " + files + "; exec \"$@\"";
        line.command().addAll(0, List.of("sh", "-c", limit, "sh"));
        return start(line);
    }

    /// Starts a server that has a `BREAK` command. It runs in `directory` and logs to a file there.
    public static ServerProcess startBreakable(Path directory, Map<String, String> settings)
            throws IOException {
        ProcessBuilder line = line(64, settings);
        line.command().add(BREAKABLE + "=yes");
        line.directory(directory.toFile());
        line.redirectError(directory.resolve(LOG).toFile());
        return start(line);
    }

    private static ProcessBuilder line(int heapMegabytes, Map<String, String> settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("port", "0", "bind", "127.0.0.1", "maxmemory", "64mb"));
        all.putAll(settings);
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xms8m", "-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC"));
        line.addAll(
                List.of("-XX:TrimNativeHeapInterval=1000", "--enable-native-access=ALL-UNNAMED"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.add(ServerProcess.class.getName());
        all.forEach((name, value) -> line.add(name + "=" + value));
        var builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MALLOC_ARENA_MAX", "2"); // as the launcher does
        return builder;
    }

    private static ServerProcess start(ProcessBuilder line) throws IOException {
        Process process = line.start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (String text = out.readLine(); text != null; text = out.readLine()) {
            if (text.startsWith(READY)) {
                int port = Integer.parseInt(text.substring(READY.length()));
                return new ServerProcess(process, out, port);
            }
        }
        throw new IOException("the server ended before it listened");
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// A new connection to it.
    public WireClient connect() throws IOException {
        return WireClient.connect(port);
    }

    /// Resident memory of the process, in bytes. Linux.
    public long residentBytes() throws IOException {
        return status("VmRSS:") * 1024;
    }

    /// The most memory that was ever resident, in bytes. Linux.
    public long peakResidentBytes() throws IOException {
        return status("VmHWM:") * 1024;
    }

    /// How many threads the process has. Linux.
    public long threads() throws IOException {
        return status("Threads:");
    }

    private long status(String name) throws IOException {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            String line = lines.filter(each -> each.startsWith(name)).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    /// How many files the process has open. Linux.
    public long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(proc("fd"))) {
            return files.count();
        }
    }

    /// Lets the process open no file whose descriptor is `number` or above, from now on. Linux, with
    /// util-linux.
    public void limitDescriptors(long number) throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        var prlimit =
                new ProcessBuilder("prlimit", "--pid", pid, "--nofile=" + number + ":")
                        .inheritIO()
                        .start();
        if (prlimit.waitFor() != 0) {
            throw new IOException("prlimit failed");
        }
    }

    /// Processor time the process has used, in milliseconds.
    public long cpuMs() {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /// Tells the process to end, as an operator would.
    public void terminate() {
        process.toHandle().destroy(); // unlike the process itself, leaves its output to be read
    }

    /// Waits for the process to end, and returns its exit code.
    public int awaitEnd(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not end in " + seconds + " s");
        }
        return process.exitValue();
    }

    /// How many commands were executed in its life, as it says at its end.
    public long executedAtEnd() throws IOException {
        for (String text = out.readLine(); text != null; text = out.readLine()) {
            if (text.startsWith(EXECUTED)) {
                return Long.parseLong(text.substring(EXECUTED.length()));
            }
        }
        throw new IOException("the server did not end in order");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
