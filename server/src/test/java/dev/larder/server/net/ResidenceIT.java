package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import dev.larder.server.testing.ServerProcess;
import dev.larder.server.testing.WireClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a server process takes from the machine, at its worst moment and after a long time. Prints the
/// figures.
@Timeout(280)
final class ResidenceIT {
    private static final long MB = 1 << 20;
    private static final long LIMIT = Integer.getInteger("larder.residence.mb", 64) * MB;
    private static final int DRIFT_SECONDS = Integer.getInteger("larder.drift.seconds", 4);
    private static final int WARM_UP_SECONDS = Math.max(2, DRIFT_SECONDS / 3);
    private static final int BATCH = 64;

    /// What a client asks for before it goes.
    private static final int BATCHES = 50;

    /// What the Java runtime still learns and compiles after the warm-up, in a run of seconds.
    private static final long SETTLING = 16 * MB;

    private static ServerProcess start(long limitBytes) throws IOException {
        return ServerProcess.start(
                64,
                Map.of(
                        "maxmemory",
                        String.valueOf(limitBytes),
                        "io-threads",
                        "2",
                        "intern-values",
                        "off"));
    }

    private record Sizes(int valueBytes, double shareKept) {}

    /// Empty is the server when all is over and flushed: code that was compiled meanwhile, some 15 MB, is not
    /// data. That it is no more than that is asked, too. Sizes shift from one to the next, each long enough to replace everything. What is resident is asked
    /// of the system: the highest it ever was. After each shift the newest values must all be there, as
    /// many as 80 % of the limit holds: memory of the old sizes serves the new one.
    @Test
    void residence_throughEveryShiftOfSizes_staysUnderTheLimit() throws Exception {
        try (ServerProcess server = start(LIMIT);
                WireClient client = server.connect()) {
            long freshBytes = server.residentBytes();
            load(server, WARM_UP_SECONDS);
            long emptyBytes = quiet(server);
            System.out.printf("empty: %,d KB, fresh %,d KB%n", emptyBytes >> 10, freshBytes >> 10);
            var sizes =
                    List.of(
                            new Sizes(100, 0.5),
                            new Sizes(4_000, 0.8),
                            new Sizes(16_384, 0.8),
                            new Sizes(100 << 10, 0.8),
                            new Sizes(1 << 20, 0.7),
                            new Sizes(100, 0.5),
                            new Sizes(4_000, 0.8));
            int phase = 0;
            for (Sizes each : sizes) {
                shift(client, phase, each);
                deleteSome(client, phase);
                report(server, "phase " + phase + " of " + each.valueBytes, emptyBytes);
                phase++;
            }
            long peakBytes = server.peakResidentBytes();
            long leftBytes = quiet(server);
            assertThat(peakBytes)
                    .as("resident at most, empty %d before and %d after", emptyBytes, leftBytes)
                    .isLessThanOrEqualTo((LIMIT + leftBytes) * 105 / 100);
            assertThat(leftBytes - emptyBytes).as("left behind").isLessThan(SETTLING);
        }
    }

    private static void report(ServerProcess server, String when, long emptyBytes)
            throws IOException {
        System.out.printf(
                "%-22s resident %,d KB, at most so far %,d KB = %.1f %% of limit + empty%n",
                when,
                server.residentBytes() >> 10,
                server.peakResidentBytes() >> 10,
                100.0 * server.peakResidentBytes() / (LIMIT + emptyBytes));
    }

    /// Writes half as much again as fits, then asks for the newest.
    private static void shift(WireClient client, int phase, Sizes sizes) throws IOException {
        long count = LIMIT * 3 / 2 / (sizes.valueBytes + 60);
        String value = "v".repeat(sizes.valueBytes);
        int batch = Math.max(1, Math.min(BATCH, (1 << 20) / sizes.valueBytes));
        for (long number = 0; number < count; number += batch) {
            var requests = new ByteArrayOutputStream();
            for (long each = number; each < number + batch; each++) {
                requests.writeBytes(CommandHarness.resp("SET", key(phase, each), value));
            }
            client.send(requests.toByteArray());
            for (int each = 0; each < batch; each++) {
                assertThat(client.line()).isEqualTo("+OK");
            }
        }
        long kept = (long) (LIMIT * sizes.shareKept / sizes.valueBytes);
        long hits = 0;
        for (long number = count - kept; number < count; number += batch) {
            var request = new ByteArrayOutputStream();
            for (long each = number; each < number + batch; each++) {
                request.writeBytes(CommandHarness.resp("EXISTS", key(phase, each)));
            }
            client.send(request.toByteArray());
            for (int each = 0; each < batch; each++) {
                hits += client.line().equals(":1") ? 1 : 0;
            }
        }
        assertThat(hits).as("of the %d newest of %s", kept, sizes).isGreaterThanOrEqualTo(kept);
    }

    /// Every third one, so that pages are left with holes.
    private static void deleteSome(WireClient client, int phase) throws IOException {
        var requests = new ByteArrayOutputStream();
        for (long number = 0; number < 3_000; number += 3) {
            requests.writeBytes(CommandHarness.resp("DEL", key(phase, number)));
        }
        client.send(requests.toByteArray());
        for (long number = 0; number < 3_000; number += 3) {
            client.line();
        }
    }

    private static String key(int phase, long number) {
        return "key:" + phase + ":" + number;
    }

    /// A mix of commands for a while, with clients that come and go: nothing is left of it.
    @Test
    void mixedLoad_forAWhile_leavesNothingBehind() throws Exception {
        try (ServerProcess server = start(32 * MB)) {
            load(server, WARM_UP_SECONDS);
            long residentBytes = quiet(server);
            long threads = server.threads();
            long descriptors = settledDescriptors(server);
            long commands = load(server, DRIFT_SECONDS);
            long growthBytes = quiet(server) - residentBytes;
            long descriptorsLeft = settledDescriptors(server) - descriptors;
            System.out.printf(
                    "after %,d commands: resident %+,d KB, threads %+d, descriptors %+d%n",
                    commands, growthBytes >> 10, server.threads() - threads, descriptorsLeft);
            assertThat(growthBytes).as("growth of resident memory").isLessThan(SETTLING);
            assertThat(server.threads()).isEqualTo(threads);
            assertThat(descriptorsLeft).isZero();
        }
    }

    /// Descriptors when the server has noticed that all but the one asking have gone.
    private static long settledDescriptors(ServerProcess server) throws IOException {
        try (WireClient client = server.connect()) {
            long endNanos = System.nanoTime() + 5_000_000_000L;
            while (!client.exchange("INFO clients").contains("connected_clients:1\r\n")) {
                assertThat(System.nanoTime()).as("patience").isLessThan(endNanos);
            }
            return server.descriptors();
        }
    }

    /// Empties the server, and answers what is resident then.
    private static long quiet(ServerProcess server) throws IOException {
        try (WireClient client = server.connect()) {
            assertThat(client.exchange("LARDER VERIFY")).isEqualTo("+OK");
            assertThat(client.exchange("FLUSHALL SYNC")).isEqualTo("+OK");
            assertThat(client.exchange("MEMORY PURGE")).isEqualTo("+OK");
            assertThat(client.exchange("DBSIZE")).isEqualTo(":0");
            String memory = client.exchange("INFO memory");
            assertThat(memory).contains("larder_blob_bytes:0\r\n");
        }
        return server.residentBytes();
    }

    private static long load(ServerProcess server, int seconds) throws Exception {
        long endNanos = System.nanoTime() + seconds * 1_000_000_000L;
        long commands = 0;
        try (var executor = Executors.newFixedThreadPool(2)) {
            List<Future<Long>> loads = new ArrayList<>();
            for (int seed = 0; seed < 2; seed++) {
                var random = new SplittableRandom(seed);
                loads.add(executor.submit(() -> load(server, random, endNanos)));
            }
            for (Future<Long> each : loads) {
                commands += each.get();
            }
        }
        return commands;
    }

    private static long load(ServerProcess server, SplittableRandom random, long endNanos)
            throws IOException {
        long commands = 0;
        while (System.nanoTime() < endNanos) {
            try (WireClient client = server.connect()) {
                for (int batch = 0; batch < BATCHES && System.nanoTime() < endNanos; batch++) {
                    exchange(client, random);
                    commands += BATCH;
                }
            }
        }
        return commands;
    }

    private static void exchange(WireClient client, SplittableRandom random) throws IOException {
        var requests = new StringBuilder();
        for (int each = 0; each < BATCH; each++) {
            requests.append(request(random));
        }
        client.send(requests.toString());
        for (int each = 0; each < BATCH; each++) {
            client.reply();
        }
    }

    private static String request(SplittableRandom random) {
        String key = "key:" + random.nextInt(30_000);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> words("SET", key, "v".repeat(random.nextInt(3_000)));
            case 3 -> words("SET", key, "v", "PX", String.valueOf(1 + random.nextInt(2_000)));
            case 4 -> words("DEL", key);
            case 5 -> words("INCR", "n" + key);
            case 6 -> words("MSET", key, "a", key + "b", "b".repeat(random.nextInt(200)));
            case 7 -> words("APPEND", key, "tail");
            case 8 -> words("EXPIRE", key, "100");
            case 9 -> words("SETRANGE", key, String.valueOf(random.nextInt(40_000)), "x");
            case 10 -> words("RENAME", key, key + "c");
            default -> words("GET", key);
        };
    }

    private static String words(String... words) {
        return new String(CommandHarness.resp(words), ISO_8859_1);
    }
}
