package dev.larder.server.command.string;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.store.StoreConfig;
import dev.larder.server.testing.CommandHarness;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values that fill one chunk, several, or more than fit into the array of one reply, through all
/// commands that write or read a part of them.
final class LargeValuesTest {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private final CommandHarness server = new CommandHarness(StoreConfig.of(128L * MIB));

    @AfterEach
    void verify() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {16_300, 16 * KIB, 16 * KIB + 1, 20 * KIB, 100 * KIB, MIB, 20 * MIB})
    void aLargeValue_goesThroughEveryCommandUnharmed(int length) {
        String value = text(length, length);
        assertThat(server.send("SET", "k", value)).isEqualTo("+OK\r\n");
        assertSame(server.run("GET k"), value);
        assertThat(server.run("STRLEN k")).isEqualTo(":" + length + "\r\n");
        assertThat(server.run("OBJECT ENCODING k")).isEqualTo("$3\r\nraw\r\n");
        assertSame(server.run("GETRANGE k 1 -2"), value.substring(1, length - 1));
        int middle = length / 2;
        assertSame(
                server.run("GETRANGE k " + middle + " " + (middle + 99)),
                value.substring(middle, middle + 100));
        assertThat(server.run("COPY k copy")).isEqualTo(":1\r\n");
        assertThat(server.run("RENAME copy name")).isEqualTo("+OK\r\n");
        assertSame(server.run("GETDEL k"), value);
        assertSame(server.run("GET name"), value);
        assertThat(server.run("COPY name name DB 3")).isEqualTo(":1\r\n");
        assertThat(server.run("DEL name")).isEqualTo(":1\r\n");
        server.run("SELECT 3");
        assertSame(server.run("GET name"), value);
        assertThat(server.run("MOVE name 4")).isEqualTo(":1\r\n");
        server.run("SELECT 4");
        assertSame(server.run("GETEX name PX 5"), value);
        server.clock().advanceMs(5);
        assertThat(server.run("GET name")).isEqualTo("$-1\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {10 * KIB, 20 * KIB, 100 * KIB, MIB})
    void appending_overEveryBoundary_keepsWhatWasThere(int piece) {
        var expected = new StringBuilder();
        for (int round = 0; round < 18; round++) {
            String added = text(round, piece + round);
            expected.append(added);
            assertThat(server.send("APPEND", "k", added))
                    .isEqualTo(":" + expected.length() + "\r\n");
        }
        assertSame(server.run("GET k"), expected.toString());
    }

    @Test
    void appending_byteByByteOverTheChunk_keepsWhatWasThere() {
        var expected = new StringBuilder(text(1, 16_200));
        server.send("SET", "k", expected.toString());
        for (int round = 0; round < 400; round++) {
            expected.append((char) ('a' + round % 26));
            server.send("APPEND", "k", expected.substring(expected.length() - 1));
        }
        assertSame(server.run("GET k"), expected.toString());
    }

    @Test
    void overwriting_atRandom_isAsInAnArray() {
        var random = new Random(7);
        var model = new StringBuilder();
        for (int round = 0; round < 300; round++) {
            int at = random.nextInt(Math.min(model.length() + 30_000, 700_000));
            String bytes = text(round, 1 + random.nextInt(round % 10 == 0 ? 150_000 : 20_000));
            while (model.length() < at + bytes.length()) {
                model.append("\0".repeat(at + bytes.length() - model.length()));
            }
            model.replace(at, at + bytes.length(), bytes);
            assertThat(server.send("SETRANGE", "k", String.valueOf(at), bytes))
                    .isEqualTo(":" + model.length() + "\r\n");
            int from = random.nextInt(model.length());
            int to = Math.min(model.length() - 1, from + random.nextInt(50_000));
            assertSame(server.run("GETRANGE k " + from + " " + to), model.substring(from, to + 1));
        }
        assertSame(server.run("GET k"), model.toString());
    }

    @Test
    void setrange_farBehindTheEnd_fillsSixteenMegabytesWithZeros() {
        server.send("SET", "k", "head");
        int at = 16 * MIB + 5;
        assertThat(server.run("SETRANGE k " + at + " tail")).isEqualTo(":" + (at + 4) + "\r\n");
        assertSame(server.run("GETRANGE k 0 5"), "head\0\0");
        assertSame(server.run("GETRANGE k -6 -1"), "\0\0tail");
        String body = server.run("GET k");
        assertSame(body, "head" + "\0".repeat(at - 4) + "tail");
    }

    @Test
    void largeValues_replacedBySmallOnesAndBack_areRight() {
        String large = text(3, 300 * KIB);
        server.send("SET", "k", large);
        server.run("SET k 1");
        assertThat(server.run("INCR k")).isEqualTo(":2\r\n");
        assertSame(server.send("GETSET", "k", large), "2");
        assertSame(server.send("SET", "k", "small", "GET"), large);
        assertThat(server.send("MSET", "k", large, "l", "x", "m", large)).isEqualTo("+OK\r\n");
        assertSame(server.run("GET m"), large);
        assertThat(server.send("MSETNX", "n", large, "k", large)).isEqualTo(":0\r\n");
        assertThat(server.run("EXISTS n")).isEqualTo(":0\r\n");
        assertThat(server.send("SETNX", "k", large + "x")).isEqualTo(":0\r\n");
        assertThat(server.send("SETNX", "n", large + "x")).isEqualTo(":1\r\n");
        assertSame(server.run("GET n"), large + "x");
        assertThat(server.send("PSETEX", "k", "5", large)).isEqualTo("+OK\r\n");
        assertThat(server.run("PTTL k")).isEqualTo(":5\r\n");
    }

    @Test
    void conditions_onLargeValues_compareAllOfThem() {
        String value = text(5, 200 * KIB);
        String other = value.substring(1) + "x";
        server.send("SET", "k", value);
        assertThat(server.send("SET", "k", "n", "IFEQ", other)).isEqualTo("$-1\r\n");
        assertThat(server.send("SET", "k", other, "IFEQ", value)).isEqualTo("+OK\r\n");
        assertThat(server.send("SET", "k", value, "IFNE", other)).isEqualTo("$-1\r\n");
        assertThat(server.send("SET", "k", value, "IFNE", value)).isEqualTo("+OK\r\n");
        assertThat(server.send("DELIFEQ", "k", other)).isEqualTo(":0\r\n");
        assertThat(server.send("DELEX", "k", "IFNE", value)).isEqualTo(":0\r\n");
        assertThat(server.send("DELIFEQ", "k", value)).isEqualTo(":1\r\n");
    }

    @Test
    void digest_ofALargeValue_doesNotDependOnHowItWasWritten() {
        String value = text(9, 100_000);
        server.send("SET", "k", value);
        for (int at = 0; at < value.length(); at += 7_777) {
            server.send("APPEND", "j", value.substring(at, Math.min(at + 7_777, 100_000)));
        }
        assertThat(server.run("DIGEST j")).startsWith("$16\r\n").isEqualTo(server.run("DIGEST k"));
        server.run("SETRANGE j 99999 ~");
        assertThat(server.run("DIGEST j")).isNotEqualTo(server.run("DIGEST k"));
    }

    /// Compares without printing megabytes.
    private static void assertSame(String reply, String value) {
        String expected = "$" + value.length() + "\r\n" + value + "\r\n";
        assertThat(reply.length()).isEqualTo(expected.length());
        assertThat(reply.equals(expected)).as("same bytes").isTrue();
    }

    private static String text(long seed, int length) {
        var random = new Random(seed);
        var text = new StringBuilder(length);
        for (int index = 0; index < length; index++) {
            text.append((char) (' ' + random.nextInt(90)));
        }
        return text.toString();
    }
}
