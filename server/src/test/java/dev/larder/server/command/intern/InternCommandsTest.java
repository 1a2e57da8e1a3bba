package dev.larder.server.command.intern;

import static dev.larder.server.testing.CommandHarness.resp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Allocation;
import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InternCommandsTest {
    private static final String NOT_INTEGER = "-ERR value is not an integer or out of range\r\n";

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    private long add(String string) {
        String reply = server.send("INTERN", "ADD", string);
        assertThat(reply).startsWith("*1\r\n:");
        return Long.parseLong(reply.substring(5).strip());
    }

    private String get(long id) {
        return server.send("INTERN", "GET", String.valueOf(id));
    }

    @Test
    void add_ofEqualStrings_givesOneId() {
        long id = add("color:blue");
        assertThat(id).isPositive();
        assertThat(server.run("INTERN ADD color:red color:blue color:blue"))
                .startsWith("*3\r\n:")
                .endsWith(":" + id + "\r\n:" + id + "\r\n");
        assertThat(get(id)).isEqualTo("*1\r\n$10\r\ncolor:blue\r\n");
        assertThat(server.run("INTERN ID color:blue")).isEqualTo("*1\r\n:" + id + "\r\n");
    }

    @Test
    void add_ofAnyBytes_keepsThem() {
        for (String string : new String[] {"", "\0\r\n\u00ff", "x".repeat(16_364)}) {
            assertThat(get(add(string)))
                    .isEqualTo("*1\r\n$" + string.length() + "\r\n" + string + "\r\n");
        }
    }

    @Test
    void add_ofTooLongAString_storesNothing() {
        String error = "-ERR string of 16365 bytes is too long to be interned (at most 16364)\r\n";
        assertThat(server.send("INTERN", "ADD", "first", "x".repeat(16_365))).isEqualTo(error);
        assertThat(server.run("INTERN ID first")).isEqualTo("*1\r\n$-1\r\n");
        assertThat(server.send("INTERN", "ID", "x".repeat(100_000))).isEqualTo("*1\r\n$-1\r\n");
    }

    @Test
    void id_ofAStringNobodyAdded_isNilAndCreatesNothing() {
        assertThat(server.run("INTERN ID none other")).isEqualTo("*2\r\n$-1\r\n$-1\r\n");
        assertThat(server.run("INTERN STATS")).contains("$7\r\nstrings\r\n:0\r\n");
        server.run("HELLO 3");
        assertThat(server.run("INTERN ID none")).isEqualTo("*1\r\n_\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "1",
                "8589934592",
                "4290672328707",
                "9223372036854775807",
                "-9223372036854775808"
            })
    void get_ofAnIdNobodyWasGiven_isNil(String id) {
        add("bait");
        assertThat(server.run("INTERN GET " + id)).isEqualTo("*1\r\n$-1\r\n");
        assertThat(server.run("INTERN REFS " + id)).isEqualTo(":0\r\n");
        assertThat(server.run("INTERN DEL " + id)).isEqualTo(":0\r\n");
    }

    @Test
    void get_ofNoNumber_isAnError() {
        long id = add("kept");
        assertThat(server.run("INTERN GET " + id + " abc")).isEqualTo(NOT_INTEGER);
        assertThat(server.run("INTERN DEL " + id + " abc")).isEqualTo(NOT_INTEGER);
        assertThat(server.run("INTERN REFS 1.5")).isEqualTo(NOT_INTEGER);
        assertThat(get(id)).isEqualTo("*1\r\n$4\r\nkept\r\n");
    }

    @Test
    void del_endsTheIdForEver() {
        long id = add("short life");
        assertThat(server.run("INTERN DEL " + id + " " + id)).isEqualTo(":1\r\n");
        assertThat(get(id)).isEqualTo("*1\r\n$-1\r\n");
        assertThat(add("short life")).isNotEqualTo(id);
        add("another");
        assertThat(get(id)).isEqualTo("*1\r\n$-1\r\n");
    }

    @Test
    void refs_countsTheNameAndTheKeysThatShareTheString() {
        server.run("CONFIG SET intern-values always");
        String value = "shared ".repeat(20);
        long id = add(value);
        server.send("SET", "a", value);
        server.send("SET", "b", value);
        assertThat(server.run("INTERN REFS " + id)).isEqualTo(":3\r\n");
        assertThat(server.run("OBJECT REFCOUNT a")).isEqualTo(":3\r\n");
        assertThat(server.run("INTERN DEL " + id)).isEqualTo(":1\r\n");
        assertThat(server.run("OBJECT REFCOUNT a")).isEqualTo(":2\r\n");
        assertThat(server.run("GET b")).contains(value);
        assertThat(get(id)).isEqualTo("*1\r\n$-1\r\n");
    }

    @Test
    void memory_beyondTheBound_goesToTheStringsUsedLast() {
        server.run("CONFIG SET intern-max-memory 64kb");
        long first = add("first " + "x".repeat(1_000));
        long second = add("second " + "x".repeat(1_000));
        for (int number = 0; number < 200; number++) {
            add("filler " + number + "x".repeat(1_000));
            assertThat(get(first)).contains("first");
        }
        assertThat(get(second)).isEqualTo("*1\r\n$-1\r\n");
        String stats = server.run("INTERN STATS");
        assertThat(stats).doesNotContain("$7\r\nevicted\r\n:0\r\n");
        assertThat(server.server().store().interned().figures().idleBytes())
                .isBetween(32L << 10, 64L << 10);
    }

    @Test
    void stats_inBothVersions_isAMap() {
        long id = add("one");
        get(id);
        add("one");
        server.run("INTERN ID none");
        assertThat(server.run("INTERN STATS"))
                .startsWith("*18\r\n$7\r\nstrings\r\n:1\r\n$5\r\nbytes\r\n:3\r\n")
                .contains("$4\r\nhits\r\n:2\r\n$6\r\nmisses\r\n:2\r\n$7\r\nevicted\r\n:0\r\n");
        server.run("HELLO 3");
        assertThat(server.run("INTERN STATS")).startsWith("%9\r\n$7\r\nstrings\r\n:1\r\n");
    }

    @Test
    void estimate_countsWhatRepeats() {
        server.run("CONFIG SET intern-values auto");
        for (int number = 0; number < 20; number++) {
            server.send("SET", "k" + number, "v".repeat(200));
        }
        assertThat(server.run("INTERN ESTIMATE SAMPLES 1000"))
                .startsWith("*8\r\n$7\r\nentries\r\n:20\r\n$7\r\nsampled\r\n:20\r\n")
                .contains("$8\r\nrepeated\r\n:20\r\n");
        assertThat(server.run("INTERN ESTIMATE SAMPLES")).isEqualTo("-ERR syntax error\r\n");
        assertThat(server.run("INTERN ESTIMATE SAMPLES 0")).startsWith("-ERR ");
        assertThat(server.run("INTERN ESTIMATE")).startsWith("*8\r\n");
    }

    @Test
    void arity_isChecked() {
        for (String line :
                new String[] {"ADD", "GET", "ID", "DEL", "REFS", "REFS 1 2", "STATS x"}) {
            assertThat(server.run("INTERN " + line))
                    .startsWith("-ERR wrong number of arguments for 'intern|");
        }
        assertThat(server.run("INTERN NONE")).startsWith("-ERR unknown subcommand 'NONE'");
        assertThat(server.run("COMMAND GETKEYS INTERN ADD a")).startsWith("-ERR ");
        assertThat(server.run("INTERN HELP")).contains("+ADD string [string ...]\r\n");
    }

    @Test
    void add_withoutMemory_isRefusedAndDoesNoHarm() {
        server.run("CONFIG SET maxmemory-policy noeviction");
        server.run("CONFIG SET maxmemory 1mb");
        String reply = "";
        for (int number = 0; number < 2_000 && !reply.startsWith("-OOM"); number++) {
            reply = server.send("SET", "k" + number, "v".repeat(1_000) + number);
        }
        assertThat(reply).startsWith("-OOM");
        assertThat(server.send("INTERN", "ADD", "x".repeat(10_000))).startsWith("-OOM");
        assertThat(server.run("INTERN STATS")).contains("strings\r\n:0\r\n");
    }

    @Test
    void requests_inSteadyState_allocateNothing() {
        long id = add("label");
        for (String line : new String[] {"ADD label", "ID label", "GET " + id, "REFS " + id}) {
            byte[] request = resp(("INTERN " + line).split(" "));
            server.first().repeat(request, 100_000);
            assertThat(Allocation.bytesDuring(() -> server.first().repeat(request, 50_000)))
                    .as(line)
                    .isLessThan(20_000);
        }
    }
}
