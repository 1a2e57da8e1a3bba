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

/// A server that has not as many descriptors as clients want to have.
final class DescriptorsIT {
    private static final int HEAP_MEGABYTES = 64;
    private static final int FILES = 300;

    /// What is left of [#FILES] for clients, with two event loops.
    private static final int CLIENTS = FILES - 64 - 2 * 4;

    @Test
    void maxclients_beyondTheLimitOnFiles_isLoweredToIt() throws IOException {
        Map<String, String> settings = Map.of("maxclients", "10000", "io-threads", "2");
        try (ServerProcess server = ServerProcess.startWithFiles(FILES, HEAP_MEGABYTES, settings);
                WireClient client = server.connect()) {
            assertThat(client.exchange("CONFIG GET maxclients"))
                    .isEqualTo("[maxclients, " + CLIENTS + "]");
            assertThat(client.exchange("INFO clients")).contains("maxclients:" + CLIENTS + "\r\n");
            assertThat(client.exchange("CONFIG SET maxclients " + (CLIENTS + 1)))
                    .contains("The operating system is not able to handle");
        }
    }

    @Test
    void acceptWithoutDescriptors_letsTheOthersBe_andGoesOnWhenThereAreSome() throws Exception {
        try (ServerProcess server = ServerProcess.start(HEAP_MEGABYTES, Map.of());
                WireClient other = server.connect()) {
            // Classes are loaded from files here, and later there will be no descriptor for one.
            assertThat(other.exchange("CLIENT LIST").split("\n")).hasSize(1);
            server.limitDescriptors(server.descriptors() + 10);
            List<WireClient> clients = new ArrayList<>();
            for (int count = 0; count < 40; count++) {
                WireClient client = server.connect();
                client.send("PING\r\n");
                clients.add(client);
            }
            for (WireClient client : clients.subList(0, 5)) {
                assertThat(client.reply()).isEqualTo("+PONG");
                client.send("PING\r\n");
            }
            long cpuMs = server.cpuMs();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            assertThat(server.cpuMs() - cpuMs).as("CPU of a second").isLessThan(300);
            assertThat(other.exchange("CLIENT LIST").split("\n")).hasSizeBetween(6, 30);
            for (WireClient client : clients) {
                assertThat(client.reply()).isEqualTo("+PONG");
                client.close();
            }
            assertThat(other.exchange("PING")).isEqualTo("+PONG");
        }
    }
}
