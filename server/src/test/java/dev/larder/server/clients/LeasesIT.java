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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;

/// Leases over sockets, by a client that has never heard of them.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeasesIT {
    private static final ProtocolCommand LEASE = () -> "LEASE".getBytes(UTF_8);
    private static final int CONNECTIONS = 200;
    private static final String LONG_MS = "100000";

    private final LiveServer server = LiveServer.start();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        server.close();
        executor.close();
    }

    private Jedis connect() {
        return new Jedis("127.0.0.1", server.port(), (int) TimeUnit.SECONDS.toMillis(60));
    }

    private static List<?> lease(Jedis jedis, String... words) {
        return (List<?>) jedis.sendCommand(LEASE, words);
    }

    private static String word(List<?> reply) {
        return text(reply.getFirst());
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, UTF_8);
    }

    private static String token(List<?> reply) {
        assertThat(word(reply)).isEqualTo("lease");
        return String.valueOf(reply.get(1));
    }

    /// Returns when `count` clients wait.
    private void awaitWaiters(int count) {
        while (server.server().context().store().leases().waiters() != count) {
            Thread.yield();
        }
    }

    private Future<List<?>> wait(String key, String ttlMs) {
        return executor.submit(() -> {
            try (Jedis jedis = connect()) {
                return lease(jedis, "GET", key, ttlMs, "WAIT", LONG_MS);
            }
        });
    }

    /// Goal: a herd that asks for one missing key asks the origin once.
    @Test
    void herd_ofTwoHundredConnections_fillsOnce() throws Exception {
        var origin = new AtomicInteger();
        List<Future<String>> clients = new ArrayList<>();
        for (int number = 0; number < CONNECTIONS; number++) {
            clients.add(
                    executor.submit(() -> {
                        try (Jedis jedis = connect()) {
                            List<?> reply = lease(jedis, "GET", "k", LONG_MS, "WAIT", LONG_MS);
                            if (word(reply).equals("lease")) {
                                awaitWaiters(CONNECTIONS - 1);
                                String value = "from the origin: " + origin.incrementAndGet();
                                Object ok =
                                        jedis.sendCommand(
                                                LEASE, "SET", "k", token(reply), value, "EX", "60");
                                assertThat(text(ok)).isEqualTo("OK");
                                return value;
                            }
                            assertThat(word(reply)).isEqualTo("hit");
                            return text(reply.get(1));
                        }
                    }));
        }
        for (Future<String> client : clients) {
            assertThat(client.get()).isEqualTo("from the origin: 1");
        }
        try (Jedis jedis = connect()) {
            assertThat(jedis.info("stats"))
                    .contains("leases_granted:1\r\n")
                    .contains("leases_filled:1\r\n")
                    .contains("lease_waits:" + (CONNECTIONS - 1) + "\r\n")
                    .contains("lease_waiters:0\r\n");
        }
    }

    @Test
    void cutConnection_ofTheFiller_givesTheNextOneTheLeaseAtOnce() throws Exception {
        Jedis filler = connect();
        String token = token(lease(filler, "GET", "k", LONG_MS));
        List<Future<List<?>>> waiting = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            waiting.add(wait("k", LONG_MS));
            awaitWaiters(number + 1);
        }
        // Each of the clients that get the lease closes its connection without filling.
        filler.close();
        for (Future<List<?>> next : waiting) {
            assertThat(token(next.get())).isNotEqualTo(token);
        }
        try (Jedis jedis = connect()) {
            while (server.server().context().store().leases().count() != 0) {
                Thread.yield();
            }
            assertThat(jedis.sendCommand(LEASE, "SET", "k", token, "late")).isNull();
            assertThat(jedis.info("stats")).contains("leases_dropped:4\r\n");
        }
    }

    @Test
    void deletionWhileAClientFills_makesItTooLate() throws Exception {
        try (Jedis filler = connect();
                Jedis other = connect()) {
            String token = token(lease(filler, "GET", "k", LONG_MS));
            Future<List<?>> waiting = wait("k", LONG_MS);
            awaitWaiters(1);
            assertThat(other.del("k")).isZero();
            assertThat(filler.sendCommand(LEASE, "SET", "k", token, "read before")).isNull();
            assertThat(word(waiting.get())).isEqualTo("lease");
            assertThat(other.get("k")).isNull();
        }
    }

    @Test
    void waiting_timesOut_andALeaseDoesToo() throws Exception {
        try (Jedis filler = connect();
                Jedis other = connect()) {
            String token = token(lease(filler, "GET", "k", LONG_MS));
            long start = System.nanoTime();
            List<?> reply = lease(other, "GET", "k", LONG_MS, "WAIT", "50");
            assertThat(word(reply)).isEqualTo("wait");
            assertThat((long) reply.get(1)).isBetween(1L, Long.parseLong(LONG_MS) - 50);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(49_000_000L);
            assertThat(filler.sendCommand(LEASE, "RENEW", "k", token, "50")).isEqualTo(1L);
            assertThat(word(lease(other, "GET", "k", LONG_MS, "WAIT", LONG_MS))).isEqualTo("lease");
            assertThat(filler.sendCommand(LEASE, "SET", "k", token, "late")).isNull();
        }
    }

    @Test
    void stoppingServer_answersThoseWhoWait() throws Exception {
        try (Jedis filler = connect()) {
            token(lease(filler, "GET", "k", LONG_MS));
            Future<List<?>> waiting = wait("k", LONG_MS);
            awaitWaiters(1);
            server.server().close();
            assertThat(word(waiting.get())).isIn("wait", "lease");
        }
    }

    @Test
    void manyKeysAndClients_whoComeAndGo_leaveNothingBehind() throws Exception {
        List<Future<?>> clients = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            int seed = number;
            clients.add(executor.submit(() -> comeAndGo(seed)));
        }
        for (Future<?> client : clients) {
            client.get();
        }
        try (Jedis jedis = connect()) {
            while (server.server().context().store().leases().count() != 0) {
                Thread.yield();
            }
            assertThat(text(jedis.sendCommand(() -> "LARDER".getBytes(UTF_8), "VERIFY")))
                    .isEqualTo("OK");
            assertThat(jedis.info("stats")).contains("lease_waiters:0\r\n");
        }
    }

    private void comeAndGo(int seed) {
        for (int round = 0; round < 10; round++) {
            try (Jedis jedis = connect()) {
                askForSome(jedis, seed + round);
            }
        }
    }

    private static void askForSome(Jedis jedis, int first) {
        for (int number = 0; number < 20; number++) {
            String key = "k" + (first + number) % 7;
            List<?> reply = lease(jedis, "GET", key, "2000", "WAIT", "20");
            boolean fills = word(reply).equals("lease") && number % 3 > 0;
            if (fills) {
                jedis.sendCommand(LEASE, "SET", key, token(reply), "v", "PX", "20", "GRACE", "20");
            } else if (number % 5 == 0) {
                jedis.del(key);
            }
        }
    }
}
