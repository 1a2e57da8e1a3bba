package dev.larder.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.server.testing.LiveServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisException;

/// Tags and prefixes over a socket, by clients that have never heard of them.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FamiliesIT {
    private static final ProtocolCommand TAG = () -> "TAG".getBytes(UTF_8);
    private static final ProtocolCommand PREFIX = () -> "PREFIX".getBytes(UTF_8);

    private final LiveServer server = LiveServer.start();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        server.close();
    }

    /// A client with the patience that a slow machine needs.
    private Jedis connect() {
        return new Jedis("127.0.0.1", server.port(), (int) TimeUnit.SECONDS.toMillis(60));
    }

    @Test
    void jedis_tagsAndInvalidates() {
        try (Jedis jedis = connect()) {
            for (int key = 0; key < 1_000; key++) {
                String tag = "t" + key % 10;
                jedis.sendCommand(
                        Protocol.Command.SET, "page:" + key, "v", "TAGS", "2", tag, "all");
            }
            assertThat(jedis.sendCommand(TAG, "INVALIDATE", "t3")).isEqualTo(100L);
            assertThat(jedis.get("page:3")).isNull();
            assertThat(jedis.get("page:4")).isEqualTo("v");
            List<?> tags = (List<?>) jedis.sendCommand(TAG, "OF", "page:4");
            assertThat(new String((byte[]) tags.get(0), UTF_8)).isEqualTo("all");
            Object ended = jedis.sendCommand(PREFIX, "INVALIDATE", "page:");
            assertThat((Long) ended).as("dead ones not swept included").isBetween(900L, 1_000L);
            assertThat(jedis.exists("page:4")).isFalse();
        }
    }

    @Test
    void lettuce_tagsAndInvalidates() {
        RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            var codec = StringCodec.UTF8;
            var set =
                    new CommandArgs<>(codec).addKey("k").addValue("v").add("TAGS").add(1).add("t");
            String ok = connection.sync().dispatch(word("SET"), new StatusOutput<>(codec), set);
            assertThat(ok).isEqualTo("OK");
            var of = new CommandArgs<>(codec).add("OF").addKey("k");
            List<String> tags =
                    connection.sync().dispatch(word("TAG"), new ValueListOutput<>(codec), of);
            assertThat(tags).containsExactly("t");
            var invalidate = new CommandArgs<>(codec).add("INVALIDATE").add("t");
            Long ended =
                    connection.sync().dispatch(word("TAG"), new IntegerOutput<>(codec), invalidate);
            assertThat(ended).isEqualTo(1L);
            assertThat(connection.sync().get("k")).isNull();
        } finally {
            client.shutdown();
        }
    }

    private static ProtocolKeyword word(String name) {
        return new ProtocolKeyword() {
            @Override
            public byte[] getBytes() {
                return name.getBytes(UTF_8);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    @Test
    void redisCli_inBothVersions_showsWhatThereIs() throws Exception {
        assertThat(cli("SET", "user:1", "v", "TAGS", "1", "red")).isEqualTo("OK\n");
        assertThat(cli("-3", "TAG", "INFO", "red")).contains("keys 1");
        assertThat(cli("PREFIX", "LIST", "TOP", "1", "BY", "keys")).contains("user:");
        assertThat(cli("TAG", "LIST", "0", "MATCH", "r*")).contains("red");
        assertThat(cli("COMMAND", "DOCS", "PREFIX|INVALIDATE")).contains("Invalidates all keys");
        assertThat(cli("CONFIG", "GET", "prefix-max")).contains("1024");
        assertThat(cli("PREFIX", "INVALIDATE", "user:")).isEqualTo("1\n");
        assertThat(cli("INFO", "stats")).contains("prefix_invalidations:1");
        assertThat(cli("LARDER", "VERIFY")).isEqualTo("OK\n");
    }

    /// Goal: a key whose SET was answered before TAG INVALIDATE was sent is never read after its reply, whoever reads.
    /// Method: one connection writes numbers and publishes the last one that was answered; another notes that number,
    /// invalidates, and publishes it when the reply is there; others look at it before they ask.
    @Test
    void invalidate_isSeenByAllConnectionsFromItsReplyOn() throws Exception {
        List<Thread> threads =
                List.of(
                        Thread.ofPlatform().start(this::write),
                        Thread.ofPlatform().start(this::read),
                        Thread.ofPlatform().start(this::read));
        try (Jedis jedis = connect()) {
            for (int round = 0; isWanted(round); round++) {
                long number = written.get();
                if (round % 2 == 0) {
                    jedis.sendCommand(TAG, "INVALIDATE", "t");
                } else {
                    jedis.sendCommand(PREFIX, "INVALIDATE", "n:");
                }
                ended.set(number);
            }
        } finally {
            done.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(failures).isEmpty();
        assertThat(reads.get()).as("values read").isPositive();
        assertThat(cli("LARDER", "VERIFY")).isEqualTo("OK\n");
    }

    /// Until readers have met enough values, or somebody has failed.
    private boolean isWanted(int round) {
        return failures.isEmpty() && (round < 2_000 || reads.get() < 2_000);
    }

    private void write() {
        try (Jedis jedis = connect()) {
            for (long number = 1; !done.get(); number++) {
                jedis.sendCommand(Protocol.Command.SET, "n:k", "" + number, "TAGS", "1", "t");
                written.set(number);
            }
        } catch (JedisException failure) {
            failures.add(failure.toString());
        }
    }

    private void read() {
        try (Jedis jedis = connect()) {
            while (!done.get()) {
                long over = ended.get();
                String value = jedis.get("n:k");
                if (value != null && Long.parseLong(value) <= over) {
                    failures.add(value + " after " + over);
                }
                reads.addAndGet(value == null ? 0 : 1);
            }
        } catch (JedisException failure) {
            failures.add(failure.toString());
        }
    }

    @Test
    void sweep_givesTheMemoryOfALargeGroupBack() throws Exception {
        try (Jedis jedis = connect()) {
            Pipeline pipeline = jedis.pipelined();
            for (int key = 0; key < 100_000; key++) {
                pipeline.set("big:" + key, "value");
            }
            pipeline.sync();
            jedis.set("other:1", "v");
            assertThat(jedis.sendCommand(PREFIX, "INVALIDATE", "big:")).isEqualTo(100_000L);
            while (jedis.dbSize() > 1) {
                Thread.yield();
            }
            assertThat(jedis.get("other:1")).isEqualTo("v");
        }
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
