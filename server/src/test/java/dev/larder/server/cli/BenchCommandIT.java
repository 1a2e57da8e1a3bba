package dev.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.config.Settings;
import dev.larder.server.testing.LiveServer;
import dev.larder.server.testing.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Short runs of every kind against real servers; what they say is compared with what the servers counted.
final class BenchCommandIT {
    @TempDir Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /// What the process does when it is told to end.
    private final AtomicReference<Runnable> atSignal = new AtomicReference<>(() -> {});

    private ExitCode bench(String options) {
        var terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        Map.of());
        var launch = new Launch("1.2.3", BenchCommandIT::start, atSignal::set, List.of());
        var arguments = new ArrayList<String>(List.of("bench"));
        arguments.addAll(List.of(options.split(" ")));
        return new LarderCli(terminal, launch).run(arguments);
    }

    private static RunningServer start(Settings settings) {
        throw new AssertionError("a benchmark starts no server");
    }

    private String measure(LiveServer server, String options) {
        out.reset();
        assertThat(bench("--warmup 0 --port " + server.port() + " " + options))
                .as(err.toString(UTF_8))
                .isEqualTo(ExitCode.OK);
        assertThat(err.toString(UTF_8)).isEmpty();
        return out.toString(UTF_8);
    }

    /// The number that `name` has first in a JSON document after `from`.
    private static double number(String json, String from, String name) {
        int begin = Math.max(0, json.indexOf(from));
        Matcher number = Pattern.compile("\"" + name + "\": (-?[0-9.]+|null)").matcher(json);
        assertThat(number.find(begin)).as(name + " in " + json).isTrue();
        return number.group(1).equals("null") ? Double.NaN : Double.parseDouble(number.group(1));
    }

    private static long figure(String info, String name) {
        Matcher figure = Pattern.compile(name + "[:=](\\d+)").matcher(info);
        return figure.find() ? Long.parseLong(figure.group(1)) : 0;
    }

    private static long calls(LiveServer server, String command) throws IOException {
        try (var client = server.connect()) {
            return figure(client.exchange("INFO commandstats"), "cmdstat_" + command + ":calls");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "set", "mget", "incr", "ping"})
    void bench_ofEachKind_sendsAsManyRequestsAsItSays(String kind) throws IOException {
        try (var server = LiveServer.start()) {
            String json =
                    measure(
                            server,
                            "--json --requests 5003 --clients 7 --pipeline 4 --threads 2 --keys 50 --test "
                                    + kind);
            assertThat(number(json, "rounds", "requests")).isEqualTo(5003);
            assertThat(number(json, "rounds", "errors")).isZero();
            assertThat(number(json, "rounds", "requests_per_second")).isPositive();
            assertThat(number(json, "rounds", "bytes_sent")).isGreaterThan(5003 * 14.0 - 1);
            assertThat(number(json, "rounds", "p50_ms")).isPositive();
            assertThat(number(json, "rounds", "max_ms"))
                    .isGreaterThanOrEqualTo(number(json, "rounds", "p99_99_ms"));
            assertThat(calls(server, kind)).isEqualTo(5003);
        }
    }

    @Test
    void bench_ofAFilledServer_hitsAlways() throws IOException {
        try (var server = LiveServer.start();
                var client = server.connect()) {
            String json =
                    measure(
                            server,
                            "--json --fill --keys 3000 --requests 4000 --test get --value-bytes 10-30");
            assertThat(client.exchange("DBSIZE")).isEqualTo(":3000");
            assertThat(number(json, "rounds", "hits")).isEqualTo(4000);
            assertThat(number(json, "rounds", "hit_ratio")).isEqualTo(1);
            json = measure(server, "--json --keys 6000 --requests 9000 --test mget --mget-keys 5");
            assertThat(number(json, "rounds", "hits") + number(json, "rounds", "misses"))
                    .isEqualTo(45_000);
            assertThat(number(json, "rounds", "hit_ratio")).isBetween(0.48, 0.52);
        }
    }

    @Test
    void bench_ofLargeValues_arrivesWhole() throws IOException {
        try (var server = LiveServer.start();
                var client = server.connect()) {
            measure(
                    server,
                    "--test set --keys 9 --distribution sequential --clients 3 --pipeline 3 --requests 9"
                            + " --value-bytes 1000000");
            assertThat(client.exchange("STRLEN key:000000000008")).isEqualTo(":1000000");
            String json =
                    measure(
                            server,
                            "--json --test get --keys 9 --clients 3 --pipeline 3 --requests 90");
            assertThat(number(json, "rounds", "bytes_received")).isEqualTo(90 * 1_000_012.0);
            assertThat(number(json, "rounds", "hits")).isEqualTo(90);
        }
    }

    @Test
    void bench_atARate_sendsSoManyAndCountsFromWhenTheyWereDue() throws IOException {
        try (var server = LiveServer.start();
                var client = server.connect()) {
            CompletableFuture<String> paused =
                    CompletableFuture.supplyAsync(
                            () -> measure(server, "--json --rate 2000 --seconds 2 --ratio 1:1"));
            while (figure(client.exchange("INFO commandstats"), "cmdstat_set:calls") < 500) {
                Thread.onSpinWait();
            }
            client.exchange("CLIENT PAUSE 600 ALL");
            String json = paused.join();
            assertThat(number(json, "rounds", "requests") + number(json, "rounds", "unsent"))
                    .isEqualTo(4000);
            assertThat(number(json, "rounds", "max_ms")).isGreaterThan(550);
            // About 1,200 requests were due in the pause, a fifth of them in its first 120 ms.
            assertThat(number(json, "rounds", "p90_ms")).isGreaterThan(200);
            assertThat(number(json, "rounds", "longest_at_seconds")).isBetween(0.1, 2.0);
        }
    }

    @Test
    void bench_atARateBeyondTheServer_saysWhatWasNotSent() {
        try (var server = LiveServer.start()) {
            String text =
                    measure(
                            server,
                            "--rate 3000000 --clients 1 --seconds 1 --test ping --histogram "
                                    + directory.resolve("late.txt"));
            assertThat(text).contains("requests were due and not sent");
        }
    }

    @Test
    void bench_withLifetimesAndAFullServer_saysWhatExpiredAndWasEvicted() throws IOException {
        try (var server =
                        LiveServer.with(
                                        Map.of(
                                                "maxmemory", "5mb",
                                                "maxmemory-policy", "allkeys-lru"))
                                .start();
                var client = server.connect()) {
            String json =
                    measure(
                            server,
                            "--json --scenario pauses --seconds 3 --rate 4000 --keys 20000 --ttl 1"
                                    + " --value-bytes 200/5000/1500");
            assertThat(number(json, "rounds", "requests") + number(json, "rounds", "unsent"))
                    .isEqualTo(12_000);
            assertThat(number(json, "rounds", "evicted")).isPositive();
            assertThat(number(json, "rounds", "expired")).isPositive();
            assertThat(number(json, "rounds", "errors")).isZero();
            assertThat(client.exchange("LARDER VERIFY")).isEqualTo("+OK");
        }
    }

    @Test
    void bench_againstOthers_measuresInTurnAndPrintsRatios() throws IOException {
        try (var first = LiveServer.start();
                var second = LiveServer.start();
                var third = LiveServer.start()) {
            String options =
                    "--test ping --rounds 3 --requests 2000 --against 127.0.0.1:"
                            + second.port()
                            + " --against 127.0.0.1:"
                            + third.port();
            String text = measure(first, options);
            assertThat(text.lines().filter(line -> line.contains("to 127.0.0.1"))).hasSize(2);
            assertThat(text.lines().filter(line -> line.contains("longest stall"))).hasSize(3);
            String json = measure(first, "--json " + options);
            for (LiveServer server : List.of(first, second, third)) {
                assertThat(calls(server, "ping")).isEqualTo(12_000);
            }
            assertThat(number(json, "ratio", "requests_per_second")).isEqualTo(1);
            String name = "\"127.0.0.1:" + second.port() + "\"";
            assertThat(json.substring(json.indexOf(name)).split("\"seconds\"", -1)).hasSize(7);
        }
    }

    @Test
    void bench_ofAProcessHere_knowsItsProcessorTime() throws Exception {
        try (var server = ServerProcess.start(64, Map.of())) {
            assertThat(
                            bench(
                                    "--json --warmup 0.5 --seconds 1.5 --pipeline 8 --port "
                                            + server.port()))
                    .isEqualTo(ExitCode.OK);
            String json = out.toString(UTF_8);
            double micros = number(json, "rounds", "cpu_us_per_request");
            double requests = number(json, "rounds", "requests");
            assertThat(micros * requests / 1000)
                    .as("processor time of the run, of all that it had")
                    .isBetween(10.0, (double) server.cpuMs());
        }
    }

    @Test
    void bench_withAPassword_logsIn() {
        try (var server = LiveServer.with(Map.of("requirepass", "sesame")).start()) {
            assertThat(measure(server, "--password sesame --requests 500")).contains(" 0\n");
            assertThat(bench("--requests 1 --port " + server.port()))
                    .isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(err.toString(UTF_8)).contains("NOAUTH");
            assertThat(bench("--password wrong --requests 1 --port " + server.port()))
                    .isEqualTo(ExitCode.UNAVAILABLE);
        }
    }

    @Test
    void bench_ofAServerThatRefuses_countsAndShowsTheErrors() {
        try (var server =
                LiveServer.with(Map.of("maxmemory", "4mb", "maxmemory-policy", "noeviction"))
                        .start()) {
            String text = measure(server, "--test set --requests 30000 --value-bytes 1000");
            assertThat(text).containsPattern("\\d{3,} x OOM command not allowed");
        }
    }

    @Test
    void bench_ofAServerThatHangsUp_fails() throws IOException {
        try (var server = LiveServer.start();
                var client = server.connect()) {
            CompletableFuture<ExitCode> running =
                    CompletableFuture.supplyAsync(() ->
                            bench("--warmup 0 --seconds 300 --test ping --port " + server.port()));
            while (figure(client.exchange("INFO commandstats"), "cmdstat_ping:calls") < 100) {
                Thread.onSpinWait();
            }
            client.exchange("CLIENT KILL TYPE normal SKIPME yes");
            assertThat(running.join()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(err.toString(UTF_8)).contains("the server closed a connection");
        }
    }

    @Test
    void bench_ofSeveralServersOfWhichOneGoes_printsTheRoundsBefore() throws IOException {
        try (var first = LiveServer.start();
                var second = LiveServer.start();
                var client = second.connect()) {
            CompletableFuture<ExitCode> running =
                    CompletableFuture.supplyAsync(() ->
                            bench(
                                    "--json --warmup 0 --requests 300 --rounds 1000 --test ping --port "
                                            + first.port()
                                            + " --against 127.0.0.1:"
                                            + second.port()));
            while (figure(client.exchange("INFO commandstats"), "cmdstat_ping:calls") < 700) {
                Thread.onSpinWait();
            }
            client.exchange("CLIENT KILL TYPE normal SKIPME yes");
            assertThat(running.join()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(err.toString(UTF_8)).contains("closed");
            assertThat(out.toString(UTF_8).split("\"seconds\"", -1)).hasSizeGreaterThan(4);
        }
    }

    @Test
    void bench_thatIsTold_printsWhatWasMeasuredSoFar()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (var server = LiveServer.start();
                var client = server.connect()) {
            CompletableFuture<String> running =
                    CompletableFuture.supplyAsync(
                            () -> measure(server, "--json --seconds 300 --rounds 7 --test ping"));
            while (figure(client.exchange("INFO commandstats"), "cmdstat_ping:calls") < 100) {
                Thread.onSpinWait();
            }
            atSignal.get().run();
            String json = running.get(5, TimeUnit.SECONDS);
            assertThat(number(json, "rounds", "requests")).isGreaterThanOrEqualTo(100);
            assertThat(json.split("\"seconds\"", -1)).as("one round, cut short").hasSize(2);
        }
    }

    @Test
    void histogram_ofEitherForm_hasAllRequests() throws IOException {
        try (var server = LiveServer.start()) {
            Path log = directory.resolve("all.hlog");
            measure(server, "--test get,ping --rounds 2 --requests 700 --histogram " + log);
            var reader = new HistogramLogReader(log.toFile());
            long total = 0;
            while (reader.nextIntervalHistogram() instanceof Histogram histogram) {
                total += histogram.getTotalCount();
            }
            reader.close();
            assertThat(total).isEqualTo(2_800);
            Path table = directory.resolve("all.txt");
            measure(server, "--test ping --requests 700 --histogram " + table);
            assertThat(Files.readString(table))
                    .contains("# PING, 127.0.0.1:" + server.port())
                    .containsPattern("Total count\\s*=\\s*700");
        }
    }

    @Test
    void histogram_thatCannotBeWritten_failsAfterTheTable() {
        try (var server = LiveServer.start()) {
            String file = directory.resolve("missing").resolve("h.txt").toString();
            assertThat(
                            bench(
                                    "--warmup 0 --requests 10 --histogram "
                                            + file
                                            + " --port "
                                            + server.port()))
                    .isEqualTo(ExitCode.CANNOT_CREATE);
            assertThat(out.toString(UTF_8)).contains("longest stall");
        }
    }

    @Test
    void bench_ofNoServer_saysSo() {
        assertThat(bench("--port 1 --requests 1")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString(UTF_8)).contains("cannot connect to 127.0.0.1:1").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--ratio=1",
                "--test=del",
                "--test=get --ratio=1:1",
                "--keys=0",
                "--keys=x",
                "--distribution=even",
                "--value-bytes=9-8",
                "--values=some",
                "--ttl=0",
                "--ttl=5 --ttl-share=5",
                "--clients=0",
                "--pipeline=0",
                "--threads=51",
                "--rate=-1",
                "--requests=-1",
                "--seconds=0",
                "--seconds=NaN",
                "--warmup=-1",
                "--mget-keys=0",
                "--rounds=-1",
                "--scenario=storm",
                "--connect=here",
                "--against=there",
                "--port=65536",
                "--value-bytes=16000000 --clients=1000",
                "--fast",
                "word"
            })
    void bench_withWhatMakesNoSense_isRefusedInOneLine(String options) {
        assertThat(bench(options)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(UTF_8).lines().findFirst().orElseThrow()).startsWith("larder: ");
        assertThat(err.toString(UTF_8)).contains("See 'larder bench --help'");
        assertThat(out.toString(UTF_8)).isEmpty();
    }
}
