package dev.larder.server.command.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScanCommandTest {
    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "COUNT 1", "COUNT 5", "COUNT 1000", "COUNT 100000", "TYPE string"})
    void scan_ofAllThatStays_returnsEveryKeyOnce(String options) {
        fill(0, 2_000);
        List<String> keys = scan(options, () -> {});
        assertThat(keys).hasSize(2_000).doesNotHaveDuplicates();
    }

    @Test
    void scan_whileTheKeyspaceGrowsAndShrinks_returnsAllThatStay() {
        fill(0, 1_000);
        var round = new int[1];
        List<String> keys =
                scan(
                        "COUNT 10",
                        () -> {
                            int from = 10_000 + 100 * round[0]++;
                            if (round[0] <= 60) {
                                fill(from, from + 100);
                                server.run("DEL key:" + from + " key:" + (from + 1));
                            }
                        });
        assertThat(server.run("DBSIZE")).isEqualTo(":" + (1_000 + 60 * 98) + "\r\n");
        Set<String> stayed = new HashSet<>();
        for (int number = 0; number < 1_000; number++) {
            stayed.add("key:" + number);
        }
        assertThat(new HashSet<>(keys)).containsAll(stayed);
    }

    @Test
    void scan_withMatch_returnsThoseThatMatch() {
        fill(0, 1_000);
        assertThat(scan("MATCH key:1?? COUNT 20", () -> {})).hasSize(100);
        assertThat(scan("match nothing", () -> {})).isEmpty();
        assertThat(scan("MATCH key:999 COUNT 3 TYPE STRING", () -> {})).containsExactly("key:999");
    }

    @Test
    void scan_withAnotherType_returnsNone() {
        fill(0, 100);
        assertThat(scan("TYPE hash", () -> {})).isEmpty();
    }

    @Test
    void scan_ofAnotherDatabase_returnsItsKeys() {
        fill(0, 100);
        server.run("SELECT 3");
        assertThat(scan("", () -> {})).isEmpty();
        server.run("SET here v");
        assertThat(scan("", () -> {})).containsExactly("here");
    }

    @Test
    void scan_withCount_returnsAboutThatMany() {
        fill(0, 5_000);
        List<String> words = words(server.run("SCAN 0 COUNT 100"));
        assertThat(words.size() - 1).isBetween(50, 400);
    }

    @ParameterizedTest
    @CsvSource({
        "SCAN x, ERR invalid cursor",
        "SCAN 18446744073709551616, ERR invalid cursor",
        "SCAN '\"\"', ERR invalid cursor",
        "SCAN 0 COUNT 0, ERR syntax error",
        "SCAN 0 COUNT -5, ERR syntax error",
        "SCAN 0 COUNT x, ERR value is not an integer or out of range",
        "SCAN 0 MATCH, ERR syntax error",
        "SCAN 0 TYPE, ERR syntax error",
        "SCAN 0 FOO bar, ERR syntax error"
    })
    void argumentsThatAreNone_areRefused(String line, String error) {
        assertThat(server.run(line)).isEqualTo("-" + error + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "12345678901234567", "18446744073709551615"})
    void cursor_thatNobodyGave_endsTheWalkSomeTime(String cursor) {
        fill(0, 500);
        String next = words(server.run("SCAN " + cursor)).getFirst();
        for (int step = 0; !next.equals("0"); step++) {
            assertThat(step).isLessThan(2_000);
            next = words(server.run("SCAN " + next)).getFirst();
        }
    }

    private void fill(int from, int to) {
        for (int number = from; number < to; number++) {
            server.run("SET key:" + number + " v");
        }
    }

    private List<String> scan(String options, Runnable between) {
        var keys = new ArrayList<String>();
        String cursor = "0";
        int steps = 0;
        do {
            List<String> words = words(server.run("SCAN " + cursor + " " + options));
            cursor = words.getFirst();
            keys.addAll(words.subList(1, words.size()));
            between.run();
            assertThat(++steps).isLessThan(20_000);
        } while (!cursor.equals("0"));
        return keys;
    }

    /// The bulk strings of a reply.
    private static List<String> words(String reply) {
        assertThat(reply).startsWith("*2\r\n$");
        var words = new ArrayList<String>();
        String[] lines = reply.split("\r\n", 0);
        for (int line = 1; line + 1 < lines.length; line++) {
            if (lines[line].startsWith("$")) {
                words.add(lines[++line]);
            }
        }
        return words;
    }
}
