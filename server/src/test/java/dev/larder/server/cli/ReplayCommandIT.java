package dev.larder.server.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.LarderServer;
import dev.larder.server.config.Settings;
import dev.larder.server.net.ListenException;
import dev.larder.server.testing.LiveServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Replays made-up traces of the kinds that tell policies apart, in every format, and compares the hits
/// with those of the LRU cache that `LinkedHashMap` is.
final class ReplayCommandIT {
    private static final int REQUESTS = 6_000;

    @TempDir Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /// The order in which keys are asked for.
    enum Shape {
        LOOP,
        ZIGZAG,
        SCANS,
        SKEWED,
        TWO_POOLS,
        RANDOM;

        int[] keys(Random random) {
            return IntStream.range(0, REQUESTS).map(i -> key(i, random)).toArray();
        }

        private int key(int i, Random random) {
            return switch (this) {
                case LOOP -> i % 500;
                case ZIGZAG -> (i / 500) % 2 == 0 ? i % 500 : 499 - i % 500;
                case SCANS -> (i / 300) % 3 == 2 ? 1_000 + i : random.nextInt(150);
                case SKEWED -> (int) Math.pow(1_000, random.nextDouble());
                case TWO_POOLS -> i % 2 == 0 ? random.nextInt(60) : 100 + random.nextInt(900);
                case RANDOM -> random.nextInt(700);
            };
        }
    }

    private static int textbookHits(int[] keys, int entries) {
        var cache =
                new LinkedHashMap<Integer, Boolean>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                        return size() > entries;
                    }
                };
        int hits = 0;
        for (int key : keys) {
            hits += cache.get(key) != null ? 1 : 0;
            cache.put(key, true);
        }
        return hits;
    }

    /// The same requests in all formats, two of them packed.
    private List<String> write(int[] keys) throws IOException {
        var ints = ByteBuffer.allocate(keys.length * Integer.BYTES);
        var longs = ByteBuffer.allocate(keys.length * Long.BYTES);
        Arrays.stream(keys)
                .forEach(key -> longs.putLong(ints.putInt(key).getInt(ints.position() - 4)));
        return List.of(
                write("lirs.trace.gz", lines(keys, "*\n\n", "%d\n")),
                write("arc.lis", lines(keys, "", "%d 1 0 0\n")),
                write("sized.trace", lines(keys, "", "0 %d 68\n")),
                write(
                        "blocks.csv.gz",
                        lines(keys, "version,time,op,size,lbn\n", "1,5,2a,512,%d\n")),
                write("int32.trace", ints.array()),
                write("int64.trace", longs.array()));
    }

    private static byte[] lines(int[] keys, String header, String line) {
        return Arrays.stream(keys)
                .mapToObj(key -> line.replace("%d", Integer.toString(key)))
                .collect(Collectors.joining("", header, ""))
                .getBytes(ISO_8859_1);
    }

    private String write(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        try (var to = Files.newOutputStream(file);
                var packed = name.endsWith(".gz") ? new GZIPOutputStream(to) : to) {
            packed.write(bytes);
        }
        return file.toString();
    }

    private ExitCode replay(List<String> files, String... options) {
        var terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        Map.of());
        var launch = new Launch("1.2.3", ReplayCommandIT::start, finish -> {}, List.of());
        var arguments = new ArrayList<String>(List.of("replay"));
        arguments.addAll(files);
        arguments.addAll(List.of(options));
        return new LarderCli(terminal, launch).run(arguments);
    }

    private static RunningServer start(Settings settings) {
        try {
            LarderServer server = LarderServer.start(settings);
            return new RunningServer() {
                @Override
                public List<InetSocketAddress> addresses() {
                    return server.addresses();
                }

                @Override
                public String transport() {
                    return server.transportName();
                }

                @Override
                public void awaitStop() throws InterruptedException {
                    server.awaitStop();
                }

                @Override
                public void stop() {
                    server.close();
                }
            };
        } catch (ListenException failure) {
            throw new AssertionError(failure);
        }
    }

    /// A column of the table that was printed.
    private List<Long> column(int number) {
        return out.toString(UTF_8)
                .lines()
                .skip(1)
                .map(line -> Long.parseLong(line.split("\\s+", 0)[number]))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void replay_ofEveryFormat_hitsLikeTheTextbook(Shape shape) throws IOException {
        int[] keys = shape.keys(new Random(42));
        List<String> files = write(keys);
        assertThat(replay(files, "--max-entries", "100", "--policy", "allkeys-lru"))
                .as(err.toString(UTF_8))
                .isEqualTo(ExitCode.OK);
        long hits = textbookHits(keys, 100);
        assertThat(column(2)).containsOnly(100L).hasSize(files.size());
        assertThat(column(3)).as("entries held").containsOnly(100L);
        assertThat(column(4)).as("requests").containsOnly((long) REQUESTS);
        assertThat(column(5)).as("hits").containsOnly(hits).hasSize(files.size());
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 499, 500, 2_000})
    void replay_ofAnySize_hitsLikeTheTextbook(int entries) throws IOException {
        for (Shape shape : Shape.values()) {
            int[] keys = shape.keys(new Random(entries));
            String file = write(shape + ".trace", lines(keys, "", "%d\n"));
            out.reset();
            assertThat(replay(List.of(file), "--max-entries", Integer.toString(entries)))
                    .isEqualTo(ExitCode.OK);
            assertThat(column(5))
                    .as(shape.name())
                    .containsExactly((long) textbookHits(keys, entries));
        }
    }

    @Test
    void replay_intoAServer_bindsItAndLeavesItEmpty() throws IOException {
        int[] keys = Shape.SKEWED.keys(new Random(1));
        int distinct = new HashSet<>(Arrays.stream(keys).boxed().toList()).size();
        try (var server = LiveServer.with(Map.of("shards", "1")).start();
                var client = server.connect()) {
            String address = "127.0.0.1:" + server.port();
            assertThat(replay(write(keys), "--max-entries", "10%", "--connect", address))
                    .as(err.toString(UTF_8))
                    .isEqualTo(ExitCode.OK);
            assertThat(client.exchange("DBSIZE")).isEqualTo(":0");
        }
        assertThat(column(2)).containsOnly((long) distinct / 10);
        assertThat(column(5)).containsOnly((long) textbookHits(keys, distinct / 10)).hasSize(6);
    }

    @Test
    void replay_intoAServerWithEntries_refusesAndLeavesThem() throws IOException {
        try (var server = LiveServer.start();
                var client = server.connect()) {
            client.exchange("SET precious 1");
            String address = "127.0.0.1:" + server.port();
            List<String> files = List.of(write("a.trace", "1\n".getBytes(ISO_8859_1)));
            assertThat(replay(files, "--max-entries", "10", "--connect", address))
                    .isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(client.exchange("DBSIZE")).isEqualTo(":1");
        }
        assertThat(err.toString(UTF_8)).contains("the server holds 1 entries");
    }

    @Test
    void replay_withALimit_playsNoMore() throws IOException {
        String file = write("a.trace", lines(Shape.LOOP.keys(new Random(1)), "", "%d\n"));
        assertThat(replay(List.of(file), "--max-entries", "1000", "--limit", "700"))
                .isEqualTo(ExitCode.OK);
        assertThat(column(4)).containsExactly(700L);
        assertThat(column(5)).containsExactly(200L);
    }

    @Test
    void replay_ofAMalformedLine_namesFileAndLine() throws IOException {
        String file = write("a.lis", "1 1 0 0\nx\n".getBytes(ISO_8859_1));
        assertThat(replay(List.of(file), "--max-entries", "10")).isEqualTo(ExitCode.NO_INPUT);
        assertThat(err.toString(UTF_8)).contains(file + ":2: 'x' has 1 fields");
    }

    @Test
    void replay_whereNothingMayGo_saysWhatTheServerSays() throws IOException {
        String file = write("a.trace", lines(Shape.LOOP.keys(new Random(1)), "", "%d\n"));
        assertThat(replay(List.of(file), "--max-entries", "10", "--policy", "noeviction"))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString(UTF_8)).contains("OOM command not allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--max-entries=ten",
                "--policy=oldest --max-entries=1",
                "--format=csv --max-entries=1",
                "--limit=0 --max-entries=1",
                "--pipeline=0 --max-entries=1",
                "--connect=here --max-entries=1",
                "--shards=3 --max-entries=1",
                "--limit=1"
            })
    void replay_withWhatMakesNoSense_isRefused(String options) throws IOException {
        String file = write("a.trace", "1\n".getBytes(ISO_8859_1));
        assertThat(replay(List.of(file), options.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(UTF_8)).isNotBlank();
    }
}
