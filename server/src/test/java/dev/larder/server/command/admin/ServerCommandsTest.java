package dev.larder.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerCommandsTest {
    private static final String NOTHING_TO_SAVE =
            "-ERR a cache keeps nothing on disk: there is nothing to save\r\n";

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void time_isInSecondsAndMicroseconds() {
        long seconds = server.clock().millis() / 1000;
        server.clock().advanceMs(7);
        long millis = server.clock().millis() % 1000;
        assertThat(server.run("TIME"))
                .isEqualTo(
                        "*2\r\n$10\r\n"
                                + seconds
                                + "\r\n$"
                                + (millis + "000").length()
                                + "\r\n"
                                + millis
                                + "000\r\n");
    }

    @Test
    void role_isAMasterWithoutReplicas() {
        assertThat(server.run("ROLE")).isEqualTo("*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n");
    }

    @Test
    void lolwut_drawsALarderAndTellsTheVersion() {
        assertThat(server.run("LOLWUT")).endsWith(" (Redis ver. 7.2.6)\n\r\n");
        server.run("HELLO 3");
        assertThat(server.run("LOLWUT")).startsWith("=").contains("\r\ntxt: ___");
    }

    @Test
    void lolwut_ofAVersion_isTheSameEachTimeAndAsWideOnEveryLine() {
        String drawing = server.run("LOLWUT VERSION 5");
        assertThat(server.run("LOLWUT VERSION 5")).isEqualTo(drawing);
        assertThat(server.run("LOLWUT VERSION 6")).isNotEqualTo(drawing);
        assertThat(drawing.lines().filter(line -> line.startsWith("|")))
                .hasSize(15)
                .allMatch(line -> line.length() == 56);
        assertThat(server.run("LOLWUT VERSION x"))
                .isEqualTo("-ERR value is not an integer or out of range\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHUTDOWN",
                "SHUTDOWN NOSAVE",
                "shutdown nosave now force",
                "SHUTDOWN SAVE FORCE"
            })
    void shutdown_stopsTheServerAndClosesWithoutAReply(String request) {
        assertThat(server.run(request)).isEmpty();
        assertThat(server.stops()).isEqualTo(1);
        assertThat(server.first().isClosed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHUTDOWN FROB | ERR syntax error",
                "SHUTDOWN SAVE NOSAVE | ERR syntax error",
                "SHUTDOWN ABORT NOW | ERR syntax error",
                "SHUTDOWN ABORT | ERR No shutdown in progress.",
                "SHUTDOWN SAVE | ERR a cache keeps nothing on disk: there is nothing to save",
            })
    void shutdown_withArgumentsThatCannotBe_isRefused(String request, String error) {
        assertThat(server.run(request)).isEqualTo("-" + error + "\r\n");
        assertThat(server.stops()).isZero();
        assertThat(server.first().isClosed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAVE", "BGSAVE", "BGSAVE SCHEDULE", "BGREWRITEAOF"})
    void saving_isRefusedTruthfully(String request) {
        assertThat(server.run(request)).isEqualTo(NOTHING_TO_SAVE);
    }

    @Test
    void saving_withOtherArguments_isASyntaxError() {
        assertThat(server.run("BGSAVE FROB")).isEqualTo("-ERR syntax error\r\n");
        assertThat(server.run("SAVE now"))
                .isEqualTo("-ERR wrong number of arguments for 'save' command\r\n");
    }

    @Test
    void lastsave_isWhenTheServerStarted() {
        long seconds = server.clock().millis() / 1000;
        server.clock().advanceMs(99_000);
        assertThat(server.run("LASTSAVE")).isEqualTo(":" + seconds + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "REPLICAOF NO ONE => +OK",
                "slaveof no one => +OK",
                "REPLICAOF 10.0.0.1 6379 => -ERR a cache replicates nothing: this server follows no other",
                "SLAVEOF 10.0.0.1 6379 => -ERR a cache replicates nothing: this server follows no other",
                "REPLICAOF 10.0.0.1 65536 => -ERR Invalid master port",
                "REPLICAOF 10.0.0.1 -1 => -ERR Invalid master port",
                "REPLICAOF NO TWO => -ERR Invalid master port",
                "REPLICAOF NO => -ERR wrong number of arguments for 'replicaof' command",
                "WAIT 0 0 => :0",
                "WAIT 3 100 => :0",
                "WAIT x 100 => -ERR value is not an integer or out of range",
                "WAIT 1 x => -ERR timeout is not an integer or out of range",
                "WAIT 1 -1 => -ERR timeout is negative",
                "FUNCTION FLUSH => +OK",
                "FUNCTION FLUSH async => +OK",
                "FUNCTION FLUSH SYNC => +OK",
                "FUNCTION FLUSH x => -ERR FUNCTION FLUSH only supports SYNC|ASYNC option",
                "FUNCTION LIST => -ERR unknown subcommand 'LIST'. Try FUNCTION HELP.",
                "LARDER VERIFY => +OK",
            },
            quoteCharacter = '"')
    void command_asSent_repliesAsRedisWouldToACache(String request, String reply) {
        assertThat(server.run(request)).isEqualTo(reply + "\r\n");
    }

    @Test
    void address_ofALoopbackInterface_isLocalAndNoOtherIs() {
        for (String local :
                new String[] {
                    "127.0.0.1:5",
                    "127.9.9.9:5",
                    "[::1]:5",
                    "::1:5",
                    "0:0:0:0:0:0:0:1:5",
                    "[::ffff:127.0.0.1]:5"
                }) {
            assertThat(Locality.isLoopback(local)).as(local).isTrue();
        }
        for (String remote :
                new String[] {
                    "10.0.0.1:127", "[::1:2]:5", "::1:2:5", "127.example.org:5", "", "1127.0.0.1:5"
                }) {
            assertThat(Locality.isLoopback(remote)).as(remote).isFalse();
        }
    }

    @Test
    void bytes_asPeopleSayThem_haveTwoDecimalsAndAUnit() {
        assertThat(Bytes.human(0)).isEqualTo("0B");
        assertThat(Bytes.human(1023)).isEqualTo("1023B");
        assertThat(Bytes.human(1024)).isEqualTo("1.00K");
        assertThat(Bytes.human(941_272)).isEqualTo("919.21K");
        assertThat(Bytes.human(25_276_502_016L)).isEqualTo("23.54G");
        assertThat(Bytes.human(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE + "B");
    }
}
