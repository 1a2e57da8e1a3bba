package dev.larder.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.store.StoreConfig;
import dev.larder.server.store.StoreFigures;
import dev.larder.server.store.evict.EvictionPolicies;
import dev.larder.server.testing.CommandHarness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LarderExplainTest {
    private static final String LONG_KEY = "k".repeat(300);
    private static final List<String> SHAPES =
            List.of(
                    "inline",
                    "empty",
                    "number",
                    "shared:1",
                    "shared:2",
                    "tagged",
                    "timed",
                    LONG_KEY,
                    "long",
                    "longtimed",
                    "graced");
    private static final List<String> PARTS =
            List.of(
                    "slot",
                    "index",
                    "key",
                    "value",
                    "overhead",
                    "ttl",
                    "prefix",
                    "tags",
                    "shared",
                    "rounding");

    private final CommandHarness server = new CommandHarness(Map.of("intern-values", "always"));

    @AfterEach
    void close() {
        assertThat(server.run("LARDER VERIFY")).isEqualTo("+OK\r\n");
        server.close();
    }

    /// The reply as a map; an array as its elements, with spaces between; nil as `nil`.
    private static Map<String, String> explain(CommandHarness server, String key) {
        String[] lines = server.run("LARDER EXPLAIN " + key).split("\r\n", -1);
        var map = new HashMap<String, String>();
        int at = 1;
        while (at < lines.length - 1) {
            String name = lines[at + 1];
            at += 2;
            var value = new StringBuilder();
            int left = lines[at].startsWith("*") ? Integer.parseInt(lines[at++].substring(1)) : 1;
            for (; left > 0; left--) {
                value.append(value.isEmpty() ? "" : " ");
                if (lines[at].startsWith(":")) {
                    value.append(lines[at++].substring(1));
                } else if (lines[at].equals("$-1")) {
                    value.append("nil");
                    at++;
                } else {
                    value.append(lines[at + 1]);
                    at += 2;
                }
            }
            map.put(name, value.toString());
        }
        return map;
    }

    private static String text(Map<String, String> map, String name) {
        assertThat(map).containsKey(name);
        return map.getOrDefault(name, "");
    }

    private static long number(Map<String, String> map, String name) {
        return Long.parseLong(text(map, name));
    }

    private long usage(String key) {
        String reply = server.run("MEMORY USAGE " + key);
        return Long.parseLong(reply.substring(1, reply.length() - 2));
    }

    @Test
    void explain_ofAnEntry_tellsWhatItIs() {
        server.run("SET user:1 hello TAGS 2 b a EX 100");
        server.clock().advanceMs(30);
        Map<String, String> entry = explain(server, "user:1");
        assertThat(text(entry, "type")).isEqualTo("string");
        assertThat(text(entry, "encoding")).isEqualTo("embstr");
        assertThat(number(entry, "length")).isEqualTo(5);
        assertThat(server.run("HANDLE OF user:1")).endsWith(":" + text(entry, "handle") + "\r\n");
        assertThat(number(entry, "ttl-ms")).isEqualTo(99_970);
        assertThat(number(entry, "idle-ms")).isEqualTo(30);
        assertThat(text(entry, "uses")).isEqualTo("nil");
        assertThat(text(entry, "prefix")).isEqualTo("user:");
        assertThat(text(entry, "tags")).isEqualTo("a b");
        assertThat(number(entry, "owners")).isEqualTo(1);
        assertThat(number(entry, "bytes.slot")).isEqualTo(24);
        assertThat(number(entry, "bytes.key")).isEqualTo(6);
        assertThat(number(entry, "bytes.value")).isEqualTo(5);
        assertThat(number(entry, "bytes.overhead")).isEqualTo(2);
        assertThat(number(entry, "bytes.ttl")).isEqualTo(14);
        assertThat(number(entry, "bytes.tags")).isGreaterThan(4);
        assertThat(number(entry, "bytes")).isEqualTo(usage("user:1"));
    }

    @Test
    void explain_ofNoEntry_isNil() {
        assertThat(server.run("LARDER EXPLAIN none")).isEqualTo("$-1\r\n");
        server.run("SET k v PX 10");
        server.clock().advanceMs(10);
        assertThat(server.run("LARDER EXPLAIN k")).isEqualTo("$-1\r\n");
        server.run("LEASE GET leased 1000");
        assertThat(server.run("LARDER EXPLAIN leased")).isEqualTo("$-1\r\n");
        assertThat(server.run("LARDER EXPLAIN"))
                .isEqualTo("-ERR wrong number of arguments for 'larder|explain' command\r\n");
    }

    @Test
    void explain_inResp3_isAMap() {
        server.run("SET k v");
        server.run("HELLO 3");
        assertThat(server.run("LARDER EXPLAIN k"))
                .startsWith("%30\r\n$4\r\ntype\r\n$6\r\nstring\r\n")
                .contains("$6\r\nprefix\r\n_\r\n")
                .contains("$4\r\ntags\r\n*0\r\n");
    }

    /// Goal: the parts are the whole. For entries of every shape they add up to what `MEMORY USAGE` says, and the chunks to
    /// what the heap has handed out.
    @Test
    void bytes_ofAllShapes_addUpToTheUsageAndToTheHeap() {
        writeAllShapes();
        long blobs = 0;
        long parts = 0;
        for (String key : SHAPES) {
            Map<String, String> entry = explain(server, key);
            long sum = 0;
            for (String part : PARTS) {
                long bytes = number(entry, "bytes." + part);
                assertThat(bytes).as("%s of %s", part, key).isNotNegative();
                sum += bytes;
            }
            assertThat(sum).as(key).isEqualTo(number(entry, "bytes")).isEqualTo(usage(key));
            assertThat(number(entry, "bytes.key")).isEqualTo(key.length());
            blobs += number(entry, "heap.blob");
            parts += number(entry, "heap.parts");
        }
        StoreFigures figures = server.server().store().figures();
        assertThat(blobs).isEqualTo(figures.blobBytes());
        assertThat(parts).isEqualTo(figures.partBytes());
    }

    private void writeAllShapes() {
        String shared = "s".repeat(200);
        server.run("SET inline " + "v".repeat(90));
        server.run("SET empty \"\"");
        server.run("SET number 123456789");
        server.run("SET shared:1 " + shared);
        server.run("SET shared:2 " + shared + " EX 50");
        server.run("SET tagged v TAGS 3 a b c");
        server.run("SET timed v PX 5000");
        server.run("SET " + LONG_KEY + " v");
        server.run("SET long a");
        server.run("SETRANGE long 100000 tail");
        server.run("SET longtimed a EX 20");
        server.run("SETRANGE longtimed 40000 tail");
        String lease = server.run("LEASE GET graced 1000");
        String token = lease.split("\r\n", -1)[3].substring(1);
        server.run("LEASE SET graced " + token + " v PX 1000 GRACE 500");
    }

    @Test
    void frees_isWhatADeleteGivesBack() {
        String shared = "s".repeat(200);
        server.run("SET a:1 " + shared);
        server.run("SET a:2 " + shared);
        Map<String, String> entry = explain(server, "a:1");
        assertThat(text(entry, "encoding")).isEqualTo("interned");
        assertThat(number(entry, "owners")).isEqualTo(2);
        assertThat(number(entry, "bytes.shared")).isGreaterThan(100);
        assertThat(number(entry, "frees"))
                .isEqualTo(number(entry, "bytes") - number(entry, "bytes.shared"));
        server.run("DEL a:1");
        Map<String, String> last = explain(server, "a:2");
        assertThat(number(last, "bytes.shared")).isGreaterThan(200);
        assertThat(number(last, "frees")).isEqualTo(number(last, "bytes"));
        StoreFigures before = server.server().store().figures();
        server.run("DEL a:2");
        StoreFigures after = server.server().store().figures();
        assertThat(before.blobBytes() - after.blobBytes()).isEqualTo(number(last, "heap.blob"));
        assertThat(after.internedBytes()).isZero();
    }

    @Test
    void explain_isNoUseAndCountsNothing() {
        server.run("SET k v");
        server.clock().advanceMs(50);
        explain(server, "k");
        assertThat(number(explain(server, "k"), "idle-ms")).isEqualTo(50);
        assertThat(server.run("INFO stats"))
                .contains("keyspace_hits:0\r\n")
                .contains("keyspace_misses:0\r\n");
    }

    /// A server of one shard with three keys, the oldest first.
    private static CommandHarness with(EvictionPolicies policy) {
        StoreConfig config = StoreConfig.of(16 << 20).withShards(1).withPolicy(policy);
        var one = new CommandHarness(config);
        for (String key : List.of("a", "b", "c")) {
            one.run("SET " + key + " v EX 100");
            one.clock().advanceMs(1_000);
        }
        return one;
    }

    /// How many go before each of the keys, as it is told.
    private static String places(CommandHarness server) {
        var places = new StringBuilder();
        for (String key : List.of("a", "b", "c")) {
            places.append(text(explain(server, key), "eviction.before")).append(' ');
        }
        return places.toString().strip();
    }

    @Test
    void place_inTheOrder_isAsThePolicyCanSay() {
        try (var lru = with(EvictionPolicies.ALLKEYS_LRU)) {
            assertThat(places(lru)).isEqualTo("0 1 2");
            lru.run("GET a");
            assertThat(places(lru)).isEqualTo("2 0 1");
            Map<String, String> entry = explain(lru, "c");
            assertThat(text(entry, "eviction.policy")).isEqualTo("allkeys-lru");
            assertThat(number(entry, "eviction.candidate")).isEqualTo(1);
            assertThat(number(entry, "eviction.candidates")).isEqualTo(3);
            assertThat(number(entry, "eviction.oldest-idle-ms")).isEqualTo(2_000);
            for (int key = 0; key < 1_000; key++) {
                lru.run("SET k" + key + " v");
            }
            assertThat(text(explain(lru, "k999"), "eviction.before")).isEqualTo("nil");
        }
    }

    @Test
    void place_underOtherPolicies_isToldOrNot() {
        try (var sieve = with(EvictionPolicies.ALLKEYS_SIEVE)) {
            assertThat(places(sieve)).isEqualTo("0 1 2");
            sieve.run("GET a");
            assertThat(places(sieve)).isEqualTo("nil 0 1");
        }
        try (var ttl = with(EvictionPolicies.VOLATILE_TTL)) {
            assertThat(places(ttl)).isEqualTo("0 nil nil");
            ttl.run("SET d v");
            assertThat(number(explain(ttl, "d"), "eviction.candidate")).isZero();
        }
        try (var lfu = with(EvictionPolicies.ALLKEYS_LFU)) {
            assertThat(places(lfu)).isEqualTo("nil nil nil");
            assertThat(number(explain(lfu, "a"), "uses")).isEqualTo(5);
        }
        try (var none = with(EvictionPolicies.NOEVICTION)) {
            assertThat(places(none)).isEqualTo("nil nil nil");
            assertThat(number(explain(none, "a"), "eviction.candidate")).isZero();
        }
    }
}
