package dev.larder.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.LiveServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;

/// EXPLAIN, HEALTH and WHY over a socket, by a client that has never heard of them.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ExplainIT {
    private static final ProtocolCommand LARDER = () -> "LARDER".getBytes(UTF_8);

    private final LiveServer server = LiveServer.start();
    private final Jedis jedis =
            new Jedis("127.0.0.1", server.port(), (int) TimeUnit.SECONDS.toMillis(60));

    @AfterEach
    void stop() {
        jedis.close();
        server.close();
    }

    private List<?> larder(String... words) {
        return (List<?>) jedis.sendCommand(LARDER, words);
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
    }

    private static Map<String, String> map(List<?> pairs) {
        var map = new HashMap<String, String>();
        for (int at = 0; at < pairs.size(); at += 2) {
            map.put(text(pairs.get(at)), text(pairs.get(at + 1)));
        }
        return map;
    }

    @Test
    void larder_byJedis_explainsEntriesAndTheirEnds() {
        assertThat(map(larder("HEALTH"))).containsEntry("status", "ok");
        jedis.set("user:1", "hello");
        assertThat(map(larder("EXPLAIN", "user:1")))
                .containsEntry("length", "5")
                .containsEntry("prefix", "user:")
                .containsEntry("bytes", String.valueOf(jedis.memoryUsage("user:1")));
        assertThat(text(larder("WHY", "user:1").getFirst())).isEqualTo("live");
        jedis.del("user:1");
        assertThat(text(larder("WHY", "user:1").getFirst())).isEqualTo("deleted");
        jedis.sendCommand(() -> "SET".getBytes(UTF_8), "page", "v", "TAGS", "1", "prices");
        jedis.sendCommand(() -> "TAG".getBytes(UTF_8), "INVALIDATE", "prices");
        List<?> why = larder("WHY", "page");
        assertThat(text(why.getFirst())).isEqualTo("invalidated");
        assertThat(map((List<?>) why.get(1)))
                .containsEntry("tag", "prices")
                .containsEntry("probable", "0");
        assertThat(text(larder("WHY", "nobody").getFirst())).isEqualTo("never-seen");
    }
}
