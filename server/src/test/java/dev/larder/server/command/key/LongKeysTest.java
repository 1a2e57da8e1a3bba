package dev.larder.server.command.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.store.StoreConfig;
import dev.larder.server.store.slot.SlotTable;
import dev.larder.server.testing.CommandHarness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys that take a chunk of their own: what is done to an entry does not ask how long its key is.
final class LongKeysTest {
    private static final int LONGEST = 57_344;
    private static final String OK = "+OK\r\n";

    private final CommandHarness server =
            new CommandHarness(
                    StoreConfig.of(64 << 20).checkedWithGenerationBits(SlotTable.GENERATION_BITS));

    @AfterEach
    void verify() {
        assertThat(server.run("LARDER VERIFY")).isEqualTo(OK);
        server.close();
    }

    private static String key(char letter, int length) {
        return String.valueOf(letter).repeat(length);
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    @ParameterizedTest
    @CsvSource({
        "250,1",
        "251,1",
        "8192,1",
        "8193,1",
        "50000,1",
        "57344,0",
        "57344,1",
        "57344,4096",
        "57344,4097",
        "16000,16384",
        "57344,16384",
        "57344,300000",
        "8192,8100",
        "8193,8100"
    })
    void value_ofAnyLengthUnderAKeyOfAnyLength_isKept(int keyLength, int valueLength) {
        String key = key('k', keyLength);
        String value = "v".repeat(valueLength);
        assertThat(server.send("SET", key, value)).isEqualTo(OK);
        assertThat(server.send("GET", key)).isEqualTo(bulk(value));
        assertThat(server.send("GET", key('k', keyLength - 1))).isEqualTo("$-1\r\n");
        assertThat(server.send("EXPIRE", key, "100")).isEqualTo(":1\r\n");
        assertThat(server.send("TTL", key)).isEqualTo(":100\r\n");
        assertThat(server.send("GET", key)).isEqualTo(bulk(value));
        assertThat(server.run("LARDER VERIFY")).isEqualTo(OK);
        assertThat(server.send("APPEND", key, "end")).isEqualTo(":" + (valueLength + 3) + "\r\n");
        assertThat(server.send("GET", key)).isEqualTo(bulk(value + "end"));
        assertThat(server.send("PERSIST", key)).isEqualTo(":1\r\n");
        assertThat(server.send("GETDEL", key)).isEqualTo(bulk(value + "end"));
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
    }

    @Test
    void value_thatGrows_movesFromBesideItsKeyToParts() {
        String key = key('k', LONGEST);
        var value = new StringBuilder();
        for (int step = 0; step < 60; step++) {
            String piece = String.valueOf((char) ('a' + step % 26)).repeat(500);
            value.append(piece);
            assertThat(server.send("APPEND", key, piece)).isEqualTo(":" + value.length() + "\r\n");
        }
        assertThat(server.send("GET", key)).isEqualTo(bulk(value.toString()));
        assertThat(server.send("SETRANGE", key, "100", "x")).isEqualTo(":30000\r\n");
        value.setCharAt(100, 'x');
        assertThat(server.send("GET", key)).isEqualTo(bulk(value.toString()));
    }

    @Test
    void counter_underTheLongestKey_counts() {
        String key = key('k', LONGEST);
        for (int count = 1; count <= 300; count++) {
            assertThat(server.send("INCR", key)).isEqualTo(":" + count + "\r\n");
        }
        assertThat(server.send("INCRBYFLOAT", key, "0.5")).isEqualTo("$5\r\n300.5\r\n");
        assertThat(server.send("OBJECT", "ENCODING", key)).startsWith("$");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5_000, 100_000})
    void renameAndCopy_betweenLongNames_keepValueAndDeadline(int valueLength) {
        String value = "v".repeat(valueLength);
        String a = key('a', 50_000);
        String b = key('b', LONGEST);
        server.send("SET", a, value, "PX", "5000");
        assertThat(server.send("RENAME", a, b)).isEqualTo(OK);
        assertThat(server.send("EXISTS", a)).isEqualTo(":0\r\n");
        assertThat(server.send("GET", b)).isEqualTo(bulk(value));
        assertThat(server.send("COPY", b, a)).isEqualTo(":1\r\n");
        assertThat(server.send("COPY", b, "short")).isEqualTo(":1\r\n");
        assertThat(server.send("MGET", a, b, "short"))
                .isEqualTo("*3\r\n" + bulk(value) + bulk(value) + bulk(value));
        assertThat(server.send("PTTL", "short")).isEqualTo(":5000\r\n");
        assertThat(server.send("RENAME", "short", a)).isEqualTo(OK);
        assertThat(server.send("MOVE", a, "3")).isEqualTo(":1\r\n");
        server.clock().advanceMs(5_001);
        assertThat(server.send("EXISTS", a, b)).isEqualTo(":0\r\n");
        assertThat(server.run("SELECT 3")).isEqualTo(OK);
        assertThat(server.send("EXISTS", a)).isEqualTo(":0\r\n");
    }

    @Test
    void scanKeysAndRandomkey_showLongKeysWhole() {
        List<String> keys = new ArrayList<>();
        for (int index = 0; index < 40; index++) {
            String key = index + key('k', index % 2 == 0 ? 50_000 : 20);
            keys.add(key);
            assertThat(server.send("SET", key, "v")).isEqualTo(OK);
        }
        String all = server.run("KEYS *");
        var scanned = new StringBuilder();
        String cursor = "0";
        do {
            String reply = server.send("SCAN", cursor, "COUNT", "3");
            String rest = reply.substring(reply.indexOf("\r\n", 4) + 2);
            cursor = rest.substring(0, rest.indexOf("\r\n"));
            scanned.append(rest);
        } while (!cursor.equals("0"));
        for (String key : keys) {
            assertThat(all).contains(bulk(key));
            assertThat(scanned).contains(bulk(key));
        }
        String some = server.run("RANDOMKEY");
        assertThat(keys).contains(some.substring(some.indexOf('\n') + 1, some.length() - 2));
        assertThat(server.send("KEYS", "7*")).startsWith("*1\r\n$21\r\n");
    }

    /// As Redis's own suite has it.
    @Test
    void keys_byAPatternWithManyStars_ofALongKey_endsSoon() {
        server.send("SET", key('a', 50_000), "1");
        assertThat(server.send("KEYS", "a*".repeat(25) + "b")).isEqualTo("*0\r\n");
    }

    @Test
    void slowlogAndMonitor_ofALongKey_showItsBeginning() {
        server.run("CONFIG SET slowlog-log-slower-than 0");
        server.send("SET", key('k', LONGEST), "v");
        assertThat(server.run("SLOWLOG GET 1")).hasSizeLessThan(1_000).contains("more bytes");
    }
}
