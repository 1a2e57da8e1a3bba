package dev.larder.server.command.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyCommandsTest {
    private static final String OK = "+OK\r\n";
    private static final String NIL = "$-1\r\n";
    private static final String OOM =
            "-OOM command not allowed when used memory > 'maxmemory'.\r\n";

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEL", "UNLINK"})
    void deletingSeveralKeys_countsThoseThatWere(String command) {
        server.run("MSET a 1 b 2 c 3");
        assertThat(server.run(command + " a b none a")).isEqualTo(":2\r\n");
        assertThat(server.run(command + " none")).isEqualTo(":0\r\n");
        assertThat(server.run("KEYS *")).isEqualTo("*1\r\n$1\r\nc\r\n");
    }

    @Test
    void existsAndTouch_countAKeyAsOftenAsItIsNamed() {
        server.run("MSET a 1 b 2");
        assertThat(server.run("EXISTS a b none a")).isEqualTo(":3\r\n");
        assertThat(server.run("TOUCH a b none a")).isEqualTo(":3\r\n");
        assertThat(server.run("EXISTS none")).isEqualTo(":0\r\n");
        assertThat(server.run("TOUCH none")).isEqualTo(":0\r\n");
    }

    @Test
    void expiredKeys_areGoneForAllCommands() {
        server.run("SET k v PX 10");
        server.clock().advanceMs(10);
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
        assertThat(server.run("TOUCH k")).isEqualTo(":0\r\n");
        assertThat(server.run("TYPE k")).isEqualTo("+none\r\n");
        assertThat(server.run("DEL k")).isEqualTo(":0\r\n");
        assertThat(server.run("KEYS *")).isEqualTo("*0\r\n");
        assertThat(server.run("SCAN 0")).isEqualTo("*2\r\n$1\r\n0\r\n*0\r\n");
        assertThat(server.run("RANDOMKEY")).isEqualTo(NIL);
        assertThat(server.run("RENAME k l")).isEqualTo("-ERR no such key\r\n");
        assertThat(server.run("COPY k l")).isEqualTo(":0\r\n");
        assertThat(server.run("MOVE k 1")).isEqualTo(":0\r\n");
        assertThat(server.run("PERSIST k")).isEqualTo(":0\r\n");
        assertThat(server.run("OBJECT ENCODING k")).isEqualTo(NIL);
    }

    @Test
    void type_isStringOrNone() {
        server.run("SET k 1");
        assertThat(server.run("TYPE k")).isEqualTo("+string\r\n");
        assertThat(server.run("TYPE none")).isEqualTo("+none\r\n");
    }

    @Test
    void rename_takesValueAndDeadlineAlong() {
        server.run("SET a 1 PX 100");
        server.run("SET b other PX 7");
        assertThat(server.run("RENAME a b")).isEqualTo(OK);
        assertThat(server.run("EXISTS a")).isEqualTo(":0\r\n");
        assertThat(server.run("GET b")).isEqualTo("$1\r\n1\r\n");
        assertThat(server.run("PTTL b")).isEqualTo(":100\r\n");
        server.run("SET c v");
        server.run("SET d v EX 5");
        server.run("RENAME c d");
        assertThat(server.run("TTL d")).isEqualTo(":-1\r\n");
        server.clock().advanceMs(100);
        assertThat(server.run("EXISTS b")).isEqualTo(":0\r\n");
        assertThat(server.run("DBSIZE")).isEqualTo(":1\r\n");
    }

    @Test
    void rename_toItself_changesNothing() {
        server.run("SET a 1 PX 100");
        assertThat(server.run("RENAME a a")).isEqualTo(OK);
        assertThat(server.run("RENAMENX a a")).isEqualTo(":0\r\n");
        assertThat(server.run("PTTL a")).isEqualTo(":100\r\n");
        assertThat(server.run("RENAME none none")).isEqualTo("-ERR no such key\r\n");
        assertThat(server.run("RENAMENX none none")).isEqualTo("-ERR no such key\r\n");
    }

    @Test
    void renamenx_ontoAnEntry_changesNothing() {
        server.run("MSET a 1 b 2");
        assertThat(server.run("RENAMENX a b")).isEqualTo(":0\r\n");
        assertThat(server.run("MGET a b")).isEqualTo("*2\r\n$1\r\n1\r\n$1\r\n2\r\n");
        assertThat(server.run("RENAMENX a c")).isEqualTo(":1\r\n");
        assertThat(server.run("MGET a c")).isEqualTo("*2\r\n$-1\r\n$1\r\n1\r\n");
    }

    @Test
    void rename_betweenNamesOfAnyLength_keepsTheValue() {
        String longer = "long".repeat(1000);
        server.send("SET", "k", "value");
        assertThat(server.send("RENAME", "k", longer)).isEqualTo(OK);
        assertThat(server.send("GET", longer)).isEqualTo("$5\r\nvalue\r\n");
        assertThat(server.send("RENAME", longer, "")).isEqualTo(OK);
        assertThat(server.send("GET", "")).isEqualTo("$5\r\nvalue\r\n");
    }

    @Test
    void key_longerThanAllowed_isRefused() {
        String key = "k".repeat(57_345);
        assertThat(server.send("SET", key, "v"))
                .isEqualTo("-ERR key is too long: 57345 bytes (at most 57344)\r\n");
        server.run("SET k v");
        assertThat(server.send("RENAME", "k", key))
                .isEqualTo("-ERR key is too long: 57345 bytes (at most 57344)\r\n");
        String most = "k".repeat(57_344);
        assertThat(server.send("SET", most, "v")).isEqualTo(OK);
        assertThat(server.send("GET", most)).isEqualTo("$1\r\nv\r\n");
    }

    @Test
    void copy_makesASecondEntryOfItsOwn() {
        server.run("SET a 1 PX 100");
        assertThat(server.run("COPY a b")).isEqualTo(":1\r\n");
        server.run("INCR a");
        assertThat(server.run("MGET a b")).isEqualTo("*2\r\n$1\r\n2\r\n$1\r\n1\r\n");
        assertThat(server.run("PTTL b")).isEqualTo(":100\r\n");
        server.run("SET c text");
        assertThat(server.run("COPY c b")).isEqualTo(":0\r\n");
        assertThat(server.run("COPY c b replace")).isEqualTo(":1\r\n");
        assertThat(server.run("GET b")).isEqualTo("$4\r\ntext\r\n");
        assertThat(server.run("PTTL b")).isEqualTo(":-1\r\n");
        assertThat(server.run("COPY none b REPLACE")).isEqualTo(":0\r\n");
        assertThat(server.run("EXISTS b")).isEqualTo(":1\r\n");
    }

    @Test
    void copyAndMove_toAnotherDatabase() {
        server.run("SET a v PX 100");
        assertThat(server.run("COPY a a DB 1")).isEqualTo(":1\r\n");
        assertThat(server.run("COPY a a DB 1")).isEqualTo(":0\r\n");
        assertThat(server.run("COPY a b REPLACE DB 1")).isEqualTo(":1\r\n");
        assertThat(server.run("MOVE a 1")).isEqualTo(":0\r\n");
        assertThat(server.run("MOVE a 2")).isEqualTo(":1\r\n");
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
        server.run("SELECT 2");
        assertThat(server.run("GET a")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("PTTL a")).isEqualTo(":100\r\n");
        server.run("SELECT 1");
        assertThat(server.run("MGET a b")).isEqualTo("*2\r\n$1\r\nv\r\n$1\r\nv\r\n");
        assertThat(server.run("PTTL b")).isEqualTo(":100\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "COPY k k, ERR source and destination objects are the same",
        "COPY k k DB 0, ERR source and destination objects are the same",
        "COPY k l DB 16, ERR DB index is out of range",
        "COPY k l DB -1, ERR DB index is out of range",
        "COPY k l DB x, ERR value is not an integer or out of range",
        "COPY k l DB, ERR syntax error",
        "COPY k l FROB, ERR syntax error",
        "MOVE k 0, ERR source and destination objects are the same",
        "MOVE k 16, ERR DB index is out of range",
        "'MOVE k 2147483648', 'ERR value is out of range, value must between -2147483648 and 2147483647'",
        "'COPY k l DB -2147483649', 'ERR value is out of range, value must between -2147483648 and 2147483647'",
        "MOVE k -1, ERR DB index is out of range",
        "MOVE k x, ERR value is not an integer or out of range",
        "RENAME none l, ERR no such key",
        "RENAMENX none l, ERR no such key"
    })
    void argumentsThatAreNone_areRefused(String line, String error) {
        server.run("SET k v");
        assertThat(server.run(line)).isEqualTo("-" + error + "\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nv\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEL",
                "UNLINK",
                "EXISTS",
                "TOUCH",
                "TYPE",
                "RENAME a",
                "RENAMENX a b c",
                "COPY a",
                "MOVE a",
                "RANDOMKEY a",
                "KEYS",
                "SCAN",
                "EXPIRE a",
                "TTL",
                "PTTL a b",
                "EXPIRETIME",
                "PEXPIRETIME",
                "PERSIST"
            })
    void anotherNumberOfArguments_isRefused(String line) {
        String name = line.split(" ", 2)[0].toLowerCase(Locale.ROOT);
        assertThat(server.run(line))
                .isEqualTo("-ERR wrong number of arguments for '" + name + "' command\r\n");
    }

    @Test
    void keys_returnsThoseThatMatch() {
        server.run("MSET foo1 1 foo2 2 bar 3 f[o] 4");
        assertThat(server.run("KEYS bar")).isEqualTo("*1\r\n$3\r\nbar\r\n");
        assertThat(server.run("KEYS nothing*")).isEqualTo("*0\r\n");
        assertThat(server.send("KEYS", "f\\[*")).isEqualTo("*1\r\n$4\r\nf[o]\r\n");
        assertThat(server.run("KEYS foo?")).startsWith("*2\r\n").contains("foo1", "foo2");
        assertThat(server.run("KEYS *")).startsWith("*4\r\n");
    }

    @Test
    void randomkey_returnsEveryKeySomeTime() {
        assertThat(server.run("RANDOMKEY")).isEqualTo(NIL);
        server.run("MSET a 1 b 2 c 3");
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < 300; round++) {
            seen.add(server.run("RANDOMKEY"));
        }
        assertThat(seen).containsExactlyInAnyOrder("$1\r\na\r\n", "$1\r\nb\r\n", "$1\r\nc\r\n");
    }

    @Test
    void object_tellsHowAnEntryIsKept() {
        server.run("SET int 123");
        server.run("SET short abc");
        server.send("SET", "most", "a".repeat(44));
        server.send("SET", "raw", "a".repeat(45));
        assertThat(server.run("OBJECT ENCODING int")).isEqualTo("$3\r\nint\r\n");
        assertThat(server.run("OBJECT ENCODING short")).isEqualTo("$6\r\nembstr\r\n");
        assertThat(server.run("object encoding most")).isEqualTo("$6\r\nembstr\r\n");
        assertThat(server.run("OBJECT ENCODING raw")).isEqualTo("$3\r\nraw\r\n");
        assertThat(server.run("OBJECT REFCOUNT short")).isEqualTo(":1\r\n");
        server.run("APPEND short x");
        assertThat(server.run("OBJECT ENCODING short")).isEqualTo("$3\r\nraw\r\n");
        server.run("SET short x");
        assertThat(server.run("OBJECT ENCODING short")).isEqualTo("$6\r\nembstr\r\n");
        for (String part : List.of("ENCODING", "REFCOUNT", "IDLETIME", "FREQ")) {
            assertThat(server.run("OBJECT " + part + " none")).isEqualTo(NIL);
        }
        assertThat(server.run("OBJECT HELP"))
                .startsWith("*11\r\n+OBJECT <subcommand> [<arg>")
                .contains("+ENCODING key\r\n");
    }

    @Test
    void object_idletime_countsFromTheLastUse() {
        server.run("SET k v");
        server.clock().advanceMs(10_000);
        assertThat(server.run("OBJECT IDLETIME k")).isEqualTo(":10\r\n");
        server.run("TYPE k");
        server.run("TTL k");
        server.run("EXISTS k");
        assertThat(server.run("OBJECT IDLETIME k")).isEqualTo(":10\r\n");
        server.run("GET k");
        assertThat(server.run("OBJECT IDLETIME k")).isEqualTo(":0\r\n");
        server.clock().advanceMs(5_000);
        server.run("TOUCH k");
        assertThat(server.run("OBJECT IDLETIME k")).isEqualTo(":0\r\n");
    }

    @Test
    void object_freq_isForLfuPoliciesOnly() {
        server.run("SET k v");
        assertThat(server.run("OBJECT FREQ k"))
                .startsWith("-ERR An LFU maxmemory policy is not selected, access frequency not");
        server.run("CONFIG SET maxmemory-policy allkeys-lfu");
        server.run("SET fresh v");
        assertThat(server.run("OBJECT FREQ fresh")).startsWith(":");
        assertThat(server.run("OBJECT IDLETIME k"))
                .startsWith("-ERR An LFU maxmemory policy is selected, idle time not tracked");
    }

    @ParameterizedTest
    @CsvSource({
        "OBJECT FROB k, ERR unknown subcommand 'FROB'. Try OBJECT HELP.",
        "OBJECT ENCODING, ERR wrong number of arguments for 'object|encoding' command",
        "OBJECT FREQ a b, ERR wrong number of arguments for 'object|freq' command"
    })
    void object_ofAnotherForm_isRefused(String line, String error) {
        assertThat(server.run(line)).isEqualTo("-" + error + "\r\n");
    }

    @Test
    void noMemory_underNoeviction_isSaidInRedisWords() {
        try (var small = new CommandHarness()) {
            small.run("CONFIG SET maxmemory 2mb");
            small.run("CONFIG SET maxmemory-policy noeviction");
            small.run("CONFIG SET intern-values off");
            String value = "v".repeat(1000);
            String reply = OK;
            int stored = 0;
            while (reply.equals(OK) && stored < 100_000) {
                reply = small.send("SET", "key:" + stored++, value);
            }
            assertThat(reply).isEqualTo(OOM);
            assertThat(small.send("APPEND", "key:0", value.repeat(10))).isEqualTo(OOM);
            assertThat(small.send("SETRANGE", "key:0", "100000", value)).isEqualTo(OOM);
            assertThat(small.send("MSET", "x", value, "y", value)).isEqualTo(OOM);
            assertThat(small.send("COPY", "key:0", "copy:of:key:0")).isEqualTo(OOM);
            assertThat(small.send("GETSET", "more", value.repeat(100))).isEqualTo(OOM);
            assertThat(small.send("EXISTS", "x", "y", "copy:of:key:0", "more")).isEqualTo(":0\r\n");
            assertThat(small.send("GET", "key:0")).isEqualTo("$1000\r\n" + value + "\r\n");
            assertThat(small.run("DEL key:0 key:1 key:2")).isEqualTo(":3\r\n");
            assertThat(small.send("SET", "again", value)).isEqualTo(OK);
        }
    }
}
