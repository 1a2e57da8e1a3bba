package dev.larder.server.command.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientPauseTest {
    private final CommandHarness server = new CommandHarness();
    private final CommandHarness.Client other = server.client();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void pause_ofEverything_holdsAllRequestsUntilItsTimeIsOver() {
        assertThat(server.run("client pause 500")).isEqualTo("+OK\r\n");
        assertThat(other.exchange("ping\r\nget k\r\n".getBytes(US_ASCII))).isEmpty();
        assertThat(other.suspendedMs()).isEqualTo(500);
        assertThat(server.run("client list")).as("also who paused").isEmpty();
        server.clock().advanceMs(499);
        assertThat(other.goOn()).isEmpty();
        assertThat(other.suspendedMs()).isEqualTo(1);
        server.clock().advanceMs(1);
        assertThat(other.goOn()).isEqualTo("+PONG\r\n$-1\r\n");
        assertThat(server.first().goOn()).contains(" flags=N ");
    }

    @Test
    void pause_ofWrites_letsReadsPass() {
        assertThat(server.run("client pause 500 write")).isEqualTo("+OK\r\n");
        assertThat(other.exchange("get k\r\nset k v\r\nget k\r\n".getBytes(US_ASCII)))
                .isEqualTo("$-1\r\n");
        assertThat(server.run("client list id 2")).contains(" flags=b ");
        assertThat(server.run("get k")).isEqualTo("$-1\r\n");
        server.clock().advanceMs(500);
        assertThat(other.goOn()).isEqualTo("+OK\r\n$1\r\nv\r\n");
        assertThat(server.run("client list id 2")).contains(" flags=N ");
    }

    @Test
    void pause_repliesToMistakesAtOnce() {
        server.run("client pause 500");
        assertThat(other.run("nonsense")).startsWith("-ERR unknown command");
        assertThat(other.run("get")).startsWith("-ERR wrong number of arguments");
    }

    @Test
    void unpause_resumesWhoIsHeld() {
        server.run("client pause 100000");
        assertThat(other.run("ping")).isEmpty();
        assertThat(server.run("client unpause")).isEqualTo("+OK\r\n");
        assertThat(other.resumes()).isEqualTo(1);
        assertThat(other.goOn()).isEqualTo("+PONG\r\n");
    }

    @Test
    void pause_duringAPause_prolongsAndWidensItOnly() {
        server.run("client pause 1000 write");
        server.run("client pause 10 write");
        assertThat(other.run("set k v")).isEmpty();
        assertThat(other.suspendedMs()).isEqualTo(1000);
        server.run("client pause 2000 all");
        var third = server.client();
        assertThat(third.run("ping")).isEmpty();
        assertThat(third.suspendedMs()).isEqualTo(2000);
    }

    @Test
    void requestCutInTwo_isHeldWhole() {
        server.run("client pause 500");
        assertThat(other.exchange("*2\r\n$4\r\nec".getBytes(US_ASCII))).isEmpty();
        assertThat(other.exchange("ho\r\n$2\r\nhi\r\nping\r\n".getBytes(US_ASCII))).isEmpty();
        server.clock().advanceMs(500);
        assertThat(other.goOn()).isEqualTo("$2\r\nhi\r\n+PONG\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "client pause x; ERR timeout is not an integer or out of range",
                "client pause -1; ERR timeout is negative",
                "client pause 9223372036854775807; ERR timeout is out of range",
                "client pause 10 reads; ERR CLIENT PAUSE mode must be WRITE or ALL",
                "client pause 10 all x; ERR unknown subcommand or wrong number of arguments for"
                        + " 'pause'. Try CLIENT HELP.",
            })
    void pause_withAMistake_pausesNobody(String request, String error) {
        assertThat(server.run(request)).isEqualTo("-" + error + "\r\n");
        assertThat(server.run("ping")).isEqualTo("+PONG\r\n");
    }
}
