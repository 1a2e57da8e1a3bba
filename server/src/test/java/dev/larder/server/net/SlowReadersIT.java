package dev.larder.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.ServerProcess;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Twenty clients that ask for a value of 50 MiB each and never read it: what it costs the server and
/// the others. But for the time after which they are closed, this is full scale.
final class SlowReadersIT {
    private static final int READERS = 20;
    private static final int VALUE_BYTES = 50 << 20;
    private static final int HEAP_MEGABYTES = 64;
    private static final int STALL_SECONDS = 4;
    private static final long GROWTH_BYTES_MAX = 16L << 20;

    private ServerProcess server;
    private WireClient other;

    @BeforeEach
    void start() throws IOException {
        server =
                ServerProcess.start(
                        HEAP_MEGABYTES,
                        Map.of(
                                "maxmemory",
                                "256mb",
                                "maxmemory-policy",
                                "allkeys-lru",
                                "output-stall-timeout",
                                STALL_SECONDS + "s"));
        other = server.connect();
        put((byte) 'x');
    }

    private void put(byte filler) throws IOException {
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, filler);
        other.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + VALUE_BYTES + "\r\n");
        for (int sent = 0; sent < VALUE_BYTES; sent += piece.length) {
            other.send(piece);
        }
        other.send("\r\n");
        assertThat(other.reply()).isEqualTo("+OK");
    }

    @AfterEach
    void stop() throws IOException {
        other.close();
        server.close();
    }

    @Test
    void readersThatNeverRead_costLittle_keepNothing_andAreClosed() throws IOException {
        assertThat(slowPingNanos()).isPositive(); // warms up
        long slowBefore = slowPingNanos();
        long residentBefore = server.residentBytes();
        List<WireClient> readers = new ArrayList<>();
        for (int count = 0; count < READERS; count++) {
            WireClient reader = server.connect();
            reader.send("GET k\r\n");
            assertThat(reader.line()).isEqualTo("$" + VALUE_BYTES);
            readers.add(reader);
        }
        long slowMeanwhile = slowPingNanos();
        long grown = server.residentBytes() - residentBefore;
        assertThat(grown).as("memory").isLessThan(GROWTH_BYTES_MAX);
        assertThat(slowMeanwhile)
                .as("the slowest of 100")
                .isLessThan(Math.max(2 * slowBefore, TimeUnit.MILLISECONDS.toNanos(2)));
        overwriteAndEvict();
        awaitAlone();
        for (WireClient reader : readers) {
            reader.close();
        }
    }

    private void overwriteAndEvict() throws IOException {
        put((byte) 'y');
        assertThat(other.exchange("CLIENT LIST").split("\n")).hasSize(READERS + 1);
        String value = "v".repeat(10_000);
        for (int count = 0; count < 25_000; count++) {
            other.send("SET key:" + count + " " + value + count + "\r\n");
            assertThat(other.reply()).isEqualTo("+OK");
        }
        assertThat(other.exchange("EXISTS k")).isEqualTo(":0");
        assertThat(other.exchange("EXISTS key:24999")).isEqualTo(":1");
    }

    /// The time that all but one in a hundred requests take less than.
    private long slowPingNanos() throws IOException {
        long[] nanos = new long[5_000];
        for (int count = 0; count < nanos.length; count++) {
            long start = System.nanoTime();
            assertThat(other.exchange("PING")).isEqualTo("+PONG");
            nanos[count] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[nanos.length * 99 / 100];
    }

    /// Waits for the readers to be closed.
    private void awaitAlone() throws IOException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(3 * STALL_SECONDS);
        int clients = READERS + 1;
        while (clients > 1 && System.nanoTime() < endNanos) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            clients = other.exchange("CLIENT LIST").split("\n").length;
        }
        assertThat(clients).as("clients").isEqualTo(1);
    }
}
