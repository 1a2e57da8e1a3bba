package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.ServerProcess;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// A value many times the size of the heap, in and out, while others are served.
///
/// Full scale: 512 MiB, the longest value there can be, with the same heap.
final class BigValueIT {
    private static final int HEAP_MEGABYTES = 32;
    private static final int PIECE_BYTES = 1 << 20;
    private static final int PIECES = 192;
    private static final long VALUE_BYTES = (long) PIECES * PIECE_BYTES;

    @Test
    void valueOfManyHeaps_inAndOut_letsOthersThrough() throws Exception {
        try (ServerProcess server =
                        ServerProcess.start(HEAP_MEGABYTES, Map.of("maxmemory", "512mb"));
                WireClient client = server.connect();
                WireClient other = server.connect()) {
            assertThat(other.exchange("PING")).isEqualTo("+PONG");
            assertThat(slowestPingDuring(other, () -> put(client)))
                    .isLessThan(TimeUnit.SECONDS.toNanos(1));
            assertThat(client.exchange("STRLEN k")).isEqualTo(":" + VALUE_BYTES);
            assertThat(slowestPingDuring(other, () -> get(client)))
                    .isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void valueDeletedWhileItIsSent_arrivesWhole() throws Exception {
        try (ServerProcess server =
                        ServerProcess.start(HEAP_MEGABYTES, Map.of("maxmemory", "512mb"));
                WireClient client = server.connect();
                WireClient other = server.connect()) {
            put(client);
            client.send("GET k\r\n");
            assertThat(client.line()).isEqualTo("$" + VALUE_BYTES);
            assertThat(other.exchange("DEL k")).isEqualTo(":1");
            readPieces(client);
            assertThat(other.exchange("GET k")).isEqualTo("(nil)");
        }
    }

    private interface Exchange {
        void run() throws IOException;
    }

    private static long slowestPingDuring(WireClient other, Exchange exchange) throws Exception {
        var failure = new AtomicReference<Exception>();
        Thread busy =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                exchange.run();
                            } catch (IOException e) {
                                failure.set(e);
                            }
                        });
        long slowest = 0;
        while (busy.isAlive()) {
            long start = System.nanoTime();
            assertThat(other.exchange("PING")).isEqualTo("+PONG");
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return slowest;
    }

    private static void put(WireClient client) throws IOException {
        client.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + VALUE_BYTES + "\r\n");
        for (int number = 0; number < PIECES; number++) {
            client.send(piece(number));
        }
        client.send("\r\n");
        assertThat(client.reply()).isEqualTo("+OK");
    }

    private static void get(WireClient client) throws IOException {
        client.send("GET k\r\n");
        assertThat(client.line()).isEqualTo("$" + VALUE_BYTES);
        readPieces(client);
    }

    private static void readPieces(WireClient client) throws IOException {
        for (int number = 0; number < PIECES; number++) {
            assertThat(client.bytes(PIECE_BYTES)).isEqualTo(piece(number));
        }
        assertThat(client.bytes(2)).containsExactly('\r', '\n');
    }

    private static byte[] piece(int number) {
        String pattern = "piece " + number + ' ';
        return pattern.repeat(PIECE_BYTES / pattern.length() + 1)
                .substring(0, PIECE_BYTES)
                .getBytes(ISO_8859_1);
    }
}
