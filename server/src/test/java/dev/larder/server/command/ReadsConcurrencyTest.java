package dev.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.Counter;
import dev.larder.server.store.StoreConfig;
import dev.larder.server.testing.CommandHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: no read is torn, crossed with another key's, or stale, under SET, APPEND, COPY, DEL, expiry and
/// eviction from several loops.
/// Method: a value is a row of records, each of which names its key, its writer and how many that writer
/// wrote to the key before, and carries a checksum. A reader checks each record, that a writer's follow
/// one another, and that the last one it wrote itself is there if any of its own is.
@Timeout(280)
final class ReadsConcurrencyTest {
    private static final int THREADS = 3;
    private static final int KEYS = 400;
    private static final int RECORD_CHARS = 24;
    private static final int VALUE_CHARS_MAX = 24_000;
    private static final int COMMANDS = Integer.getInteger("larder.reads", 300_000) / THREADS;

    private final LongAdder records = new LongAdder();
    private final LongAdder inParts = new LongAdder();

    @Test
    void reads_underEveryKindOfChange_areWholeAndFresh() throws Exception {
        StoreConfig config = StoreConfig.of(3 << 20).withShards(4).withStripes(THREADS);
        try (var server = new CommandHarness(config);
                var executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> loops = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                var worker = new Worker(server, thread);
                loops.add(executor.submit(worker::run));
            }
            for (Future<?> loop : loops) {
                try {
                    loop.get();
                } catch (ExecutionException e) {
                    throw new AssertionError(e.getCause());
                }
            }
            var counters = server.server().stats().counters();
            System.out.printf(
                    "%,d commands, %,d records read, %,d values in parts, %,d evictions, %,d expiries%n",
                    (long) COMMANDS * THREADS,
                    records.sum(),
                    inParts.sum(),
                    counters.sum(Counter.EVICTIONS),
                    counters.sum(Counter.EXPIRATIONS));
            assertThat(records.sum()).isGreaterThan(COMMANDS);
            assertThat(inParts.sum()).as("values in parts").isPositive();
            assertThat(counters.sum(Counter.EVICTIONS)).as("evictions").isPositive();
            assertThat(counters.sum(Counter.EXPIRATIONS)).as("expiries").isPositive();
        }
    }

    /// `0123:4:00000567:89abcdef`: key, writer, ordinal, checksum.
    private static String record(int key, int writer, int ordinal) {
        char[] record = new char[RECORD_CHARS];
        number(record, 0, 4, key, 10);
        number(record, 5, 1, writer, 10);
        number(record, 7, 8, ordinal, 10);
        record[4] = ':';
        record[6] = ':';
        record[15] = ':';
        int sum = 0;
        for (int at = 0; at < 16; at++) {
            sum = sum * 31 + record[at];
        }
        number(record, 16, 8, sum * 0x9E3779B1L & 0xFFFF_FFFFL, 16);
        return new String(record);
    }

    private static void number(char[] into, int at, int digits, long value, int radix) {
        for (int digit = digits - 1; digit >= 0; digit--) {
            into[at + digit] = Character.forDigit((int) (value % radix), radix);
            value /= radix;
        }
    }

    private final class Worker {
        private final CommandHarness server;
        private final CommandHarness.Client client;
        private final int writer;
        private final SplittableRandom random;
        private final int[] written = new int[KEYS];

        Worker(CommandHarness server, int writer) {
            this.server = server;
            this.client = server.client(writer);
            this.writer = writer;
            this.random = new SplittableRandom(writer);
        }

        void run() {
            for (int step = 0; step < COMMANDS; step++) {
                if (writer == 0 && step % 64 == 0) {
                    server.clock().advanceMs(1);
                }
                // Few keys often, so that values grow and threads meet.
                int key = random.nextInt(4) == 0 ? random.nextInt(KEYS) : random.nextInt(8);
                step(key, "key:" + key, "copy:" + key);
            }
        }

        private void step(int key, String name, String copy) {
            // The first keys are mostly spared, so that their values become long.
            boolean spared = key < 2 && random.nextInt(200) != 0;
            switch (random.nextInt(spared ? 5 : 0, 20)) {
                case 0 -> expect(client.send("SET", name, next(key)), "+OK");
                case 1 -> client.send(random.nextInt(10) == 0 ? "DEL" : "TOUCH", name);
                case 2 -> client.send("COPY", name, copy, "REPLACE");
                case 3 -> client.send("PEXPIRE", name, String.valueOf(1 + random.nextInt(60)));
                case 4 -> client.send("PERSIST", name);
                case 5 -> check(key, client.send("GET", copy), false);
                case 6, 7, 8, 9, 10, 11, 12 -> append(key, name);
                case 13 -> checkPart(key, name);
                case 14 -> expect(client.send("SET", "fill:" + key, "f".repeat(15_000)), "+OK");
                default -> check(key, client.send("GET", name), true);
            }
        }

        private void append(int key, String name) {
            String reply = client.send("APPEND", name, next(key));
            int length = Integer.parseInt(reply.substring(1, reply.length() - 2));
            assertThat(length % RECORD_CHARS).as("length %d", length).isZero();
            if (length > VALUE_CHARS_MAX) {
                client.send("DEL", name);
            }
        }

        private String next(int key) {
            return record(key, writer, ++written[key]);
        }

        private void expect(String reply, String start) {
            assertThat(reply).startsWith(start);
        }

        /// A range that begins and ends between records.
        private void checkPart(int key, String name) {
            int from = random.nextInt(100) * RECORD_CHARS;
            int to = from + (1 + random.nextInt(100)) * RECORD_CHARS - 1;
            check(
                    key,
                    client.send("GETRANGE", name, String.valueOf(from), String.valueOf(to)),
                    false);
        }

        private void check(int key, String reply, boolean whole) {
            if (reply.equals("$-1\r\n")) {
                return;
            }
            int begin = reply.indexOf('\n') + 1;
            int end = reply.length() - 2;
            assertThat((end - begin) % RECORD_CHARS).as("torn: %s", reply).isZero();
            int[] ordinals = new int[THREADS];
            for (int at = begin; at < end; at += RECORD_CHARS) {
                check(key, reply.substring(at, at + RECORD_CHARS), ordinals);
            }
            boolean stale = whole && ordinals[writer] != 0 && ordinals[writer] != written[key];
            assertThat(stale)
                    .as("stale: %d of %d is the last of %d", ordinals[writer], written[key], key)
                    .isFalse();
            records.add((end - begin) / RECORD_CHARS);
            if (end - begin > 16_384) {
                inParts.increment();
            }
        }

        private void check(int key, String record, int[] ordinals) {
            int author = record.charAt(5) - '0';
            int ordinal = Integer.parseInt(record.substring(7, 15));
            if (!record.equals(record(key, author, ordinal)) || ordinal <= ordinals[author]) {
                throw new AssertionError(
                        "key " + key + ", after " + ordinals[author] + ": " + record);
            }
            ordinals[author] = ordinal;
        }
    }
}
