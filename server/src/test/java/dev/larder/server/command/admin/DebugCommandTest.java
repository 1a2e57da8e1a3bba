package dev.larder.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DebugCommandTest {
    private final CommandHarness server =
            new CommandHarness(Map.of("enable-debug-command", "local"));

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void debug_unlessTheSettingOpensIt_isRefusedAsInRedis() {
        try (var closed = new CommandHarness()) {
            assertThat(closed.run("DEBUG SLEEP 0"))
                    .isEqualTo(
                            "-ERR DEBUG command not allowed. If the enable-debug-command option is"
                                    + " set to \"local\", you can run it from a local connection,"
                                    + " otherwise you need to set this option in the configuration"
                                    + " file, and then restart the server.\r\n");
        }
    }

    @Test
    void sleep_forAWhile_takesThatLong() {
        long start = System.nanoTime();
        assertThat(server.run("DEBUG SLEEP 0.02")).isEqualTo("+OK\r\n");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
        assertThat(server.run("DEBUG SLEEP -1")).isEqualTo("+OK\r\n");
        assertThat(server.run("DEBUG SLEEP long")).isEqualTo("-ERR value is not a valid float\r\n");
    }

    @Test
    void setActiveExpire_off_leavesExpiredEntriesUntilTheyAreAskedFor() {
        assertThat(server.run("DEBUG SET-ACTIVE-EXPIRE 0")).isEqualTo("+OK\r\n");
        Entries.put(server, 0, "k", "v", server.clock().millis() + 10);
        server.clock().advanceMs(1_000);
        server.server().store().tick(0, server.clock().millis());
        assertThat(server.server().store().size(0)).isEqualTo(1);
        assertThat(server.run("DEBUG SET-ACTIVE-EXPIRE 1")).isEqualTo("+OK\r\n");
        server.server().store().tick(0, server.clock().millis());
        assertThat(server.server().store().size(0)).isZero();
    }

    @Test
    void object_ofAKey_saysHowItIsKept() {
        Entries.put(server, 0, "k", "some text");
        server.clock().advanceMs(7_500);
        assertThat(server.run("DEBUG OBJECT k"))
                .matches(
                        "\\+Value at:0x[0-9a-f]+ refcount:1 encoding:embstr serializedlength:9"
                                + " lru:\\d+ lru_seconds_idle:7\r\n");
        Entries.put(server, 0, "long", "x".repeat(45));
        assertThat(server.run("DEBUG OBJECT long")).contains(" encoding:raw ");
        assertThat(server.run("DEBUG OBJECT none")).isEqualTo("-ERR no such key\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string | $11^Hello World^ | $11^Hello World^",
                "integer | :12345^ | :12345^",
                "double | $5^3.141^ | ,3.141^",
                "bignum | $37^1234567999999999999999999999999999999^"
                        + " | (1234567999999999999999999999999999999^",
                "null | $-1^ | _^",
                "array | *3^:0^:1^:2^ | *3^:0^:1^:2^",
                "set | *3^:0^:1^:2^ | ~3^:0^:1^:2^",
                "map | *6^:0^:0^:1^:1^:2^:0^ | %3^:0^#f^:1^#t^:2^#f^",
                "true | :1^ | #t^",
                "false | :0^ | #f^",
                "verbatim | $25^This is a verbatim~string^ | =29^txt:This is a verbatim~string^",
                "attrib | $39^Some real reply following the attribute^"
                        + " | /1^$14^key-popularity^*2^$7^key:123^:90^"
                        + "$39^Some real reply following the attribute^",
            })
    void protocol_ofAType_isASampleOfItInEachVersion(String type, String resp2, String resp3) {
        assertThat(server.run("DEBUG PROTOCOL " + type)).isEqualTo(spelled(resp2));
        server.run("HELLO 3");
        String expected = type.equals("set") ? resp3.replace('~', '\u0001') : resp3;
        assertThat(server.run("DEBUG PROTOCOL " + type.toUpperCase(Locale.ROOT)))
                .isEqualTo(spelled(expected).replace('\u0001', '~').replaceAll("^/", "|"));
    }

    private static String spelled(String reply) {
        return reply.replace("^", "\r\n").replace('~', '\n');
    }

    @Test
    void protocol_push_needsResp3() {
        assertThat(server.run("DEBUG PROTOCOL push"))
                .isEqualTo("-ERR RESP2 is not supported by this command\r\n");
        server.run("HELLO 3");
        assertThat(server.run("DEBUG PROTOCOL push"))
                .isEqualTo(
                        ">2\r\n$16\r\nserver-cpu-usage\r\n:42\r\n"
                                + "$40\r\nSome real reply following the push reply\r\n");
    }

    @Test
    void protocol_ofAnotherType_listsThoseThereAre() {
        assertThat(server.run("DEBUG PROTOCOL nonsense"))
                .startsWith(
                        "-ERR Wrong protocol type name. Please use one of the following: string|");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEBUG JMAP", "DEBUG SLEEP", "DEBUG OBJECT a b", "DEBUG HELP x"})
    void debug_ofAnyOtherForm_isRefused(String request) {
        String name = request.split(" ", 0)[1];
        assertThat(server.run(request))
                .isEqualTo(
                        "-ERR unknown subcommand or wrong number of arguments for '"
                                + name
                                + "'. Try DEBUG HELP.\r\n");
    }

    @Test
    void help_listsTheForms() {
        assertThat(server.run("DEBUG HELP")).contains("+SLEEP <seconds>\r\n");
    }
}
