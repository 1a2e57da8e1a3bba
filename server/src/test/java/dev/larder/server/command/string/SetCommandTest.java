package dev.larder.server.command.string;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SetCommandTest {
    private static final String OK = "+OK\r\n";
    private static final String NIL = "$-1\r\n";
    private static final String SYNTAX = "-ERR syntax error\r\n";

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void set_overAnyValue_replacesItAndItsDeadline() {
        assertThat(server.run("SET k v EX 10")).isEqualTo(OK);
        assertThat(server.run("SET k other")).isEqualTo(OK);
        assertThat(server.run("GET k")).isEqualTo("$5\r\nother\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":-1\r\n");
        assertThat(server.send("SET", "k", "")).isEqualTo(OK);
        assertThat(server.run("GET k")).isEqualTo("$0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "007",
                "-0",
                "+1",
                "1 ",
                " 1",
                "1.0",
                "\r\n\0\u00ff"
            })
    void get_ofAnyBytes_returnsThemAsTheyWere(String value) {
        assertThat(server.send("SET", value, value)).isEqualTo(OK);
        assertThat(server.send("GET", value))
                .isEqualTo("$" + value.length() + "\r\n" + value + "\r\n");
        assertThat(server.send("STRLEN", value)).isEqualTo(":" + value.length() + "\r\n");
    }

    @Test
    void set_withNxOrXx_dependsOnThereBeingAnEntry() {
        assertThat(server.run("SET k v XX")).isEqualTo(NIL);
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
        assertThat(server.run("SET k v NX")).isEqualTo(OK);
        assertThat(server.run("SET k w nx")).isEqualTo(NIL);
        assertThat(server.run("GET k")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("SET k w xx")).isEqualTo(OK);
        assertThat(server.run("GET k")).isEqualTo("$1\r\nw\r\n");
    }

    @Test
    void set_withNx_afterTheDeadline_setsAgain() {
        server.run("SET k v PX 10");
        server.clock().advanceMs(9);
        assertThat(server.run("SET k w NX")).isEqualTo(NIL);
        server.clock().advanceMs(1);
        assertThat(server.run("SET k w NX")).isEqualTo(OK);
        assertThat(server.run("PTTL k")).isEqualTo(":-1\r\n");
    }

    @Test
    void set_withGet_repliesWithTheValueFromBefore() {
        assertThat(server.run("SET k v GET")).isEqualTo(NIL);
        assertThat(server.run("SET k 12 GET")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("SET k w XX GET EX 5")).isEqualTo("$2\r\n12\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":5\r\n");
        assertThat(server.run("SET k x GET NX")).isEqualTo("$1\r\nw\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nw\r\n");
        assertThat(server.run("SET none x XX GET")).isEqualTo(NIL);
        assertThat(server.run("SET none x NX GET")).isEqualTo(NIL);
        assertThat(server.run("GET none")).isEqualTo("$1\r\nx\r\n");
    }

    @Test
    void set_withKeepttl_keepsTheDeadline() {
        server.run("SET k v PX 5000");
        server.clock().advanceMs(1000);
        assertThat(server.run("SET k w KEEPTTL")).isEqualTo(OK);
        assertThat(server.run("PTTL k")).isEqualTo(":4000\r\n");
        assertThat(server.run("SET fresh w KEEPTTL")).isEqualTo(OK);
        assertThat(server.run("PTTL fresh")).isEqualTo(":-1\r\n");
    }

    @Test
    void set_withAnyDeadline_isGoneAtItsMillisecond() {
        long now = server.clock().millis();
        server.run("SET ex v EX 2");
        server.run("SET px v PX 2000");
        server.run("SET exat v EXAT " + (now / 1000 + 2));
        server.run("SET pxat v PXAT " + (now + 2000));
        server.clock().advanceMs(1999);
        assertThat(server.run("MGET ex px exat pxat"))
                .isEqualTo("*4\r\n$1\r\nv\r\n$1\r\nv\r\n$1\r\nv\r\n$1\r\nv\r\n");
        server.clock().advanceMs(1);
        assertThat(server.run("MGET ex px exat pxat")).isEqualTo("*4\r\n" + NIL.repeat(4));
    }

    @Test
    void set_withADeadlineInThePast_leavesNothing() {
        server.run("SET k v");
        assertThat(server.run("SET k w PXAT 1")).isEqualTo(OK);
        assertThat(server.run("GET k")).isEqualTo(NIL);
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET k v NX XX",
                "SET k v XX NX",
                "SET k v EX",
                "SET k v EX 10 PX 10",
                "SET k v KEEPTTL EX 10",
                "SET k v EX 10 KEEPTTL",
                "SET k v EXAT 10 PXAT 10",
                "SET k v FROB",
                "SET k v 10",
                "SET k v IFEQ",
                "SET k v IFNE",
                "SET k v NX IFEQ a",
                "SET k v IFEQ a IFNE b",
                "SET k v PERSIST"
            })
    void set_withOptionsThatDoNotGoTogether_isASyntaxError(String line) {
        assertThat(server.run(line)).isEqualTo(SYNTAX);
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "SET k v EX 0, set",
        "SET k v EX -1, set",
        "SET k v PX 0, set",
        "SET k v EXAT 0, set",
        "SET k v PXAT -5, set",
        "SET k v EX 9223372036854775807, set",
        "SET k v EX 9223372036854775, set",
        "SET k v PX 9223372036854775807, set",
        "SET k v EXAT 9223372036854776, set",
        "SETEX k 0 v, setex",
        "SETEX k -10 v, setex",
        "SETEX k 9223372036854775807 v, setex",
        "PSETEX k 0 v, psetex",
        "PSETEX k 9223372036854775807 v, psetex"
    })
    void deadline_thatIsNoneOrOverflows_isRefused(String line, String name) {
        assertThat(server.run(line))
                .isEqualTo("-ERR invalid expire time in '" + name + "' command\r\n");
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET k v EX x", "SET k v PX 1.5", "SETEX k x v", "PSETEX k 1e3 v"})
    void deadline_thatIsNoInteger_isRefused(String line) {
        assertThat(server.run(line)).isEqualTo("-ERR value is not an integer or out of range\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SET k v EX x EX 10", "SET k v PX 0 NX PX 10000", "SET k v EX EX EX 10"})
    void deadline_saidAgain_isThatOfTheLastNumber(String line) {
        assertThat(server.run(line)).isEqualTo(OK);
        assertThat(server.run("PTTL k")).isEqualTo(":10000\r\n");
    }

    @Test
    void options_areJudgedBeforeTheNumbersAmongThem() {
        assertThat(server.run("SET k v EX x FROB")).isEqualTo(SYNTAX);
        assertThat(server.run("SET k v EX 0 PX 10")).isEqualTo(SYNTAX);
        assertThat(server.run("SET k v KEEPTTL KEEPTTL")).isEqualTo(OK);
    }

    @Test
    void set_withIfdeqOrIfdne_dependsOnTheDigestOfTheValue() {
        String none = "SET k v IFDEQ " + "0".repeat(16);
        assertThat(server.run(none)).isEqualTo(NIL);
        assertThat(server.run("SET k v IFDNE " + "0".repeat(16))).isEqualTo(OK);
        assertThat(server.run(none)).isEqualTo(NIL);
        String digest = server.run("DIGEST k").substring(5, 21);
        assertThat(server.run("SET k w IFDNE " + digest)).isEqualTo(NIL);
        assertThat(server.run("SET k w ifdeq " + digest.toUpperCase(Locale.ROOT))).isEqualTo(OK);
        assertThat(server.run("SET k x IFDEQ " + digest + " GET")).isEqualTo("$1\r\nw\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nw\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET k v IFDEQ 0", "SET k v IFDNE 000000000000000g", "DELEX k IFDEQ x"})
    void digest_thatIsNone_isRefused(String line) {
        server.run("SET k w");
        assertThat(server.run(line))
                .isEqualTo("-ERR digest must be exactly 16 hexadecimal characters\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nw\r\n");
    }

    @Test
    void set_withIfeq_setsOnlyOverThatValue() {
        assertThat(server.run("SET k v IFEQ a")).isEqualTo(NIL);
        server.run("SET k a");
        assertThat(server.run("SET k b IFEQ x")).isEqualTo(NIL);
        assertThat(server.run("SET k b ifeq a")).isEqualTo(OK);
        assertThat(server.run("SET k c IFEQ x GET")).isEqualTo("$1\r\nb\r\n");
        assertThat(server.run("SET k 10 IFEQ b GET")).isEqualTo("$1\r\nb\r\n");
        assertThat(server.run("SET k 11 IFEQ 010")).isEqualTo(NIL);
        assertThat(server.run("SET k 11 IFEQ 10 EX 5")).isEqualTo(OK);
        assertThat(server.run("GET k")).isEqualTo("$2\r\n11\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":5\r\n");
    }

    @Test
    void set_withIfne_setsOverAnythingElse() {
        assertThat(server.run("SET k a IFNE a")).isEqualTo(OK);
        assertThat(server.run("SET k b IFNE a")).isEqualTo(NIL);
        assertThat(server.run("SET k b IFNE x")).isEqualTo(OK);
        assertThat(server.run("SET k c IFNE x GET")).isEqualTo("$1\r\nb\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nc\r\n");
    }

    @Test
    void setnx_ofAnEntryThatExists_leavesIt() {
        assertThat(server.run("SETNX k v")).isEqualTo(":1\r\n");
        assertThat(server.run("SETNX k w")).isEqualTo(":0\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nv\r\n");
    }

    @Test
    void setexAndPsetex_setTheDeadline() {
        assertThat(server.run("SETEX k 7 v")).isEqualTo(OK);
        assertThat(server.run("PTTL k")).isEqualTo(":7000\r\n");
        assertThat(server.run("PSETEX k 7 w")).isEqualTo(OK);
        assertThat(server.run("PTTL k")).isEqualTo(":7\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nw\r\n");
    }

    @Test
    void getset_repliesWithTheOldValueAndDropsTheDeadline() {
        assertThat(server.run("GETSET k v")).isEqualTo(NIL);
        server.run("EXPIRE k 10");
        assertThat(server.run("GETSET k w")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":-1\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nw\r\n");
    }

    @Test
    void nothing_inResp3_isItsNull() {
        server.run("HELLO 3");
        assertThat(server.run("SET k v XX")).isEqualTo("_\r\n");
        assertThat(server.run("GETSET k v")).isEqualTo("_\r\n");
        assertThat(server.run("SET k v NX")).isEqualTo("_\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SET k", "SETNX k", "SETNX k v x", "SETEX k 1", "PSETEX k 1", "GETSET k"})
    void anotherNumberOfArguments_isRefused(String line) {
        String name = line.substring(0, line.indexOf(' ')).toLowerCase(Locale.ROOT);
        assertThat(server.run(line))
                .isEqualTo("-ERR wrong number of arguments for '" + name + "' command\r\n");
    }
}
