package dev.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.client.LarderClient;
import dev.larder.client.LarderException;
import dev.larder.client.Pipeline;
import dev.larder.server.bench.BenchException;
import dev.larder.server.bench.Contest;
import dev.larder.server.bench.Distribution;
import dev.larder.server.bench.Drive;
import dev.larder.server.bench.KeySpace;
import dev.larder.server.bench.Lifetimes;
import dev.larder.server.bench.Load;
import dev.larder.server.bench.LoadRun;
import dev.larder.server.bench.Operation;
import dev.larder.server.bench.ServerAddress;
import dev.larder.server.bench.Target;
import dev.larder.server.bench.ValuePlan;
import dev.larder.server.bench.ValueSizes;
import dev.larder.server.bench.ValueVariety;
import dev.larder.server.bench.Workload;
import dev.larder.server.config.Settings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `larder train`: serves for a moment, uses itself, and stops.
///
/// For the JVM that watches (`-XX:AOTCacheOutput`), so that it knows which classes a start loads, which
/// methods a busy server runs, and which ways through them are taken. The last matters for pauses: the compiler
/// leaves out what it has never seen happen, and when it does happen (the first eviction, the first page
/// that is emptied) falls back to interpreting, all along the path and for a tenth of a second. So all of
/// that happens here: a server of little memory grows, its entries expire, are evicted, and change their sizes.
///
/// Listens on a free port of the loopback address, and prints nothing but its log.
@Command(
        name = "train",
        description = "Serves for a moment, uses itself, and stops: for the JVM's AOT cache.",
        hidden = true)
final class TrainCommand implements Callable<Integer> {
    /// Enough that the JVM profiles the hot path, and less than a second of it.
    private static final int ROUNDS = 200;

    private static final int REQUESTS_A_ROUND = 20;

    /// How long each of the loads is driven.
    private static final double SECONDS = 2;

    private static final int MGET_KEYS = 100;

    private static final Contest.Watcher UNWATCHED =
            new Contest.Watcher() {
                @Override
                public void begins(String what, LoadRun run) {}

                @Override
                public void ended() {}
            };

    private static final List<String> SETTINGS =
            List.of(
                    "--port", "0",
                    "--bind", "127.0.0.1",
                    "--maxmemory", "24mb",
                    "--maxmemory-policy", "allkeys-lru");

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
            for (Load load : loads()) {
                drive(port, load);
            }
        } catch (LarderException | BenchException failed) {
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

    /// Growth with everything that can go on beside it, and then what is asked most, as fast as it goes.
    private static List<Load> loads() {
        var busy = new Drive(50, 16, 1, 0, 0, SECONDS);
        var growing = new KeySpace(200_000, "grow:", Distribution.parse("zipf"), true);
        var keys = new KeySpace(20_000, "key:", Distribution.parse("uniform"), false);
        var shifting =
                values(
                        "64/1000/200/4000/32/500-2000/100/8000:1,50:9",
                        Lifetimes.parse("1-2").of("30%"));
        var plain = values("32", Lifetimes.NONE);
        return List.of(
                new Load(Workload.ratio("2:1"), growing, shifting, 1, busy, 1),
                new Load(Workload.ratio("1:2"), keys, plain, 1, busy, 2),
                new Load(Workload.of(Operation.MGET), keys, plain, MGET_KEYS, busy, 3));
    }

    private static ValuePlan values(String sizes, Lifetimes lifetimes) {
        return new ValuePlan(ValueSizes.parse(sizes), ValueVariety.parse("varied"), lifetimes);
    }

    private static void drive(int port, Load load) throws BenchException {
        var target = new Target(new ServerAddress("127.0.0.1", port), Optional.empty());
        var plan = new Contest.Plan(List.of(load), 1, 0, false);
        try (var contest = new Contest(List.of(target), plan, UNWATCHED)) {
            contest.open();
            contest.play(load, new ArrayList<>());
        }
    }
}
