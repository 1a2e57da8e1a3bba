package dev.larder.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.server.testing.LiveServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;

/// Interned strings and shared values over a socket, by clients that have never heard of them.
final class InternIT {
    private static final ProtocolCommand INTERN = () -> "INTERN".getBytes(UTF_8);
    private static final String VALUE =
            "{\"currency\":\"EUR\",\"vat\":20,\"shipping\":\"free\"}".repeat(3);

    private final LiveServer server = LiveServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void jedis_keepsADictionary() {
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            List<?> ids = (List<?>) jedis.sendCommand(INTERN, "ADD", "status=ok", "status=failed");
            assertThat(jedis.sendCommand(INTERN, "ID", "status=ok")).isEqualTo(List.of(ids.get(0)));
            String id = String.valueOf(ids.get(1));
            List<?> strings = (List<?>) jedis.sendCommand(INTERN, "GET", id, "1");
            assertThat(new String((byte[]) strings.get(0), UTF_8)).isEqualTo("status=failed");
            assertThat(strings.get(1)).isNull();
            assertThat(jedis.sendCommand(INTERN, "REFS", id)).isEqualTo(1L);
            assertThat(jedis.sendCommand(INTERN, "DEL", id)).isEqualTo(1L);
            assertThat(jedis.sendCommand(INTERN, "REFS", id)).isEqualTo(0L);
        }
    }

    @Test
    void manyConnections_shareAValueAndReadItWhole() {
        List<Jedis> clients = new ArrayList<>();
        try {
            for (int number = 0; number < 8; number++) {
                clients.add(new Jedis("127.0.0.1", server.port()));
            }
            for (int number = 0; number < 400; number++) {
                clients.get(number % 8).set("k" + number, VALUE);
            }
            for (int number = 0; number < 400; number++) {
                assertThat(clients.get((number + 3) % 8).get("k" + number)).isEqualTo(VALUE);
            }
            Jedis jedis = clients.getFirst();
            assertThat(jedis.objectEncoding("k399")).isEqualTo("interned");
            assertThat(jedis.objectRefcount("k399")).isGreaterThan(390);
            jedis.append("k399", "!");
            assertThat(jedis.get("k399")).isEqualTo(VALUE + "!");
            assertThat(jedis.get("k398")).isEqualTo(VALUE);
            assertThat(jedis.memoryUsage("k398")).isLessThan(80);
            jedis.flushAll();
            assertThat(jedis.dbSize()).isZero();
        } finally {
            clients.forEach(Jedis::close);
        }
    }

    @Test
    void redisCli_inBothVersions_showsWhatThereIs() throws Exception {
        assertThat(cli("INTERN", "ADD", "one").strip()).matches("\\d+");
        assertThat(cli("-3", "INTERN", "STATS")).contains("strings 1").contains("bytes-saved 0");
        assertThat(cli("INTERN", "ID", "one", "two").lines()).hasSize(2);
        assertThat(cli("COMMAND", "DOCS", "INTERN|ADD")).contains("Stores strings once");
        assertThat(cli("INTERN", "ESTIMATE")).contains("sampled");
        assertThat(cli("LARDER", "VERIFY")).isEqualTo("OK\n");
    }

    private String cli(String... arguments) throws Exception {
        assumeTrue(isInstalled(), "redis-cli is not installed");
        List<String> line = new ArrayList<>(List.of("redis-cli", "-p", "" + server.port()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("redis-cli", "--version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
