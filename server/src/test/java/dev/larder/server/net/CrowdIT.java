package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.ServerProcess;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Many clients, and clients that come and go in every bad way, against a server in a process of its
/// own: what they take is given back.
///
/// Full scale: `-Dlarder.idle=5000`, `-Dlarder.resets=2000`.
final class CrowdIT {
    private static final int HEAP_MEGABYTES = 64;
    private static final int RESETS = Integer.getInteger("larder.resets", 500);
    private static final int IDLE = Integer.getInteger("larder.idle", 2_000);

    /// Of 5,000 connections 40 MiB. Of that about 2 KB are the connection's own; the rest is what the
    /// heap and the compiler of a fresh process grow by.
    private static final long IDLE_BYTES_MAX = (40L << 20) / 5_000;

    @Test
    void halfCloseAndReset_manyTimes_leaveNoDescriptorAndNoBusyLoop() throws IOException {
        try (ServerProcess server = ServerProcess.start(HEAP_MEGABYTES, Map.of())) {
            try (WireClient client = server.connect()) {
                assertThat(client.exchange("PING")).isEqualTo("+PONG");
            }
            long before = server.descriptors();
            for (int count = 0; count < RESETS; count++) {
                WireClient client = server.connect();
                client.send("PING\r\nPI");
                client.endOutput();
                client.reset();
            }
            assertThat(awaitDescriptors(server, before)).isLessThanOrEqualTo(before);
            assertThat(quietestSecondMs(server)).as("CPU of an idle second").isLessThan(300);
        }
    }

    /// Processor time of the first second that is quiet, or of the quietest of ten: the compiler may still
    /// be at work, a busy loop never rests.
    private static long quietestSecondMs(ServerProcess server) {
        long quietest = Long.MAX_VALUE;
        for (int second = 0; second < 10 && quietest >= 300; second++) {
            long before = server.cpuMs();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            quietest = Math.min(quietest, server.cpuMs() - before);
        }
        return quietest;
    }

    /// The number of open files once it is down to `most`, or after some seconds.
    private static long awaitDescriptors(ServerProcess server, long most) throws IOException {
        long descriptors = server.descriptors();
        for (int count = 0; count < 100 && descriptors > most; count++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            descriptors = server.descriptors();
        }
        return descriptors;
    }

    @Test
    void idleConnections_takeTheirShareOfMemoryAndNoMore() throws IOException {
        List<Socket> clients = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(HEAP_MEGABYTES, Map.of())) {
            connectAndPing(server, 200, clients);
            long before = server.residentBytes();
            connectAndPing(server, IDLE, clients);
            long each = (server.residentBytes() - before) / IDLE;
            System.out.println(each + " bytes of resident memory an idle connection");
            assertThat(each).isLessThan(IDLE_BYTES_MAX);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static void connectAndPing(ServerProcess server, int count, List<Socket> clients)
            throws IOException {
        for (int number = 0; number < count; number++) {
            var client = new Socket(InetAddress.getLoopbackAddress(), server.port());
            clients.add(client);
            client.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            assertThat(client.getInputStream().readNBytes(7)).asString().isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void clientsBeyondTheMost_areToldSo_andAdmittedWhenOthersHaveLeft() throws IOException {
        try (ServerProcess server =
                ServerProcess.start(HEAP_MEGABYTES, Map.of("maxclients", "10"))) {
            List<WireClient> clients = new ArrayList<>();
            for (int count = 0; count < 10; count++) {
                WireClient client = server.connect();
                assertThat(client.exchange("PING")).isEqualTo("+PONG");
                clients.add(client);
            }
            try (WireClient more = server.connect()) {
                assertThat(more.rest()).isEqualTo("-ERR max number of clients reached\r\n");
            }
            for (WireClient client : clients) {
                client.close();
            }
            try (WireClient later = server.connect()) {
                assertThat(later.exchange("PING")).isEqualTo("+PONG");
            }
        }
    }

    @Test
    void claimsOfHugeArguments_costNothing_untilBytesArrive() throws IOException {
        try (ServerProcess server = ServerProcess.start(HEAP_MEGABYTES, Map.of())) {
            List<WireClient> clients = new ArrayList<>();
            for (int count = 0; count < 200; count++) {
                WireClient client = server.connect();
                assertThat(client.exchange("PING")).isEqualTo("+PONG");
                clients.add(client);
            }
            long before = server.residentBytes();
            for (WireClient client : clients) {
                client.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$536870912\r\n");
            }
            try (WireClient other = server.connect()) {
                assertThat(other.exchange("PING")).isEqualTo("+PONG");
            }
            assertThat(server.residentBytes() - before).isLessThan(8L << 20);
            for (WireClient client : clients) {
                client.close();
            }
        }
    }
}
