package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.ServerProcess;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What one client notices of another on the same event loop that keeps it as busy as it can.
final class FairnessIT {
    private static final int HEAP_MEGABYTES = 64;
    private static final int PINGS = 300;

    /// A turn is a millisecond; the rest is for a machine that has other things to do.
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AtomicReference<String> problem = new AtomicReference<>("");
    private ServerProcess server;
    private WireClient other;

    @BeforeEach
    void start() throws IOException {
        server =
                ServerProcess.start(
                        HEAP_MEGABYTES, Map.of("io-threads", "1", "maxmemory", "512mb"));
        other = server.connect();
        for (int count = 0; count < 1_000; count++) {
            assertThat(other.exchange("PING")).isEqualTo("+PONG");
        }
    }

    @AfterEach
    void stop() throws IOException {
        other.close();
        server.close();
    }

    @Test
    void deepPipeline_letsOthersThrough() throws Exception {
        int depth = 20_000;
        byte[] pipeline = "INCR n\r\n".repeat(depth).getBytes(US_ASCII);
        var done = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        try (WireClient busy = server.connect()) {
            threads.add(
                    inBackground(() -> {
                        while (true) {
                            busy.send(pipeline);
                        }
                    }));
            threads.add(
                    inBackground(() -> {
                        while (true) {
                            busy.line();
                            done.incrementAndGet();
                        }
                    }));
            assertThat(slowPingNanos()).isLessThan(SLOW_NANOS);
            assertThat(done.get()).as("requests of the busy one").isGreaterThan(depth);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void valueOf300Megabytes_letsOthersThrough() throws Exception {
        int megabytes = 300;
        byte[] piece = new byte[1 << 20];
        try (WireClient busy = server.connect()) {
            busy.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + ((long) megabytes << 20) + "\r\n");
            Thread sender =
                    inBackground(() -> {
                        for (int count = 0; count < megabytes; count++) {
                            busy.send(piece);
                        }
                        busy.send("\r\n");
                    });
            while (sender.isAlive()) {
                assertThat(slowPingNanos()).isLessThan(SLOW_NANOS);
            }
            assertThat(busy.reply()).isEqualTo("+OK");
        }
        assertThat(other.exchange("STRLEN k")).isEqualTo(":" + ((long) megabytes << 20));
    }

    @Test
    void malformedRequests_letOthersThrough() throws Exception {
        var done = new AtomicLong();
        byte[] hostile =
                ("*1000000\r\n" + "$1\r\nx\r\n".repeat(5_000) + "*1\r\n$x\r\n").getBytes(US_ASCII);
        Thread attacker =
                inBackground(() -> {
                    while (problem.get().isEmpty()) {
                        try (WireClient client = server.connect()) {
                            client.send(hostile);
                            client.reset();
                            done.incrementAndGet();
                        }
                    }
                });
        assertThat(slowPingNanos()).isLessThan(SLOW_NANOS);
        int open = other.exchange("CLIENT LIST").split("\n", -1).length;
        problem.set("over");
        attacker.join();
        assertThat(open).as("connections of the one attacker, and ours").isLessThan(200);
        assertThat(done.get()).isPositive();
    }

    private interface Work {
        void run() throws IOException;
    }

    /// Runs `work` until it fails because its socket is closed.
    private static Thread inBackground(Work work) {
        return Thread.ofPlatform()
                .start(() -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // The test is over, or it will find out.
                    }
                });
    }

    /// The time that all but one in a hundred requests of the other client take less than.
    private long slowPingNanos() throws IOException {
        long[] nanos = new long[PINGS];
        for (int count = 0; count < PINGS; count++) {
            long start = System.nanoTime();
            assertThat(other.exchange("PING")).isEqualTo("+PONG");
            nanos[count] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[PINGS * 99 / 100];
    }
}
