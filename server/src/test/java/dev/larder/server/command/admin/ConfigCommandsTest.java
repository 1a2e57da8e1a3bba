package dev.larder.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConfigCommandsTest {
    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void get_ofAName_isAMapInResp3AndItsPairsInResp2() {
        assertThat(server.run("CONFIG GET maxmemory-policy"))
                .isEqualTo("*2\r\n$16\r\nmaxmemory-policy\r\n$11\r\nallkeys-lru\r\n");
        server.run("HELLO 3");
        assertThat(server.run("CONFIG GET maxmemory-policy"))
                .isEqualTo("%1\r\n$16\r\nmaxmemory-policy\r\n$11\r\nallkeys-lru\r\n");
    }

    @Test
    void get_ofSeveralPatterns_repliesEachSettingOnce() {
        assertThat(server.run("CONFIG GET slowlog-* slowlog-max-l[e]n SLOWLOG-LOG*"))
                .isEqualTo(
                        "*4\r\n$23\r\nslowlog-log-slower-than\r\n$5\r\n10000\r\n"
                                + "$15\r\nslowlog-max-len\r\n$3\r\n128\r\n");
    }

    @Test
    void get_ofNothingKnown_isEmpty() {
        assertThat(server.run("CONFIG GET nonsense")).isEqualTo("*0\r\n");
    }

    @Test
    void set_ofSeveral_changesThemAll() {
        assertThat(server.run("CONFIG SET slowlog-max-len 7 maxmemory-policy noeviction"))
                .isEqualTo("+OK\r\n");
        assertThat(server.run("CONFIG GET slowlog-max-len")).endsWith("$1\r\n7\r\n");
        assertThat(server.run("INFO memory")).contains("maxmemory_policy:noeviction\r\n");
    }

    @Test
    void set_withOneThatIsWrong_changesNoneAndSaysWhy() {
        assertThat(server.run("CONFIG SET slowlog-max-len 7 maxmemory-policy nonsense"))
                .startsWith(
                        "-ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') -");
        assertThat(server.run("CONFIG GET slowlog-max-len")).endsWith("$3\r\n128\r\n");
    }

    @Test
    void set_ofAnUnknownSetting_repliesAsRedisDoes() {
        assertThat(server.run("CONFIG SET slowlog-max-len 7 nonsense 1"))
                .isEqualTo(
                        "-ERR Unknown option or number of arguments for CONFIG SET - 'nonsense'\r\n");
    }

    @Test
    void set_ofANameWithoutAValue_isASyntaxError() {
        assertThat(server.run("CONFIG SET slowlog-max-len 7 maxmemory"))
                .isEqualTo("-ERR syntax error\r\n");
        assertThat(server.run("CONFIG SET slowlog-max-len"))
                .isEqualTo("-ERR wrong number of arguments for 'config|set' command\r\n");
    }

    @Test
    void set_ofMaxmemory_reachesTheStore() {
        assertThat(server.run("CONFIG SET maxmemory 32mb")).isEqualTo("+OK\r\n");
        assertThat(server.run("INFO memory")).contains("maxmemory:33554432\r\n");
    }

    @Test
    void set_ofAProtectedSetting_needsALocalClientAndPermission() {
        assertThat(server.run("CONFIG SET enable-debug-command yes"))
                .startsWith("-ERR CONFIG SET failed")
                .contains("can't set immutable config");
        assertThat(server.run("CONFIG SET dir /tmp")).contains("can't set protected config");
    }

    @Test
    void set_ofASecret_isNotShownBySlowLogOrMonitor() {
        server.run("CONFIG SET slowlog-log-slower-than 0");
        server.run("SLOWLOG RESET");
        server.run("CONFIG SET requirepass sesame slowlog-max-len 100");
        assertThat(server.run("SLOWLOG GET"))
                .contains("requirepass")
                .contains("$10\r\n(redacted)\r\n")
                .contains("slowlog-max-len\r\n$3\r\n100\r\n")
                .doesNotContain("sesame");
    }

    @Test
    void set_ofBytesThatAreNoText_keepsThem() {
        assertThat(server.send("CONFIG", "SET", "requirepass", "\u0000\u00ff\u0080"))
                .isEqualTo("+OK\r\n");
        assertThat(server.run("CONFIG GET requirepass"))
                .isEqualTo("*2\r\n$11\r\nrequirepass\r\n$3\r\n\u0000\u00ff\u0080\r\n");
    }

    @Test
    void rewrite_withoutAFile_isRefused() {
        assertThat(server.run("CONFIG REWRITE"))
                .isEqualTo("-ERR The server is running without a config file\r\n");
    }

    @Test
    void help_andUnknownSubcommands_sayWhatThereIs() {
        assertThat(server.run("CONFIG HELP"))
                .startsWith("*")
                .contains("+CONFIG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:\r\n")
                .contains("+SET parameter value")
                .endsWith("+HELP\r\n+    Print this help.\r\n");
        assertThat(server.run("CONFIG FROB"))
                .isEqualTo("-ERR unknown subcommand 'FROB'. Try CONFIG HELP.\r\n");
        assertThat(server.run("CONFIG"))
                .isEqualTo("-ERR wrong number of arguments for 'config' command\r\n");
    }

    @Test
    void get_withOverrides_showsThem() {
        try (var other = new CommandHarness(Map.of("hz", "50"))) {
            assertThat(other.run("CONFIG GET hz")).isEqualTo("*2\r\n$2\r\nhz\r\n$2\r\n50\r\n");
            assertThat(other.run("INFO server")).contains("configured_hz:50\r\n");
        }
    }
}
