package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.ServerProcess;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Clients that connect and hang up as fast as they can, with and without a request in between, against
/// a server in a process of its own.
///
/// Full scale: `-Dlarder.storm.seconds=60`. The clients are Java's and share the machine with the server,
/// so the rate is theirs rather than the server's.
final class StormIT {
    private static final int SECONDS = Integer.getInteger("larder.storm.seconds", 2);
    private static final int THREADS = 2;
    private static final int HEAP_MEGABYTES = 64;

    private static final byte[] PING = "PING\r\n".getBytes(US_ASCII);
    private static final byte[] PONG = "+PONG\r\n".getBytes(US_ASCII);

    private final AtomicLong connections = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<String> problem = new AtomicReference<>("");

    @Test
    void connectingAndHangingUp_failsNobody_andLeavesNothingBehind() throws Exception {
        try (ServerProcess server = ServerProcess.start(HEAP_MEGABYTES, Map.of());
                WireClient other = server.connect()) {
            assertThat(other.exchange("PING")).isEqualTo("+PONG");
            long descriptors = server.descriptors();
            List<Thread> threads = new ArrayList<>();
            for (int count = 0; count < THREADS; count++) {
                threads.add(Thread.ofPlatform().start(() -> storm(server)));
            }
            long slowNanos = slowPingNanos(other);
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.println(
                    connections.get() / SECONDS
                            + " connections a second; p99 of another client in us: "
                            + TimeUnit.NANOSECONDS.toMicros(slowNanos));
            assertThat(problem.get()).isEmpty();
            // A storm it must be; how fast it can be is for a benchmark to say.
            assertThat(connections.get()).isGreaterThan(500L * SECONDS);
            assertThat(slowNanos).as("p99 of another client").isLessThan(20_000_000);
            awaitDescriptors(server, descriptors);
            assertThat(other.exchange("CLIENT LIST").split("\n")).hasSize(1);
        }
    }

    /// Clients hang up by a reset, as they would use up the ports there are if they did it politely; every
    /// fourth has a request answered first.
    private void storm(ServerProcess server) {
        try {
            for (int count = 0; !over.get(); count++) {
                comeAndGo(server, count % 4 == 0);
                connections.incrementAndGet();
            }
        } catch (IOException | AssertionError failure) {
            problem.set(failure.toString());
        }
    }

    private static void comeAndGo(ServerProcess server, boolean asks) throws IOException {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.setSoLinger(true, 0);
            if (asks) {
                client.getOutputStream().write(PING);
                assertThat(client.getInputStream().readNBytes(PONG.length)).isEqualTo(PONG);
            }
        }
    }

    /// The time that all but one in a hundred requests of another client take less than.
    private static long slowPingNanos(WireClient other) throws IOException {
        var nanos = new long[200_000 * SECONDS];
        int count = 0;
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < endNanos && count < nanos.length) {
            long start = System.nanoTime();
            assertThat(other.exchange("PING")).isEqualTo("+PONG");
            nanos[count++] = System.nanoTime() - start;
        }
        Arrays.sort(nanos, 0, count);
        return nanos[count * 99 / 100];
    }

    private static void awaitDescriptors(ServerProcess server, long most) throws IOException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (server.descriptors() > most && System.nanoTime() < endNanos) {
            Thread.onSpinWait();
        }
        assertThat(server.descriptors()).as("descriptors").isLessThanOrEqualTo(most);
    }
}
