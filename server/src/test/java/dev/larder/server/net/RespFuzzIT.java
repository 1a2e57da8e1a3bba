package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.larder.protocol.resp.ProtocolException;
import dev.larder.protocol.resp.Reply;
import dev.larder.protocol.resp.ReplyLimits;
import dev.larder.protocol.resp.ReplyParser;
import dev.larder.server.testing.Seeds;
import dev.larder.server.testing.ServerProcess;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever bytes arrive on a connection, what leaves it is RESP, and the other connections do not
/// notice. The server has a process of its own and a small heap.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RespFuzzIT {
    private static final int HEAP_MEGABYTES = 64;
    private static final int CLIENTS_A_SEED = Integer.getInteger("larder.fuzz.clients", 200);

    /// 32 MiB, and 16 for what the runtime compiles meanwhile: the server has just been started.
    private static final long GROWTH_BYTES_MAX = (32L + 16) << 20;

    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int CROWD = 1_000;
    private static final int CUT_AT = 17;

    private static final List<String> REQUESTS =
            List.of(
                    request("SET", "k", "a value\r\nof two lines"),
                    request("GET", "k"),
                    request("MGET", "k", "n", "none"),
                    request("INCR", "n"),
                    request("ECHO", "x".repeat(300)),
                    request("SET", "big", "y".repeat(3_000)),
                    request("SCAN", "0", "COUNT", "100"),
                    request("CLIENT", "INFO"),
                    request("HELLO", "3"),
                    "PING\r\n",
                    "SET inline \"quoted \\x41\"\r\n");

    private final List<Long> pingNanos = new ArrayList<>();
    private ServerProcess server;
    private WireClient other;
    private long residentBefore;
    private long descriptorsBefore;

    @BeforeAll
    void start() throws IOException {
        server = ServerProcess.start(HEAP_MEGABYTES, Map.of());
        other = server.connect();
        assertOthersAreServed();
        residentBefore = server.residentBytes();
        descriptorsBefore = server.descriptors();
    }

    /// What all of it has cost the server and others.
    @AfterAll
    void stop() throws IOException {
        long grown = server.residentBytes() - residentBefore;
        assertThat(grown).as("memory").isLessThan(GROWTH_BYTES_MAX);
        pingNanos.sort(null);
        long slow = pingNanos.get(pingNanos.size() * 99 / 100);
        assertThat(slow).as("nanoseconds of a PING").isLessThan(SLOW_NANOS);
        awaitDescriptors();
        other.close();
        server.close();
    }

    private void awaitDescriptors() throws IOException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (server.descriptors() > descriptorsBefore && System.nanoTime() < endNanos) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(server.descriptors()).isLessThanOrEqualTo(descriptorsBefore);
    }

    private void assertOthersAreServed() throws IOException {
        long start = System.nanoTime();
        assertThat(other.exchange("PING")).isEqualTo("+PONG");
        pingNanos.add(System.nanoTime() - start);
    }

    static LongStream seeds() {
        return Seeds.quick();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void garbage_isAnsweredInResp_andOthersAreAnsweredMeanwhile(long seed) throws Exception {
        var random = new Random(seed);
        for (int number = 0; number < CLIENTS_A_SEED; number++) {
            try (WireClient client = server.connect()) {
                client.send("PING\r\n");
                client.send(number % 4 == 0 ? noise(random) : damaged(random));
                client.endOutput();
                assertOthersAreServed();
                assertThat(parsed(client.rest())).startsWith(new Reply.Simple("PONG"));
            }
        }
    }

    /// Bytes of no meaning, with some of RESP's own among them.
    private static byte[] noise(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(4_000)];
        random.nextBytes(bytes);
        String marks = "*$\r\n+-:\"' 0123456789";
        for (int count = random.nextInt(bytes.length); count > 0; count--) {
            bytes[random.nextInt(bytes.length)] =
                    (byte) marks.charAt(random.nextInt(marks.length()));
        }
        return bytes;
    }

    /// Requests in order, with a few bytes changed, left out or put in, and cut off somewhere.
    private static byte[] damaged(Random random) {
        var text = new StringBuilder();
        for (int count = 1 + random.nextInt(20); count > 0; count--) {
            text.append(REQUESTS.get(random.nextInt(REQUESTS.size())));
        }
        for (int count = random.nextInt(4); count > 0; count--) {
            int at = random.nextInt(text.length());
            char odd = (char) random.nextInt(256);
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, odd);
                case 1 -> text.deleteCharAt(at);
                default -> text.insert(at, odd);
            }
        }
        if (random.nextBoolean()) {
            text.setLength(random.nextInt(text.length() + 1));
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    /// The replies in `sent`, of which the last must be whole.
    private static List<Reply> parsed(String sent) throws ProtocolException {
        var end = new Reply.Simple("the end");
        byte[] bytes = (sent + "+the end\r\n").getBytes(ISO_8859_1);
        var parser = new ReplyParser(ReplyLimits.DEFAULTS);
        parser.feed(bytes, 0, bytes.length);
        List<Reply> replies = new ArrayList<>();
        while (parser.next()) {
            replies.add(parser.reply());
        }
        assertThat(replies).endsWith(end);
        return replies;
    }

    static Stream<Arguments> malformedRequests() {
        return Stream.of(
                arguments("*1048577\r\n", "invalid multibulk length"),
                arguments("*99999999999999999999\r\n", "invalid multibulk length"),
                arguments("*1x\r\n", "invalid multibulk length"),
                arguments("*" + "1".repeat(70_000), "too big mbulk count string"),
                arguments("*1\r\n$536870913\r\n", "invalid bulk length"),
                arguments("*1\r\n$-1\r\n", "invalid bulk length"),
                arguments("*1\r\n$99999999999999999999\r\n", "invalid bulk length"),
                arguments("*2\r\n$4\r\nECHO\r\n$x\r\n", "invalid bulk length"),
                arguments("*1\r\n$" + "1".repeat(70_000), "too big bulk count string"),
                arguments("*1\r\nPING\r\n", "expected '$', got 'P'"),
                arguments("SET \"k v\r\n", "unbalanced quotes in request"),
                arguments("x".repeat(70_000), "too big inline request"));
    }

    @ParameterizedTest
    @MethodSource("malformedRequests")
    void malformedRequest_isToldWhy_andHungUpOn(String sent, String reason) throws IOException {
        try (WireClient client = server.connect()) {
            client.send(sent);
            assertThat(client.rest()).isEqualTo("-ERR Protocol error: " + reason + "\r\n");
        }
        assertOthersAreServed();
    }

    @Test
    void thousandConnections_inTheMiddleOfARequest_keepNobodyWaiting() throws IOException {
        List<WireClient> crowd = new ArrayList<>();
        try {
            for (int number = 0; number < CROWD; number++) {
                WireClient client = server.connect();
                crowd.add(client);
                client.send(own(number).substring(0, CUT_AT));
            }
            assertOthersAreServed();
            for (int number = 0; number < CROWD; number++) {
                crowd.get(number).send(own(number).substring(CUT_AT));
            }
            assertOthersAreServed();
            for (int number = 0; number < CROWD; number++) {
                assertThat(crowd.get(number).reply()).isEqualTo("client " + number);
            }
        } finally {
            for (WireClient client : crowd) {
                client.close();
            }
        }
    }

    /// The request of a client in the crowd, of which each gets another answer.
    private static String own(int number) {
        return request("ECHO", "client " + number);
    }

    private static String request(String... words) {
        var request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString();
    }
}
