package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.ServerProcess;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Replies that nobody reads, against a server in a process of its own with no limit on what may wait
/// for a client (`client-output-buffer-limit normal 0 0 0`): they take a bounded part of its memory.
final class UnreadRepliesIT {
    private static final int HEAP_MEGABYTES = 32;

    /// Half the heap, which is what copied replies may take, and the whole of it for all the rest: the
    /// runtime has just been started and grows by itself. The replies would be three gigabytes.
    private static final long GROWTH_BYTES_MAX = (HEAP_MEGABYTES * 3L / 2) << 20;

    private ServerProcess server;
    private WireClient other;

    @BeforeEach
    void start() throws IOException {
        server = ServerProcess.start(HEAP_MEGABYTES, Map.of());
        other = server.connect();
        other.send(request("SET", "k", "x".repeat(10_000)));
        assertThat(other.reply()).isEqualTo("+OK");
    }

    @AfterEach
    void stop() throws IOException {
        other.close();
        server.close();
    }

    @Test
    void oneHugeReplyOfShortValues_isGivenUp_andNobodyElseNotices() throws IOException {
        List<String> words = new ArrayList<>(List.of("MGET"));
        for (int count = 0; count < 20_000; count++) {
            words.add("k");
        }
        long before = server.residentBytes();
        try (WireClient greedy = server.connect()) {
            greedy.send(request(words.toArray(String[]::new)));
            awaitClients(1);
            assertThat(server.residentBytes() - before).isLessThan(GROWTH_BYTES_MAX);
        }
        assertThat(other.exchange("STRLEN k")).isEqualTo(":10000");
    }

    @Test
    void manyRepliesOfManyClients_areBoundedTogether() throws IOException {
        long before = server.residentBytes();
        String some = request("MGET", "k", "k", "k", "k", "k", "k", "k", "k").repeat(100);
        List<WireClient> clients = new ArrayList<>();
        for (int count = 0; count < 400; count++) {
            WireClient client = server.connect();
            clients.add(client);
            client.send(some);
            assertThat(other.exchange("STRLEN k")).isEqualTo(":10000");
        }
        assertThat(server.residentBytes() - before).isLessThan(GROWTH_BYTES_MAX);
        assertThat(clients()).as("clients that were not given up").isBetween(40, 399);
        for (WireClient client : clients) {
            client.close();
        }
    }

    @Test
    void keysThatAreTooManyForOneReply_areRefused() throws IOException {
        String filler = "f".repeat(200);
        for (int batch = 0; batch < 60; batch++) {
            var sets = new StringBuilder();
            for (int count = 0; count < 1_000; count++) {
                sets.append(request("SET", filler + batch + ":" + count, ""));
            }
            other.send(sets.toString().getBytes(ISO_8859_1));
            for (int count = 0; count < 1_000; count++) {
                assertThat(other.reply()).isEqualTo("+OK");
            }
        }
        assertThat(other.exchange("KEYS *")).startsWith("-ERR too many keys match");
        assertThat(other.exchange("SCAN 0 COUNT 100000")).startsWith("-ERR too many keys match");
        assertThat(other.exchange("KEYS k")).isEqualTo("[k]");
    }

    private int clients() throws IOException {
        return other.exchange("CLIENT LIST").split("\n", -1).length - 1;
    }

    private void awaitClients(int count) throws IOException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (clients() != count && System.nanoTime() < endNanos) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(clients()).isEqualTo(count);
    }

    private static String request(String... words) {
        var request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString();
    }
}
