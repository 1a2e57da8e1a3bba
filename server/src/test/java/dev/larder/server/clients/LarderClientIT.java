package dev.larder.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.client.ClientConfig;
import dev.larder.client.Credentials;
import dev.larder.client.LarderClient;
import dev.larder.client.Pipeline;
import dev.larder.client.RefusedException;
import dev.larder.protocol.resp.Reply;
import dev.larder.protocol.resp.RespVersion;
import dev.larder.server.testing.LiveServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The project's own client.
final class LarderClientIT {
    private static final String HOST = "127.0.0.1";
    private static final Reply OK = new Reply.Simple("OK");

    private final LiveServer server = LiveServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(RespVersion.class)
    void call_inEachVersionOfTheProtocol_isAnswered(RespVersion version) {
        try (LarderClient client = connect(config().withVersion(version))) {
            assertThat(client.call("SET", "k", "v", "EX", "100")).isEqualTo(OK);
            assertThat(client.call("GET", "k")).isEqualTo(bulk("v"));
            assertThat(client.call("GET", "none")).isEqualTo(new Reply.Null());
            assertThat(client.call("INCR", "n")).isEqualTo(new Reply.WholeNumber(1));
            assertThat(client.call("MGET", "k", "none", "n"))
                    .isEqualTo(new Reply.Array(List.of(bulk("v"), new Reply.Null(), bulk("1"))));
            assertThat(client.call("INCR", "k"))
                    .isEqualTo(new Reply.Failure("ERR value is not an integer or out of range"));
        }
    }

    @Test
    void hello_inResp3_isAMapping() {
        try (LarderClient client = connect(config().withVersion(RespVersion.RESP3))) {
            assertThat(client.call("HELLO"))
                    .isInstanceOfSatisfying(
                            Reply.Mapping.class,
                            hello ->
                                    assertThat(hello.pairs())
                                            .contains(
                                                    new Reply.Pair(
                                                            bulk("proto"),
                                                            new Reply.WholeNumber(3))));
        }
    }

    @Test
    void pipeline_longerThanWhatMayBeOnItsWay_isAnsweredInOrder() {
        try (LarderClient client = connect(config().withInFlightMax(100))) {
            Pipeline pipeline = client.pipeline();
            List<Reply> expected = new ArrayList<>();
            for (int number = 0; number < 2_000; number++) {
                pipeline.add("SET", "k" + number, "v" + number).add("GET", "k" + number);
                expected.add(OK);
                expected.add(bulk("v" + number));
            }
            assertThat(pipeline.run()).isEqualTo(expected);
        }
    }

    @Test
    void value_ofMegabytes_comesBackTheSame() {
        byte[] value = new byte[5_000_000];
        for (int index = 0; index < value.length; index++) {
            value[index] = (byte) (index * 31 ^ index >> 8);
        }
        byte[] key = {0, '\r', '\n', (byte) 0xff};
        try (LarderClient client = connect(config())) {
            assertThat(client.call(ascii("SET"), key, value)).isEqualTo(OK);
            assertThat(client.call(ascii("GET"), key)).isEqualTo(new Reply.Bulk(value));
        }
    }

    @Test
    void threads_thatShareAClient_eachGetTheirOwnReplies() throws Exception {
        try (LarderClient client = connect(config());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int number = 0; number < 1_000; number++) {
                String word = "word" + number;
                calls.add(threads.submit(() -> client.call("ECHO", word).equals(bulk(word))));
            }
            for (Future<Boolean> call : calls) {
                assertThat(call.get()).isTrue();
            }
        }
    }

    @Test
    void login_withThePassword_isTaken_andWithAnotherRefused() {
        try (LiveServer guarded = LiveServer.with(Map.of("requirepass", "secret")).start()) {
            ClientConfig config = ClientConfig.of(HOST, guarded.port());
            try (LarderClient client = connect(config.withCredentials(login("secret")))) {
                assertThat(client.call("SET", "k", "v")).isEqualTo(OK);
            }
            assertThatThrownBy(() -> connect(config.withCredentials(login("wrong"))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("WRONGPASS");
        }
    }

    private ClientConfig config() {
        return ClientConfig.of(HOST, server.port());
    }

    private static LarderClient connect(ClientConfig config) {
        return LarderClient.connect(config, push -> {});
    }

    private static Credentials login(String password) {
        return new Credentials("default", password);
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    private static Reply bulk(String text) {
        return new Reply.Bulk(text.getBytes(StandardCharsets.UTF_8));
    }
}
