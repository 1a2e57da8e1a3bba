package dev.larder.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.LiveServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;

/// Handles over sockets, by a client that has never heard of them.
final class HandlesIT {
    private static final ProtocolCommand HANDLE = () -> "HANDLE".getBytes(UTF_8);
    private static final ProtocolCommand SET = () -> "SET".getBytes(UTF_8);
    private static final ProtocolCommand DELIF = () -> "DELIF".getBytes(UTF_8);
    private static final int CLIENTS = 8;
    private static final int INCREMENTS = 250;

    private final LiveServer server = LiveServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private Jedis connect() {
        return new Jedis("127.0.0.1", server.port(), (int) TimeUnit.SECONDS.toMillis(60));
    }

    @Test
    void jedis_revalidatesACopy_andReleasesALock() {
        try (Jedis jedis = connect()) {
            String handle = "" + jedis.sendCommand(SET, "k", "v", "RETHANDLE");
            assertThat(jedis.sendCommand(HANDLE, "CHECK", handle, "99")).isEqualTo(List.of(1L, 0L));
            jedis.set("k", "w");
            assertThat(jedis.sendCommand(HANDLE, "CHECK", handle)).isEqualTo(List.of(0L));
            assertThat(jedis.sendCommand(DELIF, "k", handle)).isEqualTo(0L);
            String current = "" + ((List<?>) jedis.sendCommand(HANDLE, "OF", "k")).getFirst();
            assertThat(jedis.sendCommand(DELIF, "k", current)).isEqualTo(1L);
        }
    }

    /// Goal: SET IFHANDLE is one step: no two of those who read the same value replace it.
    @Test
    void manyClients_incrementByCompareAndSet_andNoIncrementIsLost() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> clients = new ArrayList<>();
            for (int number = 0; number < CLIENTS; number++) {
                clients.add(executor.submit(this::increment));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
        try (Jedis jedis = connect()) {
            assertThat(jedis.get("counter")).isEqualTo("" + CLIENTS * INCREMENTS);
        }
    }

    private void increment() {
        try (Jedis jedis = connect()) {
            int done = 0;
            while (done < INCREMENTS) {
                var pair =
                        (List<?>)
                                ((List<?>) jedis.sendCommand(HANDLE, "FETCH", "counter"))
                                        .getFirst();
                String handle = pair == null ? "0" : "" + pair.get(0);
                long next =
                        pair == null
                                ? 1
                                : Long.parseLong(new String((byte[]) pair.get(1), UTF_8)) + 1;
                done +=
                        jedis.sendCommand(SET, "counter", "" + next, "IFHANDLE", handle) == null
                                ? 0
                                : 1;
            }
        }
    }
}
