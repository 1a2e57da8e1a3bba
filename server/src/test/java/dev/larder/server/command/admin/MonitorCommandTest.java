package dev.larder.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MonitorCommandTest {
    private final CommandHarness server = new CommandHarness();
    private final CommandHarness.Client monitor = server.client();

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void monitor_ofOthersCommands_isShownThemWithTheirArguments() {
        assertThat(monitor.run("MONITOR")).isEqualTo("+OK\r\n");
        server.send("time");
        assertThat(monitor.received())
                .matches("\\+\\d+\\.\\d{6} \\[0 127\\.0\\.0\\.1:50000] \"time\"\r\n");
        server.run("INFO \"two words\" \"\\x00\\\"\"");
        assertThat(monitor.received()).endsWith("] \"INFO\" \"two words\" \"\\x00\\\"\"\r\n");
    }

    @Test
    void monitor_ofFailedCommands_isShownThemToo() {
        monitor.run("MONITOR");
        server.run("WAIT one 0");
        assertThat(monitor.received()).endsWith("\"WAIT\" \"one\" \"0\"\r\n");
    }

    @Test
    void monitor_ofCommandsThatDoNotRunOrAreForOperators_isNotShownThem() {
        monitor.run("MONITOR");
        server.run("NOSUCHCOMMAND");
        server.run("TIME too many");
        server.run("CONFIG GET *");
        server.run("SLOWLOG LEN");
        assertThat(monitor.received()).isEmpty();
    }

    @Test
    void monitor_twice_isShownEverythingOnce() {
        monitor.run("MONITOR");
        assertThat(monitor.run("MONITOR")).isEqualTo("+OK\r\n");
        server.run("TIME");
        assertThat(monitor.received().lines()).hasSize(1);
    }

    @Test
    void monitor_afterItsConnectionClosed_isForgotten() {
        monitor.run("MONITOR");
        monitor.close();
        assertThat(server.server().sessions().monitors().any()).isFalse();
        server.run("TIME");
        assertThat(monitor.received()).isEmpty();
    }

    @Test
    void monitor_thatUsesKeys_isRefusedUntilItResets() {
        monitor.run("MONITOR");
        for (String line : List.of("GET k", "SET k v", "DBSIZE", "MGET k l")) {
            assertThat(monitor.run(line))
                    .isEqualTo("-ERR Replica can't interact with the keyspace\r\n");
        }
        assertThat(monitor.run("GET"))
                .isEqualTo("-ERR wrong number of arguments for 'get' command\r\n");
        assertThat(monitor.run("PING")).isEqualTo("+PONG\r\n");
        assertThat(monitor.run("RESET")).isEqualTo("+RESET\r\n");
        assertThat(monitor.run("SET k v")).isEqualTo("+OK\r\n");
    }
}
