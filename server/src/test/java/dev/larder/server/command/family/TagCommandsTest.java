package dev.larder.server.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.store.StoreConfig;
import dev.larder.server.store.evict.EvictionPolicies;
import dev.larder.server.testing.CommandHarness;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TagCommandsTest {
    private static final String OK = "+OK\r\n";
    private static final String NIL = "$-1\r\n";
    private static final String SYNTAX = "-ERR syntax error\r\n";

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        assertThat(server.run("LARDER VERIFY")).isEqualTo(OK);
        server.close();
    }

    private void sweep() {
        server.server().store().awaitSwept();
    }

    @Test
    void set_withTags_tagsTheKey() {
        assertThat(server.run("SET k v TAGS 3 red blue red EX 10")).isEqualTo(OK);
        assertThat(server.run("TAG OF k")).isEqualTo("*2\r\n$4\r\nblue\r\n$3\r\nred\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":10\r\n");
        assertThat(server.run("TAG INFO red"))
                .isEqualTo(
                        "*6\r\n$3\r\ntag\r\n$3\r\nred\r\n$4\r\nkeys\r\n:1\r\n$12\r\ncombinations\r\n:1\r\n");
        assertThat(server.run("TAG INFO green")).isEqualTo(NIL);
    }

    @Test
    void invalidate_endsExactlyTheKeysWithTheTag() {
        for (int key = 0; key < 100; key++) {
            server.run("SET k" + key + " v" + key + " TAGS 2 all t" + key % 10);
        }
        server.run("SET other v");
        assertThat(server.run("TAG INVALIDATE t3 none")).isEqualTo(":10\r\n");
        assertThat(server.run("GET k3")).isEqualTo(NIL);
        assertThat(server.run("EXISTS k13 k14")).isEqualTo(":1\r\n");
        assertThat(server.run("TAG OF k23")).isEqualTo("*-1\r\n");
        assertThat(server.run("GET k4")).isEqualTo("$2\r\nv4\r\n");
        assertThat(server.run("TAG INVALIDATE t3")).isEqualTo(":0\r\n");
        sweep();
        assertThat(server.run("DBSIZE")).isEqualTo(":91\r\n");
        assertThat(server.run("TAG INVALIDATE all")).isEqualTo(":90\r\n");
        assertThat(server.run("GET other")).isEqualTo("$1\r\nv\r\n");
        sweep();
        assertThat(server.run("DBSIZE")).isEqualTo(":1\r\n");
        assertThat(server.run("TAG LIST")).isEqualTo("*2\r\n$1\r\n0\r\n*0\r\n");
        assertThat(server.run("INFO stats"))
                .contains("tag_invalidations:4\r\n")
                .contains("invalidated_keys:100\r\n");
    }

    @Test
    void set_afterAnInvalidation_isLive() {
        server.run("SET k old TAGS 1 t");
        server.run("TAG INVALIDATE t");
        server.run("SET k new TAGS 1 t");
        sweep();
        assertThat(server.run("GET k")).isEqualTo("$3\r\nnew\r\n");
        assertThat(server.run("TAG INVALIDATE t")).isEqualTo(":1\r\n");
        assertThat(server.run("GET k")).isEqualTo(NIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET k v",
                "SET k v KEEPTTL",
                "SETEX k 10 v",
                "GETSET k v",
                "MSET k v",
                "COPY untagged k REPLACE"
            })
    void wholeWrites_clearTags(String write) {
        server.run("SET untagged v");
        server.run("SET k v EX 100 TAGS 1 t");
        server.run(write);
        assertThat(server.run("TAG OF k")).isEqualTo("*0\r\n");
        assertThat(server.run("TAG INVALIDATE t")).isEqualTo(":0\r\n");
        assertThat(server.run("EXISTS k")).isEqualTo(":1\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INCR k",
                "DECRBY k 3",
                "INCRBYFLOAT k 0.5",
                "APPEND k 7",
                "SETRANGE k 0 9",
                "EXPIRE k 100",
                "PERSIST k",
                "GETEX k EX 5",
                "GET k"
            })
    void changesOfAPart_keepTags(String change) {
        server.run("SET k 1 TAGS 2 a b");
        server.run(change);
        assertThat(server.run("TAG OF k")).isEqualTo("*2\r\n$1\r\na\r\n$1\r\nb\r\n");
        assertThat(server.run("TAG INVALIDATE b")).isEqualTo(":1\r\n");
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
    }

    @Test
    void renameMoveAndCopy_carryTags() {
        server.run("SET k v TAGS 1 t");
        assertThat(server.run("RENAME k l")).isEqualTo(OK);
        assertThat(server.run("COPY l m")).isEqualTo(":1\r\n");
        assertThat(server.run("MOVE m 1")).isEqualTo(":1\r\n");
        assertThat(server.run("TAG INVALIDATE t")).isEqualTo(":2\r\n");
        assertThat(server.run("EXISTS l")).isEqualTo(":0\r\n");
        server.run("SELECT 1");
        assertThat(server.run("EXISTS m")).isEqualTo(":0\r\n");
    }

    @Test
    void addAndRem_changeTagsAndNothingElse() {
        assertThat(server.run("TAG ADD none t")).isEqualTo(":0\r\n");
        server.run("SET k v EX 100");
        assertThat(server.run("TAG ADD k a b a")).isEqualTo(":2\r\n");
        assertThat(server.run("TAG ADD k b c")).isEqualTo(":1\r\n");
        assertThat(server.run("TAG REM k a x")).isEqualTo(":1\r\n");
        assertThat(server.run("TAG OF k")).isEqualTo("*2\r\n$1\r\nb\r\n$1\r\nc\r\n");
        assertThat(server.run("GET k")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":100\r\n");
        assertThat(server.run("TAG REM k b c")).isEqualTo(":2\r\n");
        assertThat(server.run("TAG OF k")).isEqualTo("*0\r\n");
        assertThat(server.run("TAG REM none t")).isEqualTo(":0\r\n");
    }

    @Test
    void longValues_haveTagsAndPrefixes() {
        String value = "x".repeat(100_000);
        server.send("SET", "p:k", value, "TAGS", "1", "t");
        server.send("APPEND", "p:k", value);
        server.run("RENAME p:k p:l");
        server.run("TAG ADD p:l u");
        assertThat(server.run("STRLEN p:l")).isEqualTo(":200000\r\n");
        assertThat(server.run("LARDER VERIFY")).isEqualTo(OK);
        assertThat(server.run("TAG INVALIDATE u")).isEqualTo(":1\r\n");
        assertThat(server.run("STRLEN p:l")).isEqualTo(":0\r\n");
    }

    @Test
    void soft_withoutGrace_isAsGoodAsDead() {
        server.run("SET k v TAGS 1 t");
        assertThat(server.run("TAG INVALIDATE t SOFT")).isEqualTo(":1\r\n");
        assertThat(server.run("GET k")).isEqualTo(NIL);
        assertThat(server.run("TAG INVALIDATE t")).isEqualTo(":0\r\n");
        server.run("SET k v TAGS 1 SOFT");
        assertThat(server.run("TAG INVALIDATE SOFT")).isEqualTo(":1\r\n");
    }

    private static String token(String reply) {
        assertThat(reply).contains("$5\r\nlease\r\n:");
        int at = reply.indexOf("\r\n:") + 3;
        return reply.substring(at, reply.indexOf('\r', at));
    }

    @Test
    void soft_withGrace_isServedAsStaleWhileOneRefreshes() {
        for (String invalidate : List.of("TAG INVALIDATE t SOFT", "PREFIX INVALIDATE p: SOFT")) {
            String token = token(server.run("LEASE GET p:k 1000"));
            String set = " v PX 100000 GRACE 50000 TAGS 1 t";
            assertThat(server.run("LEASE SET p:k " + token + set)).isEqualTo(OK);
            assertThat(server.run("GET p:k")).isEqualTo("$1\r\nv\r\n");
            assertThat(server.run(invalidate)).isEqualTo(":1\r\n");
            assertThat(server.run("GET p:k")).isEqualTo(NIL);
            sweep();
            assertThat(server.run("LARDER VERIFY")).isEqualTo(OK);
            String refresh = server.run("LEASE GET p:k 1000");
            assertThat(refresh).endsWith("$1\r\nv\r\n");
            assertThat(server.run("LEASE GET p:k 1000"))
                    .isEqualTo("*2\r\n$5\r\nstale\r\n$1\r\nv\r\n");
            assertThat(
                            server.run(
                                    "LEASE SET p:k "
                                            + token(refresh)
                                            + " w PX 100000 GRACE 50000 TAGS 1 t"))
                    .isEqualTo(OK);
            assertThat(server.run("GET p:k")).isEqualTo("$1\r\nw\r\n");
            sweep();
            assertThat(server.run("GET p:k")).isEqualTo("$1\r\nw\r\n");
            assertThat(server.run(invalidate)).isEqualTo(":1\r\n");
            assertThat(server.run("TAG INVALIDATE t")).isIn(":0\r\n", ":1\r\n");
            server.run("PREFIX INVALIDATE p:");
            sweep();
            assertThat(server.run("LEASE GET p:k 1")).doesNotContain("w");
            server.clock().advance(1, TimeUnit.SECONDS);
        }
    }

    @Test
    void conditionalSet_thatDoesNothing_leavesTheTags() {
        server.run("SET k v TAGS 1 old");
        assertThat(server.run("SET k w NX TAGS 1 new")).isEqualTo(NIL);
        assertThat(server.run("TAG OF k")).isEqualTo("*1\r\n$3\r\nold\r\n");
        assertThat(server.run("TAG INFO new")).isEqualTo(NIL);
        assertThat(server.run("SET k w XX GET TAGS 1 new")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("TAG OF k")).isEqualTo("*1\r\n$3\r\nnew\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET k v TAGS",
                "SET k v TAGS 2 a",
                "SET k v TAGS 1 a TAGS 1 b",
                "TAG LIST 0 X y"
            })
    void whatIsNoSyntax_isRefused(String line) {
        assertThat(server.run(line)).isEqualTo(SYNTAX);
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
    }

    @Test
    void set_thatFindsNoMemory_leavesNoTags() {
        StoreConfig config = StoreConfig.of(1 << 20).withPolicy(EvictionPolicies.NOEVICTION);
        try (var small = new CommandHarness(config)) {
            String value = "x".repeat(10_000);
            String reply = OK;
            for (int key = 0; reply.equals(OK) && key < 1_000; key++) {
                reply = small.send("SET", "k" + key, value + key, "TAGS", "1", "t" + key);
            }
            assertThat(reply).startsWith("-OOM");
            assertThat(small.run("LARDER VERIFY")).isEqualTo(OK);
        }
    }

    @Test
    void bounds_areRefusedCleanly() {
        server.run("SET k v TAGS 1 t");
        String many = " t1".repeat(65);
        assertThat(server.run("SET k w TAGS 65" + many)).isEqualTo("-ERR 65 tags (at most 64)\r\n");
        assertThat(server.send("TAG", "ADD", "k", "x".repeat(1025)))
                .isEqualTo("-ERR tag of 1025 bytes (1 to 1024)\r\n");
        assertThat(server.send("TAG", "ADD", "k", ""))
                .isEqualTo("-ERR tag of 0 bytes (1 to 1024)\r\n");
        var add = new StringBuilder("TAG ADD k");
        for (int tag = 0; tag < 64; tag++) {
            add.append(" n").append(tag);
        }
        assertThat(server.run(add.toString())).isEqualTo("-ERR more than 64 tags (at most 64)\r\n");
        assertThat(server.run("TAG OF k")).isEqualTo("*1\r\n$1\r\nt\r\n");
    }

    @Test
    void list_walksOverAllTagsOnce() {
        for (int key = 0; key < 500; key++) {
            server.run("SET k" + key + " v TAGS 1 tag" + key);
        }
        String cursor = "0";
        int seen = 0;
        do {
            String reply = server.run("TAG LIST " + cursor + " MATCH tag*5 COUNT 20");
            List<String> lines = reply.lines().toList();
            cursor = lines.get(2);
            seen += Integer.parseInt(lines.get(3).substring(1));
        } while (!cursor.equals("0"));
        assertThat(seen).isEqualTo(50);
        assertThat(server.run("TAG LIST x")).isEqualTo("-ERR invalid cursor\r\n");
    }

    @Test
    void keysOfTagCommands_areFound() {
        assertThat(server.run("COMMAND GETKEYS SET k v TAGS 2 a b")).isEqualTo("*1\r\n$1\r\nk\r\n");
        assertThat(server.run("COMMAND GETKEYS TAG ADD k a b")).isEqualTo("*1\r\n$1\r\nk\r\n");
        assertThat(server.run("COMMAND GETKEYS TAG OF k")).isEqualTo("*1\r\n$1\r\nk\r\n");
        assertThat(server.run("COMMAND DOCS TAG|INVALIDATE")).contains("Invalidates all keys");
    }

    @Test
    void tags_areThoseOfAllDatabases() {
        server.run("SET k v TAGS 1 t");
        server.run("SWAPDB 0 3");
        assertThat(server.run("TAG INVALIDATE t")).isEqualTo(":1\r\n");
        server.run("SELECT 3");
        assertThat(server.run("GET k")).isEqualTo(NIL);
        server.run("SET k v TAGS 1 t");
        server.run("FLUSHALL");
        assertThat(server.run("TAG INVALIDATE t")).isEqualTo(":0\r\n");
    }
}
