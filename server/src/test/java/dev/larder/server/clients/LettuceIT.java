package dev.larder.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.testing.LiveServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Lettuce with its defaults: a connection that begins with `HELLO 3`, `CLIENT SETINFO` and
/// `CLIENT MAINT_NOTIFICATIONS`; and in RESP2, where it begins with `PING`.
final class LettuceIT {
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LiveServer server = LiveServer.start();
    private final RedisClient client = RedisClient.create(RedisURI.create(HOST, server.port()));

    @AfterEach
    void stop() {
        client.shutdown(Duration.ZERO, PATIENCE);
        server.close();
    }

    @Test
    void connection_asItComes_speaksResp3AndSaysWhoItIs() {
        try (var connection = client.connect()) {
            assertThat(connection.sync().clientInfo())
                    .contains("resp=3")
                    .contains("lib-name=Lettuce")
                    .contains("lib-ver=7.");
        }
    }

    @Test
    void connection_inResp2_worksToo() {
        client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
        try (var connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            assertThat(redis.clientInfo()).contains("resp=2");
            assertThat(redis.set("k", "v")).isEqualTo("OK");
            assertThat(redis.mget("k", "none"))
                    .containsExactly(KeyValue.just("k", "v"), KeyValue.empty("none"));
            assertThat(redis.get("none")).isNull();
        }
    }

    @Test
    void strings_setGetAndDelete() {
        try (var connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            assertThat(redis.ping()).isEqualTo("PONG");
            assertThat(redis.set("k", "v", SetArgs.Builder.ex(100))).isEqualTo("OK");
            assertThat(redis.get("k")).isEqualTo("v");
            assertThat(redis.ttl("k")).isBetween(99L, 100L);
            assertThat(redis.set("k", "w", SetArgs.Builder.nx())).isNull();
            assertThat(redis.getdel("k")).isEqualTo("v");
            assertThat(redis.exists("k")).isZero();
            assertThat(redis.mset(Map.of("a", "1", "b", "2"))).isEqualTo("OK");
            assertThat(redis.mget("a", "none", "b"))
                    .containsExactly(
                            KeyValue.just("a", "1"),
                            KeyValue.empty("none"),
                            KeyValue.just("b", "2"));
            assertThat(redis.incrby("a", 41)).isEqualTo(42);
            assertThat(redis.pexpire("a", 0)).isTrue();
            assertThat(redis.get("a")).isNull();
        }
    }

    @Test
    void database_ofTheUri_isSelected() {
        try (var zeroth = client.connect();
                var third =
                        client.connect(
                                RedisURI.builder()
                                        .withHost(HOST)
                                        .withPort(server.port())
                                        .withDatabase(3)
                                        .withClientName("larder-test")
                                        .build())) {
            third.sync().set("k", "third");
            assertThat(zeroth.sync().get("k")).isNull();
            assertThat(third.sync().get("k")).isEqualTo("third");
            assertThat(third.sync().clientGetname()).isEqualTo("larder-test");
        }
    }

    @Test
    void bytes_ofEveryValue_comeBackTheSame() {
        byte[] value = new byte[1_000_000];
        for (int index = 0; index < value.length; index++) {
            value[index] = (byte) (index * 31 ^ index >> 8);
        }
        byte[] key = {0, '\r', '\n', (byte) 0xff};
        try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
            assertThat(connection.sync().set(key, value)).isEqualTo("OK");
            assertThat(connection.sync().get(key)).isEqualTo(value);
        }
    }

    @Test
    void error_isTheCommandsOwn() {
        try (var connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            redis.set("k", "no number");
            assertThatThrownBy(() -> redis.incr("k"))
                    .isInstanceOf(RedisCommandExecutionException.class)
                    .hasMessage("ERR value is not an integer or out of range");
            assertThat(redis.get("k")).isEqualTo("no number");
        }
    }

    @Test
    void requests_heldBackAndFlushedAtOnce_areAnsweredInOrder() {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisAsyncCommands<String, String> redis = connection.async();
            connection.setAutoFlushCommands(false);
            List<RedisFuture<?>> replies = new ArrayList<>();
            List<Object> expected = new ArrayList<>();
            for (int number = 0; number < 5_000; number++) {
                replies.add(redis.set("k" + number, "v" + number));
                replies.add(redis.get("k" + number));
                replies.add(redis.incr("n"));
                expected.addAll(List.of("OK", "v" + number, number + 1L));
            }
            connection.flushCommands();
            assertThat(LettuceFutures.awaitAll(PATIENCE, replies.toArray(RedisFuture[]::new)))
                    .isTrue();
            assertThat(replies.stream().<Object>map(reply -> reply.toCompletableFuture().join()))
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void scan_overAThousandKeys_findsEach() {
        try (var connection = client.connect()) {
            Set<String> expected = new HashSet<>();
            for (int number = 0; number < 1_000; number++) {
                connection.sync().set("k" + number, "v");
                expected.add("k" + number);
            }
            connection.sync().set("other", "v");
            Set<String> found = new HashSet<>();
            ScanArgs arguments = ScanArgs.Builder.limit(50).match("k*", UTF_8);
            ScanIterator.scan(connection.sync(), arguments).forEachRemaining(found::add);
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void login_withThePassword_isTaken_andWithAnotherRefused() {
        try (LiveServer guarded = LiveServer.with(Map.of("requirepass", "secret")).start()) {
            try (var connection = client.connect(login(guarded, "secret"))) {
                assertThat(connection.sync().set("k", "v")).isEqualTo("OK");
            }
            assertThatThrownBy(() -> client.connect(login(guarded, "wrong")))
                    .isInstanceOf(RedisConnectionException.class)
                    .hasStackTraceContaining("WRONGPASS");
        }
    }

    private static RedisURI login(LiveServer server, String password) {
        return RedisURI.builder()
                .withHost(HOST)
                .withPort(server.port())
                .withPassword(password.toCharArray())
                .build();
    }
}
