package dev.larder.server.command.string;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StringCommandsTest {
    private static final String OK = "+OK\r\n";
    private static final String NIL = "$-1\r\n";
    private static final String SYNTAX = "-ERR syntax error\r\n";

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void get_ofNoEntry_isNullInEitherVersion() {
        assertThat(server.run("GET k")).isEqualTo(NIL);
        assertThat(server.run("GETDEL k")).isEqualTo(NIL);
        assertThat(server.run("GETEX k")).isEqualTo(NIL);
        assertThat(server.run("DIGEST k")).isEqualTo(NIL);
        server.run("HELLO 3");
        assertThat(server.run("GET k")).isEqualTo("_\r\n");
        assertThat(server.run("GETDEL k")).isEqualTo("_\r\n");
        assertThat(server.run("GETEX k PERSIST")).isEqualTo("_\r\n");
        assertThat(server.run("DIGEST k")).isEqualTo("_\r\n");
    }

    @Test
    void getdel_ofAnEntry_returnsAndDeletesIt() {
        server.run("SET k v");
        assertThat(server.run("GETDEL k")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
        server.run("SET k 42");
        assertThat(server.run("GETDEL k")).isEqualTo("$2\r\n42\r\n");
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
    }

    @Test
    void getex_withOptions_changesTheDeadline() {
        long now = server.clock().millis();
        server.run("SET k v");
        assertThat(server.run("GETEX k EX 10")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("PTTL k")).isEqualTo(":10000\r\n");
        assertThat(server.run("GETEX k")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("PTTL k")).isEqualTo(":10000\r\n");
        server.run("GETEX k px 15");
        assertThat(server.run("PTTL k")).isEqualTo(":15\r\n");
        server.run("GETEX k EXAT " + (now / 1000 + 100));
        assertThat(server.run("TTL k")).isEqualTo(":100\r\n");
        server.run("GETEX k PXAT " + (now + 77));
        assertThat(server.run("PTTL k")).isEqualTo(":77\r\n");
        server.run("GETEX k persist");
        assertThat(server.run("PTTL k")).isEqualTo(":-1\r\n");
        assertThat(server.run("GETEX k PXAT 1")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("GET k")).isEqualTo(NIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GETEX k EX",
                "GETEX k PERSIST 1",
                "GETEX k EX 1 PX 1",
                "GETEX k KEEPTTL",
                "GETEX k NX",
                "GETEX k EX 1 PERSIST",
                "GETEX k PERSIST EX 1",
                "GETEX k PERSIST NX"
            })
    void optionsThatAreNone_areASyntaxError(String line) {
        server.run("SET k v");
        assertThat(server.run(line)).isEqualTo(SYNTAX);
        assertThat(server.run("GET k")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":-1\r\n");
    }

    @Test
    void mset_ofSeveralKeys_setsThemAndTheLastOfEqualKeysWins() {
        server.run("SET a old EX 10");
        assertThat(server.run("MSET a 1 b two a 3")).isEqualTo(OK);
        assertThat(server.run("MGET a b c a"))
                .isEqualTo("*4\r\n$1\r\n3\r\n$3\r\ntwo\r\n$-1\r\n$1\r\n3\r\n");
        assertThat(server.run("TTL a")).isEqualTo(":-1\r\n");
        server.run("HELLO 3");
        assertThat(server.run("MGET none")).isEqualTo("*1\r\n_\r\n");
    }

    @Test
    void msetnx_withOneKeyThatExists_setsNone() {
        server.run("SET b v");
        assertThat(server.run("MSETNX a 1 b 2 c 3")).isEqualTo(":0\r\n");
        assertThat(server.run("MGET a b c")).isEqualTo("*3\r\n$-1\r\n$1\r\nv\r\n$-1\r\n");
        assertThat(server.run("MSETNX a 1 c 2 c 3")).isEqualTo(":1\r\n");
        assertThat(server.run("MGET a b c")).isEqualTo("*3\r\n$1\r\n1\r\n$1\r\nv\r\n$1\r\n3\r\n");
    }

    @Test
    void msetnx_overAnExpiredKey_sets() {
        server.run("SET b v PX 5");
        server.clock().advanceMs(5);
        assertThat(server.run("MSETNX a 1 b 2")).isEqualTo(":1\r\n");
        assertThat(server.run("PTTL b")).isEqualTo(":-1\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "GET a b",
                "GETDEL a b",
                "GETEX",
                "MGET",
                "MSET a",
                "MSET a 1 b",
                "MSETNX a 1 b",
                "APPEND a",
                "STRLEN",
                "SETRANGE a 1",
                "GETRANGE a 1",
                "SUBSTR a 1",
                "INCR",
                "DECRBY a",
                "INCRBYFLOAT a",
                "DELIFEQ a",
                "DELEX",
                "DELEX k IFEQ",
                "DELEX k IFEQ a b",
                "DIGEST",
                "DIGEST a b"
            })
    void anotherNumberOfArguments_isRefused(String line) {
        String name = line.split(" ", 2)[0].toLowerCase(Locale.ROOT);
        assertThat(server.run(line))
                .isEqualTo("-ERR wrong number of arguments for '" + name + "' command\r\n");
    }

    @Test
    void append_lengthensWhatIsThereAndKeepsTheDeadline() {
        assertThat(server.run("APPEND k 12")).isEqualTo(":2\r\n");
        assertThat(server.run("INCR k")).isEqualTo(":13\r\n");
        server.run("EXPIRE k 10");
        assertThat(server.run("APPEND k 4")).isEqualTo(":3\r\n");
        assertThat(server.run("INCR k")).isEqualTo(":135\r\n");
        assertThat(server.send("APPEND", "k", "")).isEqualTo(":3\r\n");
        assertThat(server.run("APPEND k abc")).isEqualTo(":6\r\n");
        assertThat(server.run("GET k")).isEqualTo("$6\r\n135abc\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":10\r\n");
        assertThat(server.run("STRLEN k")).isEqualTo(":6\r\n");
        assertThat(server.send("APPEND", "empty", "")).isEqualTo(":0\r\n");
        assertThat(server.run("STRLEN none")).isEqualTo(":0\r\n");
    }

    @Test
    void setrange_overTheEnd_fillsWithZeros() {
        assertThat(server.run("SETRANGE k 3 abc")).isEqualTo(":6\r\n");
        assertThat(server.run("GET k")).isEqualTo("$6\r\n\0\0\0abc\r\n");
        assertThat(server.run("SETRANGE k 0 xy")).isEqualTo(":6\r\n");
        assertThat(server.run("GET k")).isEqualTo("$6\r\nxy\0abc\r\n");
        server.run("SET n 1234");
        assertThat(server.run("SETRANGE n 1 9")).isEqualTo(":4\r\n");
        assertThat(server.run("INCR n")).isEqualTo(":1935\r\n");
        server.run("EXPIRE n 5");
        assertThat(server.run("SETRANGE n 6 z")).isEqualTo(":7\r\n");
        assertThat(server.run("GET n")).isEqualTo("$7\r\n1935\0\0z\r\n");
        assertThat(server.run("TTL n")).isEqualTo(":5\r\n");
    }

    @Test
    void setrange_ofNoBytes_changesNothing() {
        assertThat(server.send("SETRANGE", "k", "3", "")).isEqualTo(":0\r\n");
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
        server.run("SET k ab");
        assertThat(server.send("SETRANGE", "k", "30", "")).isEqualTo(":2\r\n");
        assertThat(server.run("GET k")).isEqualTo("$2\r\nab\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "SETRANGE k -1 a, ERR offset is out of range",
        "SETRANGE k x a, ERR value is not an integer or out of range",
        "SETRANGE k 536870912 a, ERR string exceeds maximum allowed size (proto-max-bulk-len)",
        "SETRANGE k 9223372036854775807 a,"
                + " ERR string exceeds maximum allowed size (proto-max-bulk-len)",
        "GETRANGE k x 1, ERR value is not an integer or out of range",
        "GETRANGE k 1 x, ERR value is not an integer or out of range",
        "SUBSTR k 0 1.0, ERR value is not an integer or out of range"
    })
    void positionsThatAreNone_areRefused(String line, String error) {
        server.run("SET k v");
        assertThat(server.run(line)).isEqualTo("-" + error + "\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nv\r\n");
    }

    @Test
    void appendAndSetrange_pastProtoMaxBulkLen_areRefused() {
        server.run("CONFIG SET proto-max-bulk-len 1mb");
        server.run("SETRANGE k 1048575 a");
        assertThat(server.run("STRLEN k")).isEqualTo(":1048576\r\n");
        assertThat(server.run("APPEND k a"))
                .isEqualTo("-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n");
        assertThat(server.run("SETRANGE k 1048576 a"))
                .isEqualTo("-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, This",
        "0, -1, This is a string",
        "-6, -1, string",
        "5, 6, is",
        "-1, -1, g",
        "-1, -5, ''",
        "3, 2, ''",
        "16, 20, ''",
        "15, 20, g",
        "14, 20, ng",
        "-100, 1, Th",
        "-100, -100, T",
        "0, -100, T",
        "-9223372036854775808, 9223372036854775807, This is a string",
        "9223372036854775807, -1, ''"
    })
    void getrange_ofAnyPositions_isAsRedis(long start, long end, String part) {
        server.send("SET", "k", "This is a string");
        String expected = "$" + part.length() + "\r\n" + part + "\r\n";
        assertThat(server.run("GETRANGE k " + start + " " + end)).isEqualTo(expected);
        assertThat(server.run("SUBSTR k " + start + " " + end)).isEqualTo(expected);
        assertThat(server.run("GETRANGE none " + start + " " + end)).isEqualTo("$0\r\n\r\n");
    }

    @Test
    void getrange_ofACounter_isOfItsDigits() {
        server.run("SET k -12345");
        assertThat(server.run("GETRANGE k 1 2")).isEqualTo("$2\r\n12\r\n");
        assertThat(server.run("STRLEN k")).isEqualTo(":6\r\n");
    }

    @Test
    void delifeq_deletesOnlyThatValue() {
        assertThat(server.run("DELIFEQ k v")).isEqualTo(":0\r\n");
        server.run("SET k v");
        assertThat(server.run("DELIFEQ k w")).isEqualTo(":0\r\n");
        assertThat(server.run("DELIFEQ k v")).isEqualTo(":1\r\n");
        server.run("SET k 5");
        assertThat(server.run("DELIFEQ k 05")).isEqualTo(":0\r\n");
        assertThat(server.run("DELIFEQ k 5")).isEqualTo(":1\r\n");
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
    }

    @Test
    void delex_deletesDependingOnTheValue() {
        assertThat(server.run("DELEX k")).isEqualTo(":0\r\n");
        assertThat(server.run("DELEX k IFNE v")).isEqualTo(":0\r\n");
        server.run("SET k v");
        assertThat(server.run("DELEX k IFEQ w")).isEqualTo(":0\r\n");
        assertThat(server.run("DELEX k IFNE v")).isEqualTo(":0\r\n");
        assertThat(server.run("DELEX k ifne w")).isEqualTo(":1\r\n");
        server.run("SET k v");
        assertThat(server.run("DELEX k ifeq v")).isEqualTo(":1\r\n");
        server.run("SET k v");
        assertThat(server.run("DELEX k")).isEqualTo(":1\r\n");
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
        server.run("SET k v");
        assertThat(server.run("DELEX k FROB v"))
                .isEqualTo("-ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE\r\n");
        String digest = server.run("DIGEST k").substring(5, 21);
        assertThat(server.run("DELEX k IFDNE " + digest)).isEqualTo(":0\r\n");
        assertThat(server.run("DELEX k IFDEQ 0123456789abcdef")).isEqualTo(":0\r\n");
        assertThat(server.run("DELEX k IFDEQ " + digest)).isEqualTo(":1\r\n");
    }

    @Test
    void getex_readsItsNumberOnlyIfThereIsAKey() {
        assertThat(server.run("GETEX k EX 0")).isEqualTo(NIL);
        assertThat(server.run("GETEX k EX persist")).isEqualTo(NIL);
        server.run("SET k v");
        assertThat(server.run("GETEX k EX 0"))
                .isEqualTo("-ERR invalid expire time in 'getex' command\r\n");
        assertThat(server.run("GETEX k EX persist"))
                .isEqualTo("-ERR value is not an integer or out of range\r\n");
        assertThat(server.run("GETEX k PX x PX 10")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("PTTL k")).isEqualTo(":10\r\n");
        assertThat(server.run("GETEX k PERSIST persist")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("PTTL k")).isEqualTo(":-1\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2d06800538d394c2",
        "Hello world, b6acb9d84a38ff74",
        "v8lf0c11xh8ymlqztfd3eeq16kfn4sspw7fqmnuuq3k3t75em5wdizgcdw7uc26nnf961u2jkfzkjytls2kwlj7626sd,"
                + " 00006c38adf31777"
    })
    void digest_ofAValue_isItsXxh3In16Digits(String value, String digest) {
        server.send("SET", "k", value);
        assertThat(server.run("DIGEST k")).isEqualTo("$16\r\n" + digest + "\r\n");
    }

    @Test
    void digest_ofACounter_isThatOfItsDigits() {
        server.run("SET k 12345");
        server.run("APPEND b 123");
        server.run("APPEND b 45");
        assertThat(server.run("DIGEST k")).isEqualTo(server.run("DIGEST b"));
    }
}
