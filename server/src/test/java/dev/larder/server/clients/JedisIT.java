package dev.larder.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.testing.LiveServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.ScanIteration;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/// Jedis with its defaults: a pool of connections that begin with `HELLO 3` and `CLIENT SETINFO`.
final class JedisIT {
    private static final String HOST = "127.0.0.1";

    private final LiveServer server = LiveServer.start();
    private final RedisClient client = RedisClient.create(HOST, server.port());

    @BeforeEach
    void answers() {
        assertThat(client.ping()).isEqualTo("PONG");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void connection_asItComes_speaksResp3AndSaysWhoItIs() {
        String info =
                text(
                        client.executeCommand(
                                new CommandArguments(Protocol.Command.CLIENT).add("INFO")));
        assertThat(info).contains("resp=3").contains("lib-name=jedis").contains("lib-ver=8.");
    }

    @Test
    void jedis_ofTheOldKind_setsAndGets() {
        try (Jedis jedis = new Jedis(HOST, server.port())) {
            assertThat(jedis.set("k", "v")).isEqualTo("OK");
            assertThat(jedis.get("k")).isEqualTo("v");
            assertThat(jedis.select(3)).isEqualTo("OK");
            assertThat(jedis.get("k")).isNull();
        }
    }

    @Test
    void strings_setGetAndDelete() {
        assertThat(client.set("k", "v")).isEqualTo("OK");
        assertThat(client.get("k")).isEqualTo("v");
        assertThat(client.get("none")).isNull();
        assertThat(client.set("k", "other", SetParams.setParams().nx())).isNull();
        assertThat(client.setGet("k", "w")).isEqualTo("v");
        assertThat(client.getDel("k")).isEqualTo("w");
        assertThat(client.exists("k")).isFalse();
        assertThat(client.mset("a", "1", "b", "2")).isEqualTo("OK");
        assertThat(client.mget("a", "none", "b")).containsExactly("1", null, "2");
        assertThat(client.del("a", "b", "none")).isEqualTo(2);
    }

    @Test
    void bytes_ofEveryValue_comeBackTheSame() {
        byte[] value = new byte[100_000];
        for (int index = 0; index < value.length; index++) {
            value[index] = (byte) (index * 31 ^ index >> 8);
        }
        byte[] key = {0, '\r', '\n', (byte) 0xff, '*'};
        assertThat(client.set(key, value)).isEqualTo("OK");
        assertThat(client.get(key)).isEqualTo(value);
        assertThat(client.strlen(key)).isEqualTo(value.length);
    }

    @Test
    void lifetimes_areSetReadAndTakenAway() {
        client.set("k", "v");
        assertThat(client.ttl("k")).isEqualTo(-1);
        assertThat(client.expire("k", 100)).isEqualTo(1);
        assertThat(client.ttl("k")).isBetween(99L, 100L);
        assertThat(client.persist("k")).isEqualTo(1);
        assertThat(client.pttl("k")).isEqualTo(-1);
        assertThat(client.set("brief", "x", SetParams.setParams().ex(50))).isEqualTo("OK");
        assertThat(client.ttl("brief")).isBetween(49L, 50L);
        assertThat(client.pexpire("brief", 0)).isEqualTo(1);
        assertThat(client.get("brief")).isNull();
        assertThat(client.ttl("brief")).isEqualTo(-2);
    }

    @Test
    void counters_countAndRefuseWhatIsNoNumber() {
        assertThat(client.incr("n")).isEqualTo(1);
        assertThat(client.incrBy("n", 41)).isEqualTo(42);
        assertThat(client.decr("n")).isEqualTo(41);
        assertThat(client.incrByFloat("n", 0.5)).isEqualTo(41.5);
        assertThatThrownBy(() -> client.incr("n"))
                .isInstanceOf(JedisDataException.class)
                .hasMessage("ERR value is not an integer or out of range");
    }

    @Test
    void pipeline_ofThousands_isAnsweredInOrder() {
        List<Response<String>> replies = new ArrayList<>();
        try (Pipeline pipeline = client.pipelined()) {
            for (int number = 0; number < 5_000; number++) {
                pipeline.set("k" + number, "v" + number);
                replies.add(pipeline.get("k" + number));
            }
            pipeline.sync();
        }
        assertThat(replies.stream().map(Response::get))
                .containsExactlyElementsOf(
                        IntStream.range(0, 5_000).mapToObj(number -> "v" + number).toList());
    }

    @Test
    void scan_overAThousandKeys_findsEach() {
        Set<String> expected = new HashSet<>();
        for (int number = 0; number < 1_000; number++) {
            client.set("k" + number, "v");
            expected.add("k" + number);
        }
        client.set("other", "v");
        Set<String> found = new HashSet<>();
        ScanIteration scan = client.scanIteration(50, "k*");
        while (!scan.isIterationCompleted()) {
            found.addAll(scan.nextBatch().getResult());
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void login_withThePassword_isTaken_andWithoutItRefused() {
        try (LiveServer guarded = LiveServer.with(Map.of("requirepass", "secret")).start()) {
            try (RedisClient known =
                    RedisClient.create(HOST, guarded.port(), "default", "secret")) {
                assertThat(known.set("k", "v")).isEqualTo("OK");
            }
            try (RedisClient stranger = RedisClient.create(HOST, guarded.port())) {
                assertThatThrownBy(() -> stranger.get("k")).hasMessageContaining("NOAUTH");
            }
        }
    }

    private static String text(Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(reply);
    }
}
