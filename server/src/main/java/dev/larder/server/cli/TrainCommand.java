package dev.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.client.LarderClient;
import dev.larder.client.LarderException;
import dev.larder.client.Pipeline;
import dev.larder.server.config.Settings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `larder train`: serves for a moment, uses itself, and stops.
///
/// For the JVM that watches (`-XX:AOTCacheOutput`), so that it knows which classes a start loads and
/// which methods a busy server runs. Listens on a free port of the loopback address, and prints nothing but its log.
@Command(
        name = "train",
        description = "Serves for a moment, uses itself, and stops: for the JVM's AOT cache.",
        hidden = true)
final class TrainCommand implements Callable<Integer> {
    /// Enough that the JVM profiles the hot path, and less than a second of it.
    private static final int ROUNDS = 200;

    private static final int REQUESTS_A_ROUND = 20;

    private static final List<String> SETTINGS =
            List.of("--port", "0", "--bind", "127.0.0.1", "--maxmemory", "64mb");

    private final Launch launch;

    TrainCommand(Launch launch) {
        this.launch = launch;
    }

    @Override
    public Integer call() {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        var terminal = new Terminal(nowhere, nowhere, Map.of());
        var watched = new Launch(launch.version(), this::startAndUse, launch.end(), List.of());
        return new ServeCommand(terminal, watched).run(SETTINGS).status();
    }

    private RunningServer startAndUse(Settings settings) throws StartFailedException {
        RunningServer server = launch.starter().start(settings);
        Thread.ofPlatform().name("train").start(() -> useAndStop(server));
        return server;
    }

    private static void useAndStop(RunningServer server) {
        int port = server.addresses().getFirst().getPort();
        try (LarderClient client = LarderClient.connect("127.0.0.1", port)) {
            look(client);
            for (int round = 0; round < ROUNDS; round++) {
                work(client, round);
            }
        } catch (LarderException failed) {
            System.err.println("larder: train: " + failed.getMessage());
        } finally {
            server.stop();
        }
    }

    /// What clients and operators ask when they connect.
    private static void look(LarderClient client) {
        client.call("CLIENT", "SETINFO", "lib-name", "train");
        client.call("INFO");
        client.call("COMMAND", "DOCS", "get");
        client.call("CONFIG", "GET", "*");
        client.call("CLIENT", "LIST");
    }

    /// A mix of what caches are asked, in a pipeline.
    private static void work(LarderClient client, int round) {
        Pipeline pipeline = client.pipeline();
        for (int i = 0; i < REQUESTS_A_ROUND; i++) {
            String key = "key:" + round + ":" + i;
            pipeline.add("SET", key, "value-" + i)
                    .add("GET", key)
                    .add("GET", "missing:" + i)
                    .add("SET", key, "value", "EX", "100")
                    .add("INCR", "count:" + i)
                    .add("MGET", key, "missing", key)
                    .add("EXPIRE", key, "100")
                    .add("TTL", key)
                    .add("EXISTS", key)
                    .add("DEL", key);
        }
        pipeline.run();
        client.call("PING");
    }
}
