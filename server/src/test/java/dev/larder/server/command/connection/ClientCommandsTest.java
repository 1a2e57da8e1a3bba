package dev.larder.server.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The CLIENT subcommands that are about the caller itself.
final class ClientCommandsTest {
    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void id_ofEveryConnection_isAnother() {
        assertThat(server.run("client id")).isEqualTo(":1\r\n");
        assertThat(server.client().run("client id")).isEqualTo(":2\r\n");
    }

    @Test
    void name_canBeGivenAndTakenAway() {
        assertThat(server.run("client getname")).isEqualTo("$-1\r\n");
        assertThat(server.run("client setname a!~b")).isEqualTo("+OK\r\n");
        assertThat(server.run("client getname")).isEqualTo("$4\r\na!~b\r\n");
        assertThat(server.send("client", "setname", "a\nb"))
                .isEqualTo(
                        "-ERR Client names cannot contain spaces, newlines or special"
                                + " characters.\r\n");
        assertThat(server.run("client getname")).isEqualTo("$4\r\na!~b\r\n");
        assertThat(server.run("client setname ''")).isEqualTo("+OK\r\n");
        assertThat(server.run("client getname")).isEqualTo("$-1\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "client setinfo LIB-NAME lib(1.0); +OK",
                "client setinfo lib-ver 1.2.3; +OK",
                "client setinfo lib-ver ''; +OK",
                "client setinfo lib-os linux; -ERR Unrecognized option 'lib-os'",
                "client setinfo LIB-VER \"1 2\"; -ERR LIB-VER cannot contain spaces, newlines or"
                        + " special characters.",
                "client setinfo lib-ver; -ERR wrong number of arguments for 'client|setinfo'"
                        + " command",
                "client no-evict on; +OK",
                "client no-evict off; +OK",
                "client no-evict maybe; -ERR syntax error",
                "client no-touch on; +OK",
                "client no-touch 1; -ERR syntax error",
                "client getredir; :-1",
                "client unblock 1; :0",
                "client unblock 1 timeout; :0",
                "client unblock x; -ERR value is not an integer or out of range",
                "client unblock 1 now; -ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR",
                "client unblock 1 error x; -ERR unknown subcommand or wrong number of arguments"
                        + " for 'unblock'. Try CLIENT HELP.",
            })
    void subcommand_repliesAsInRedis(String request, String reply) {
        assertThat(server.run(request)).isEqualTo(reply + "\r\n");
    }

    @Test
    void trackingInfo_ofAConnectionThatTracksNothing_saysOff() {
        assertThat(server.run("client trackinginfo"))
                .isEqualTo(
                        "*6\r\n$5\r\nflags\r\n*1\r\n$3\r\noff\r\n$8\r\nredirect\r\n:-1\r\n"
                                + "$8\r\nprefixes\r\n*0\r\n");
        server.run("hello 3");
        assertThat(server.run("client trackinginfo"))
                .isEqualTo(
                        "%3\r\n$5\r\nflags\r\n~1\r\n$3\r\noff\r\n$8\r\nredirect\r\n:-1\r\n"
                                + "$8\r\nprefixes\r\n*0\r\n");
    }

    @Test
    void replyOff_silencesEverythingUntilOn() {
        assertThat(server.run("client reply off")).isEmpty();
        assertThat(server.run("ping")).isEmpty();
        assertThat(server.run("nonsense")).isEmpty();
        assertThat(server.run("client reply skip")).isEmpty();
        assertThat(server.run("echo " + "x".repeat(60_000))).isEmpty();
        assertThat(server.run("hello 3")).isEmpty();
        assertThat(server.run("client reply on")).isEqualTo("+OK\r\n");
        assertThat(server.run("client getname")).isEqualTo("_\r\n");
    }

    @Test
    void replySkip_silencesItselfAndTheNext() {
        assertThat(server.run("client reply skip")).isEmpty();
        assertThat(server.run("ping")).isEmpty();
        assertThat(server.run("ping")).isEqualTo("+PONG\r\n");
        assertThat(server.run("client reply skip")).isEmpty();
        assertThat(server.run("client reply skip")).isEmpty();
        assertThat(server.run("nonsense")).isEmpty();
        assertThat(server.run("ping")).isEqualTo("+PONG\r\n");
        assertThat(server.run("client reply sometimes")).isEqualTo("-ERR syntax error\r\n");
        assertThat(server.run("client reply on")).isEqualTo("+OK\r\n");
    }

    @Test
    void replyOff_withRepliesLongerThanAnyBuffer_keepsTheConnection() {
        server.run("client reply off");
        String big = "x".repeat(1 << 20);
        for (int time = 0; time < 3; time++) {
            assertThat(server.send("echo", big)).isEmpty();
        }
        assertThat(server.run("client reply on")).isEqualTo("+OK\r\n");
        assertThat(server.first().isClosed()).isFalse();
    }

    @Test
    void help_listsEverySubcommand() {
        String help = server.run("client help");
        assertThat(help)
                .startsWith(
                        "*33\r\n+CLIENT <subcommand> [<arg> [value] [opt] ...]."
                                + " Subcommands are:\r\n")
                .contains("+SETNAME connection-name\r\n+    Gives the connection a name.\r\n")
                .endsWith("+HELP\r\n+    Print this help.\r\n");
        assertThat(help.split("\r\n")).hasSize(34);
    }
}
