package dev.larder.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.resp.Reply;
import dev.larder.protocol.resp.RespVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LarderClientTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private static String echo(List<String> request) {
        String last = request.getLast();
        return "$" + last.length() + "\r\n" + last + "\r\n";
    }

    private static Reply.Bulk bulk(String text) {
        return new Reply.Bulk(text.getBytes(UTF_8));
    }

    @Test
    void call_ofARequest_returnsItsReply() throws IOException {
        try (ScriptedServer server = new ScriptedServer(LarderClientTest::echo);
                LarderClient client = LarderClient.connect(server.host(), server.port())) {
            assertThat(client.call("ECHO", "h\r\ni")).isEqualTo(bulk("h\r\ni"));
            assertThat(client.call("ECHO".getBytes(UTF_8), new byte[0])).isEqualTo(bulk(""));
            assertThat(server.requests())
                    .containsExactly(List.of("ECHO", "h\r\ni"), List.of("ECHO", ""));
        }
    }

    @Test
    void call_thatTheServerRefuses_returnsTheFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer(request -> "-WRONGTYPE no\r\n");
                LarderClient client = LarderClient.connect(server.host(), server.port())) {
            assertThat(client.call("GET", "list")).isEqualTo(new Reply.Failure("WRONGTYPE no"));
        }
    }

    @Test
    void pipeline_ofMoreThanMayBeOnTheWay_keepsTheOrder() throws IOException {
        try (ScriptedServer server = new ScriptedServer(LarderClientTest::echo);
                LarderClient client =
                        LarderClient.connect(server.config().withInFlightMax(10), push -> {})) {
            Pipeline pipeline = client.pipeline();
            List<Reply> expected = new ArrayList<>();
            for (int index = 0; index < 1_003; index++) {
                pipeline.add("ECHO", "value " + index);
                expected.add(bulk("value " + index));
            }
            assertThat(pipeline.run()).isEqualTo(expected);
            assertThat(pipeline.run()).as("it is empty now").isEmpty();
        }
    }

    @Test
    void call_ofManyThreads_givesEachItsOwnReply() throws Exception {
        try (ScriptedServer server = new ScriptedServer(LarderClientTest::echo);
                LarderClient client =
                        LarderClient.connect(server.config().withInFlightMax(3), push -> {})) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<List<Reply>>> answers = new ArrayList<>();
                for (int number = 0; number < 8; number++) {
                    String name = "thread " + number;
                    answers.add(threads.submit(() -> callTimes(client, name)));
                }
                for (int number = 0; number < 8; number++) {
                    Reply own = bulk("thread " + number);
                    assertThat(answers.get(number).get()).hasSize(200).containsOnly(own);
                }
            }
        }
    }

    private static List<Reply> callTimes(LarderClient client, String text) {
        List<Reply> replies = new ArrayList<>();
        for (int turn = 0; turn < 200; turn++) {
            replies.add(client.call("ECHO", text));
        }
        return replies;
    }

    @Test
    void connect_inResp3WithALogin_greetsWithBoth() throws IOException {
        try (ScriptedServer server = new ScriptedServer(request -> "%0\r\n")) {
            ClientConfig config =
                    server.config()
                            .withVersion(RespVersion.RESP3)
                            .withCredentials(new Credentials("me", "secret"));
            LarderClient.connect(config, push -> {}).close();
            assertThat(server.requests())
                    .containsExactly(List.of("HELLO", "3", "AUTH", "me", "secret"));
        }
    }

    @Test
    void connect_inResp2WithALogin_sendsAuth() throws IOException {
        try (ScriptedServer server = new ScriptedServer(request -> "+OK\r\n")) {
            Credentials named = new Credentials("me", "secret");
            Credentials plain = new Credentials(Credentials.DEFAULT_USER, "secret");
            LarderClient.connect(server.config().withCredentials(named), push -> {}).close();
            LarderClient.connect(server.config().withCredentials(plain), push -> {}).close();
            assertThat(server.requests())
                    .containsExactly(List.of("AUTH", "me", "secret"), List.of("AUTH", "secret"));
        }
    }

    @Test
    void connect_whereTheLoginIsRefused_saysWhy() throws IOException {
        try (ScriptedServer server = new ScriptedServer(request -> "-WRONGPASS no\r\n")) {
            ClientConfig config =
                    server.config().withCredentials(new Credentials("me", "not the one"));
            assertThatThrownBy(() -> LarderClient.connect(config, push -> {}))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("AUTH was refused")
                    .hasMessageContaining("WRONGPASS no")
                    .hasMessageNotContaining("not the one");
        }
    }

    @Test
    void connect_whereNobodyListens_saysWhere() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> LarderClient.connect("127.0.0.1", port))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void call_thatIsNotAnsweredInTime_closesTheConnection() throws IOException {
        Function<List<String>, String> deafToGet =
                request -> request.getFirst().equals("GET") ? "" : echo(request);
        try (ScriptedServer server = new ScriptedServer(deafToGet);
                LarderClient client =
                        LarderClient.connect(
                                server.config().withTimeouts(Duration.ofSeconds(5), SHORT),
                                push -> {})) {
            assertThat(client.call("ECHO", "a")).isEqualTo(bulk("a"));
            assertThatThrownBy(() -> client.call("GET", "k"))
                    .isInstanceOf(TimedOutException.class)
                    .hasMessage("no reply within 50 ms");
            assertThatThrownBy(() -> client.call("ECHO", "b"))
                    .isInstanceOf(ConnectionLostException.class);
        }
    }

    @Test
    void call_whenTheServerHangsUp_failsAndSoDoLaterOnes() throws IOException {
        try (ScriptedServer server = new ScriptedServer(request -> ScriptedServer.HANG_UP);
                LarderClient client = LarderClient.connect(server.host(), server.port())) {
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> client.call("PING"))
                        .isInstanceOf(ConnectionLostException.class);
            }
        }
    }

    @Test
    void call_answeredWithRubbish_endsTheConnection() throws IOException {
        try (ScriptedServer server = new ScriptedServer(request -> "HTTP/1.1 400\r\n");
                LarderClient client = LarderClient.connect(server.host(), server.port())) {
            assertThatThrownBy(() -> client.call("PING"))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("malformed");
        }
    }

    @Test
    void pushes_amongReplies_goToTheirListener() throws Exception {
        CompletableFuture<Reply.Push> pushed = new CompletableFuture<>();
        Function<List<String>, String> script =
                request ->
                        request.getFirst().equals("HELLO")
                                ? "%0\r\n"
                                : ">2\r\n+invalidate\r\n_\r\n" + echo(request);
        try (ScriptedServer server = new ScriptedServer(script);
                LarderClient client =
                        LarderClient.connect(
                                server.config().withVersion(RespVersion.RESP3), pushed::complete)) {
            assertThat(client.call("ECHO", "a")).isEqualTo(bulk("a"));
            assertThat(pushed.get(10, TimeUnit.SECONDS))
                    .isEqualTo(
                            new Reply.Push(
                                    List.of(new Reply.Simple("invalidate"), new Reply.Null())));
        }
    }

    @Test
    void call_fromTheConnectionsOwnThread_isRefusedInsteadOfHanging() throws Exception {
        CompletableFuture<LarderClient> client = new CompletableFuture<>();
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        Function<List<String>, String> script =
                request -> request.getFirst().equals("HELLO") ? "%0\r\n" : ">1\r\n+x\r\n+OK\r\n";
        try (ScriptedServer server = new ScriptedServer(script);
                LarderClient connected =
                        LarderClient.connect(
                                server.config().withVersion(RespVersion.RESP3),
                                push -> {
                                    try {
                                        client.join().call("PING");
                                    } catch (IllegalStateException expected) {
                                        refused.complete(expected);
                                    }
                                })) {
            client.complete(connected);
            assertThat(connected.call("PING")).isEqualTo(new Reply.Simple("OK"));
            assertThat(refused.get(10, TimeUnit.SECONDS)).hasMessageContaining("own thread");
        }
    }

    @Test
    void call_ofAnInterruptedThread_saysSoAndStaysInterrupted() throws IOException {
        try (ScriptedServer server = new ScriptedServer(request -> "");
                LarderClient client = LarderClient.connect(server.host(), server.port())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> client.call("PING"))
                    .isInstanceOf(InterruptedCallException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @SuppressWarnings("try") // closes early on purpose
    void close_withRequestsOnTheirWay_failsThem() throws Exception {
        try (ScriptedServer server = new ScriptedServer(request -> "");
                Connector connector = new Connector(1)) {
            Connection connection =
                    connector.connect(server.config(), push -> {}).get(10, TimeUnit.SECONDS);
            CompletableFuture<Reply> reply = connection.call(List.of("PING".getBytes(UTF_8)));
            connection.close();
            assertThat(reply.handle((value, error) -> error).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ConnectionLostException.class);
            connection.closed().get(10, TimeUnit.SECONDS);
            assertThat(connection.isOpen()).isFalse();
            connector.close();
            CompletableFuture<Reply> late = connection.call(List.of("PING".getBytes(UTF_8)));
            assertThat(late.handle((value, error) -> error).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ConnectionLostException.class);
        }
    }
}
