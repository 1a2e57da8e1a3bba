package dev.larder.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.ServerProcess;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Many clients, and clients that come and go in every bad way, against a server in a process of its
/// own: what they take is given back.
///
/// Full scale: 5,000 idle connections, 2,000 resets after a half-close, a minute of connecting and
/// hanging up.
final class CrowdIT {
    private static final int HEAP_MEGABYTES = 64;

    @Test
    void halfCloseAndReset_manyTimes_leaveNoDescriptorAndNoBusyLoop() throws IOException {
        try (ServerProcess server = ServerProcess.start(HEAP_MEGABYTES, Map.of())) {
            try (WireClient client = server.connect()) {
                assertThat(client.exchange("PING")).isEqualTo("+PONG");
            }
            long before = awaitDescriptors(server, 0);
            for (int count = 0; count < 500; count++) {
                WireClient client = server.connect();
                client.send("PING\r\nPI");
                client.endOutput();
                client.reset();
            }
            assertThat(awaitDescriptors(server, before)).isLessThanOrEqualTo(before);
            long cpuMs = server.cpuMs();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            assertThat(server.cpuMs() - cpuMs).as("CPU of an idle second").isLessThan(300);
        }
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
