package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.LiveServer;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One connection, with each of the transports: order, cuts, ends.
@ParameterizedClass
@MethodSource("dev.larder.server.net.Transports#working")
final class ConnectionIT {
    private final NetCommands commands = new NetCommands();

    private final LiveServer server;

    ConnectionIT(String transport) {
        server = LiveServer.with(Map.of("transport", transport)).commands(commands.all()).start();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(commands.valuesOut).hasValue(0);
    }

    @Test
    void pipeline_cutAnywhere_isAnsweredInOrder() throws IOException {
        String pipeline = "ECHO a\r\n*2\r\n$4\r\nECHO\r\n$2\r\nbc\r\nBIG 70000\r\nECHO 'd e'\r\n";
        byte[] bytes = pipeline.getBytes(ISO_8859_1);
        try (WireClient client = server.connect()) {
            for (int cut = 1; cut < bytes.length; cut++) {
                client.send(pipeline.substring(0, cut));
                client.send(pipeline.substring(cut));
                assertThat(client.reply()).isEqualTo("a");
                assertThat(client.reply()).isEqualTo("bc");
                assertThat(client.line()).isEqualTo("$70000");
                assertPattern(client, 70_000);
                assertThat(client.reply()).isEqualTo("d e");
            }
        }
    }

    private static void assertPattern(WireClient client, int length) throws IOException {
        byte[] bytes = client.bytes(length);
        for (int index = 0; index < length; index++) {
            if (bytes[index] != NetCommands.Pattern.at(index)) {
                throw new AssertionError("byte " + index + " of " + length + " is wrong");
            }
        }
        client.bytes(2);
    }

    @Test
    void halfClose_afterALongPipeline_isAnsweredToTheEndAndThenClosed() throws IOException {
        int requests = 2_000;
        try (WireClient client = server.connect()) {
            client.send("FILL 20000\r\n".repeat(requests));
            client.endOutput();
            for (int request = 0; request < requests; request++) {
                assertThat(client.line()).isEqualTo("$20000");
                client.skip(20_002);
            }
            assertThat(client.isHungUp()).isTrue();
        }
        assertThat(commands.executed).hasValue(requests);
    }

    /// Where one read ends and the next has to begin: at the end of the receive buffer.
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, ReceiveBuffer.BYTES})
    void pipeline_aboutAsLongAsTheReceiveBuffer_isAnswered(int more) throws IOException {
        int bytes = ReceiveBuffer.BYTES + more;
        String first = "ECHO " + "a".repeat(93 + bytes % 100) + "\r\n";
        String rest = "ECHO " + "b".repeat(93) + "\r\n";
        int others = (bytes - first.length()) / rest.length();
        try (WireClient client = server.connect()) {
            client.send(first + rest.repeat(others));
            assertThat(client.reply()).startsWith("a");
            for (int request = 0; request < others; request++) {
                assertThat(client.reply()).startsWith("b");
            }
            client.send(rest);
            client.endOutput();
            assertThat(client.reply()).startsWith("b");
            assertThat(client.isHungUp()).isTrue();
        }
    }

    @Test
    void manyClients_withOneRequestEachAndThenTheEnd_areAllAnswered() throws IOException {
        var clients = new ArrayList<WireClient>();
        try {
            for (int number = 0; number < 60; number++) {
                clients.add(server.connect());
            }
            for (int number = 0; number < clients.size(); number++) {
                clients.get(number).send("ECHO " + number + "\r\n");
                clients.get(number).endOutput();
            }
            for (int number = 0; number < clients.size(); number++) {
                assertThat(clients.get(number).reply()).isEqualTo(String.valueOf(number));
                assertThat(clients.get(number).isHungUp()).isTrue();
            }
        } finally {
            for (WireClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void malformedRequest_afterOthers_isAnsweredLastAndClosed() throws IOException {
        try (WireClient client = server.connect()) {
            client.send("ECHO a\r\n*1\r\n$4\r\nECHO\r\n*x\r\nECHO b\r\n" + "z".repeat(100_000));
            assertThat(client.rest())
                    .isEqualTo(
                            "$1\r\na\r\n-ERR wrong number of arguments for 'echo' command\r\n"
                                    + "-ERR Protocol error: invalid multibulk length\r\n");
        }
    }

    @Test
    void lastReply_beforeMoreRequests_isTheLast() throws IOException {
        try (WireClient client = server.connect()) {
            client.send("BYE\r\nECHO never\r\n");
            assertThat(client.rest()).isEqualTo("+OK\r\n");
        }
        assertThat(commands.executed).hasValue(1);
    }
}
