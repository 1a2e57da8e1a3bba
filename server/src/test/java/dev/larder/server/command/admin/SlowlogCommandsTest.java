package dev.larder.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SlowlogCommandsTest {
    private final CommandHarness server =
            new CommandHarness(Map.of("slowlog-log-slower-than", "0"));

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void get_ofACommand_saysWhatItWasWhenForHowLongAndWhose() {
        server.run("CONFIG RESETSTAT");
        long seconds = server.clock().millis() / 1000;
        assertThat(server.run("SLOWLOG GET"))
                .isEqualTo(
                        "*1\r\n*6\r\n:0\r\n:"
                                + seconds
                                + "\r\n:0\r\n"
                                + "*2\r\n$6\r\nCONFIG\r\n$9\r\nRESETSTAT\r\n"
                                + "$15\r\n127.0.0.1:50000\r\n$0\r\n\r\n");
    }

    @Test
    void get_withACount_repliesThatManyNewestFirst() {
        for (int call = 0; call < 12; call++) {
            server.run("TIME");
        }
        assertThat(server.run("SLOWLOG GET")).startsWith("*10\r\n*6\r\n:11\r\n");
        assertThat(server.run("SLOWLOG GET 2")).startsWith("*2\r\n*6\r\n:12\r\n");
        assertThat(server.run("SLOWLOG GET -1")).startsWith("*14\r\n");
        assertThat(server.run("SLOWLOG GET 0")).isEqualTo("*0\r\n");
    }

    @Test
    void get_withACountThatIsNone_repliesAsRedisDoes() {
        String error = "-ERR count should be greater than or equal to -1\r\n";
        assertThat(server.run("SLOWLOG GET -2")).isEqualTo(error);
        assertThat(server.run("SLOWLOG GET many")).isEqualTo(error);
        assertThat(server.run("SLOWLOG GET 1 2"))
                .isEqualTo(
                        "-ERR unknown subcommand or wrong number of arguments for 'GET'. Try SLOWLOG HELP.\r\n");
    }

    @Test
    void len_andReset_countAndForget() {
        server.run("TIME");
        server.run("TIME");
        assertThat(server.run("SLOWLOG LEN")).isEqualTo(":2\r\n");
        assertThat(server.run("SLOWLOG RESET")).isEqualTo("+OK\r\n");
        assertThat(server.run("SLOWLOG LEN")).isEqualTo(":1\r\n");
    }

    @Test
    void maxLen_loweredWhileRunning_dropsTheOldest() {
        for (int call = 0; call < 12; call++) {
            server.run("TIME");
        }
        server.run("CONFIG SET slowlog-max-len 3");
        assertThat(server.run("SLOWLOG LEN")).isEqualTo(":3\r\n");
    }

    @Test
    void slowerThan_setNegative_logsNothing() {
        server.run("CONFIG SET slowlog-log-slower-than -1");
        server.run("SLOWLOG RESET");
        server.run("TIME");
        assertThat(server.run("SLOWLOG LEN")).isEqualTo(":0\r\n");
    }
}
