package dev.larder.server.command.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.Counter;
import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// AUTH and HELLO.
final class LoginTest {
    private static final String WRONG =
            "-WRONGPASS invalid username-password pair or user is disabled.\r\n";

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void close() {
        server.close();
    }

    private CommandHarness.Client stranger() {
        server.server().authentication().password("secret".getBytes(US_ASCII));
        return server.client();
    }

    @Test
    void auth_withoutAPasswordSet_saysSo() {
        assertThat(server.run("auth pw"))
                .isEqualTo(
                        "-ERR AUTH <password> called without any password configured for the"
                                + " default user. Are you sure your configuration is correct?\r\n");
        assertThat(server.run("auth default anything")).isEqualTo("+OK\r\n");
        assertThat(server.run("auth somebody anything")).isEqualTo(WRONG);
        assertThat(server.run("auth a b c")).isEqualTo("-ERR syntax error\r\n");
        assertThat(server.run("auth"))
                .isEqualTo("-ERR wrong number of arguments for 'auth' command\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "auth secre",
        "auth secret1",
        "auth ''",
        "auth Secret",
        "auth Default secret",
        "auth nobody secret",
        "auth default secre",
        "hello 3 auth default wrong",
    })
    void login_withAnythingWrong_isRefusedAndCounted(String request) {
        var stranger = stranger();
        assertThat(stranger.run(request)).isEqualTo(WRONG);
        assertThat(stranger.session().isAuthenticated()).isFalse();
        assertThat(server.server().stats().counters().sum(Counter.LOGINS_REFUSED)).isEqualTo(1);
    }

    @Test
    void auth_withTheUserToo_logsIn() {
        var stranger = stranger();
        assertThat(stranger.run("auth default secret")).isEqualTo("+OK\r\n");
        assertThat(stranger.run("ping")).isEqualTo("+PONG\r\n");
    }

    @Test
    void login_failingTooOften_makesTheSessionWait() {
        var stranger = stranger();
        String attempts = "auth wrong\r\n".repeat(50);
        assertThat(stranger.exchange(attempts.getBytes(US_ASCII))).isEqualTo(WRONG.repeat(20));
        assertThat(stranger.session().isSuspended()).isTrue();
        assertThat(stranger.suspendedMs()).isEqualTo(1000);
        server.clock().advanceMs(999);
        assertThat(stranger.goOn()).isEmpty();
        server.clock().advanceMs(1);
        assertThat(stranger.goOn()).isEqualTo(WRONG.repeat(20));
        server.clock().advanceMs(1000);
        assertThat(stranger.goOn()).isEqualTo(WRONG.repeat(10));
        assertThat(stranger.session().isSuspended()).isFalse();
        assertThat(stranger.run("auth secret")).isEqualTo("+OK\r\n");
    }

    @Test
    void login_failingNowAndThen_doesNotWait() {
        var stranger = stranger();
        for (int second = 0; second < 10; second++) {
            assertThat(stranger.exchange("auth wrong\r\n".repeat(19).getBytes(US_ASCII)))
                    .isEqualTo(WRONG.repeat(19));
            server.clock().advanceMs(1000);
        }
    }

    @Test
    void hello_inResp3_repliesWithAMap() {
        assertThat(server.run("hello 3"))
                .isEqualTo(
                        "%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$5\r\n7.2.6\r\n"
                                + "$5\r\nproto\r\n:3\r\n$2\r\nid\r\n:1\r\n"
                                + "$4\r\nmode\r\n$10\r\nstandalone\r\n"
                                + "$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n");
        assertThat(server.run("client getname")).isEqualTo("_\r\n");
        assertThat(server.run("hello 2")).startsWith("*14\r\n").contains("proto\r\n:2\r\n");
        assertThat(server.run("client getname")).isEqualTo("$-1\r\n");
    }

    @Test
    void hello_withoutAVersion_staysWithTheOneThereIs() {
        assertThat(server.run("hello")).startsWith("*14\r\n");
        server.run("hello 3");
        assertThat(server.run("hello")).startsWith("%7\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hello 1; NOPROTO unsupported protocol version",
                "hello 4; NOPROTO unsupported protocol version",
                "hello three; ERR Protocol version is not an integer or out of range",
                "hello 3 nope; ERR Syntax error in HELLO option 'nope'",
                "hello 3 auth user; ERR Syntax error in HELLO option 'auth'",
                "hello 3 setname; ERR Syntax error in HELLO option 'setname'",
                "hello 3 setname \"a b\"; ERR Client names cannot contain spaces, newlines or"
                        + " special characters.",
            })
    void hello_withAMistake_changesNothing(String request, String error) {
        assertThat(server.run(request)).isEqualTo("-" + error + "\r\n");
        assertThat(server.run("client getname")).isEqualTo("$-1\r\n");
    }

    @Test
    void hello_beforeALogin_asksForOne() {
        var stranger = stranger();
        assertThat(stranger.run("hello 3"))
                .startsWith("-NOAUTH HELLO must be called with the client already authenticated,");
        assertThat(stranger.run("hello 3 auth default secret setname me")).startsWith("%7\r\n");
        assertThat(stranger.run("client getname")).isEqualTo("$2\r\nme\r\n");
    }
}
