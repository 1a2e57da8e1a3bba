package dev.larder.server.command.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PING, ECHO, QUIT, RESET and SELECT.
final class ConnectionCommandsTest {
    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void ping_withAndWithoutAMessage_answers() {
        assertThat(server.run("PING")).isEqualTo("+PONG\r\n");
        assertThat(server.run("ping \"hello you\"")).isEqualTo("$9\r\nhello you\r\n");
        assertThat(server.run("ping a b"))
                .isEqualTo("-ERR wrong number of arguments for 'ping' command\r\n");
    }

    @Test
    void echo_ofAnyBytes_givesThemBack() {
        assertThat(server.send("ECHO", "a\0\r\nb")).isEqualTo("$5\r\na\0\r\nb\r\n");
        assertThat(server.send("ECHO", "")).isEqualTo("$0\r\n\r\n");
    }

    @Test
    void echo_ofABigArgument_copiesItUpToAMegabyte() {
        String big = "x".repeat(300_000);
        assertThat(server.send("ECHO", big)).isEqualTo("$300000\r\n" + big + "\r\n");
        assertThat(server.send("ECHO", "x".repeat(2 << 20)))
                .isEqualTo("-ERR argument is too big: 2097152 bytes (at most 1048576)\r\n");
    }

    @Test
    void quit_inAPipeline_ignoresWhatFollows() {
        assertThat(server.first().exchange("ping\r\nquit now\r\nping\r\n".getBytes(US_ASCII)))
                .isEqualTo("+PONG\r\n+OK\r\n");
        assertThat(server.first().isClosed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "select 15; +OK",
                "select 16; -ERR DB index is out of range",
                "select -1; -ERR DB index is out of range",
                "select one; -ERR value is not an integer or out of range",
                "select 01; -ERR value is not an integer or out of range",
                "select 2147483648; -ERR value is out of range, value must between"
                        + " -2147483648 and 2147483647",
                "select; -ERR wrong number of arguments for 'select' command",
            })
    void select_ofADatabase_takesThoseThereAre(String request, String reply) {
        assertThat(server.run(request)).isEqualTo(reply + "\r\n");
    }

    @Test
    void reset_makesTheConnectionAsNew() {
        server.server().authentication().password("pw".getBytes(US_ASCII));
        var client = server.client();
        client.run("hello 3 auth default pw setname tester");
        client.run("select 3");
        client.run("client no-touch on");
        client.run("client no-evict on");
        client.run("client setinfo lib-name larder");
        server.server().sessions().monitors().add(client.session());
        assertThat(client.run("reset")).isEqualTo("+RESET\r\n");
        assertThat(server.server().sessions().monitors().any()).isFalse();
        assertThat(client.run("ping")).isEqualTo("-NOAUTH Authentication required.\r\n");
        client.run("auth pw");
        assertThat(client.run("client info"))
                .startsWith("$")
                .contains(" name= ", " db=0 ", " resp=2 ", " flags=N ", " lib-name=larder ");
    }

    @Test
    void reset_ofAMutedConnection_isHeard() {
        server.run("client reply off");
        assertThat(server.run("ping")).isEmpty();
        assertThat(server.run("reset")).isEqualTo("+RESET\r\n");
        assertThat(server.run("ping")).isEqualTo("+PONG\r\n");
    }
}
