package dev.larder.server.command.string;

import static dev.larder.server.testing.CommandHarness.resp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Allocation;
import dev.larder.server.testing.CommandHarness;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What clients see of values that several keys share: nothing but the figures that tell of it.
final class SharedValuesTest {
    private static final String VALUE = "a value that many keys have in common, ".repeat(4);
    private static final String REPLY = "$" + VALUE.length() + "\r\n" + VALUE + "\r\n";

    private final CommandHarness server = new CommandHarness(Map.of());

    @AfterEach
    void verify() {
        assertThat(server.run("LARDER VERIFY")).isEqualTo("+OK\r\n");
        server.run("FLUSHALL");
        server.server().store().awaitSwept();
        assertThat(server.server().store().figures().internedBytes()).isZero();
        server.close();
    }

    private void set(String... keys) {
        for (String key : keys) {
            assertThat(server.send("SET", key, VALUE)).isEqualTo("+OK\r\n");
        }
    }

    private void assertShared(String key, int owners) {
        assertThat(server.run("OBJECT ENCODING " + key)).isEqualTo("$8\r\ninterned\r\n");
        assertThat(server.run("OBJECT REFCOUNT " + key)).isEqualTo(":" + owners + "\r\n");
    }

    @Test
    void auto_asItComes_sharesFromTheSecondKeyOn() {
        set("a", "b", "c", "d");
        assertThat(server.run("OBJECT ENCODING a")).isEqualTo("$3\r\nraw\r\n");
        assertShared("d", 3);
        assertThat(server.run("MGET a b c d")).isEqualTo("*4\r\n" + REPLY.repeat(4));
        assertThat(server.run("STRLEN d")).isEqualTo(":" + VALUE.length() + "\r\n");
        assertThat(server.run("GETRANGE d 2 6")).isEqualTo("$5\r\nvalue\r\n");
        assertThat(server.run("INFO memory"))
                .contains("larder_interned_values:1\r\n")
                .contains("larder_interned_references:3\r\n")
                .contains("larder_interned_bytes_saved:" + 2 * VALUE.length() + "\r\n");
        assertThat(server.run("INFO stats")).contains("interned_values:3\r\n");
    }

    @Test
    void memoryUsage_isTheKeysShare() {
        long alone = usage("a");
        for (int number = 0; number < 50; number++) {
            set("k" + number);
        }
        assertThat(usage("k49")).isLessThan(alone - VALUE.length() + 20);
    }

    private long usage(String key) {
        set(key);
        return Long.parseLong(server.run("MEMORY USAGE " + key).substring(1).strip());
    }

    @Test
    void everyWayOfWriting_leavesTheOtherOwnersAlone() {
        set("first", "keeper");
        String[][] writes = {
            {"APPEND", "k", "more"},
            {"SETRANGE", "k", "3", "xyz"},
            {"SET", "k", "short"},
            {"SET", "k", "12"},
            {"GETSET", "k", "other"},
            {"GETDEL", "k"},
            {"GETEX", "k", "PXAT", "1"},
            {"DEL", "k"},
            {"UNLINK", "k"},
            {"EXPIRE", "k", "0"},
            {"RENAME", "another", "k"},
            {"DELEX", "k", "IFEQ", VALUE},
            {"SETEX", "k", "100", "other"},
            {"MSET", "k", "x".repeat(70_000)}
        };
        for (String[] write : writes) {
            server.run("SET another short");
            set("k");
            assertShared("keeper", 2);
            assertThat(server.send(write)).doesNotStartWith("-");
            assertThat(server.run("GET keeper")).isEqualTo(REPLY);
            assertShared("keeper", 1);
        }
    }

    @Test
    void copyAndRename_keepSharing() {
        set("first", "a");
        assertThat(server.run("COPY a b")).isEqualTo(":1\r\n");
        assertShared("b", 2);
        assertThat(server.run("RENAME b c")).isEqualTo("+OK\r\n");
        assertShared("c", 2);
        assertThat(server.run("MOVE c 1")).isEqualTo(":1\r\n");
        assertShared("a", 2);
        assertThat(server.run("COPY first other")).isEqualTo(":1\r\n");
        assertShared("first", 4);
        assertThat(server.run("GET other")).isEqualTo(REPLY);
    }

    @Test
    void copyOfAValueOfItsOwn_makesBothKeysShareIt() {
        set("alone");
        server.run("EXPIRE alone 100");
        assertThat(server.run("COPY alone copy")).isEqualTo(":1\r\n");
        assertShared("alone", 2);
        assertThat(server.run("TTL copy")).isEqualTo(":100\r\n");
        assertThat(server.run("GET alone")).isEqualTo(REPLY);
    }

    @Test
    void rename_ofAFreshValue_isNoRepetition() {
        set("temporary");
        server.run("RENAME temporary real");
        assertThat(server.run("OBJECT ENCODING real")).isEqualTo("$3\r\nraw\r\n");
    }

    @Test
    void increments_ofASharedValueThatIsNoNumber_areRefusedAndChangeNothing() {
        set("a", "b");
        assertThat(server.run("INCR b")).startsWith("-ERR value is not an integer");
        assertThat(server.run("INCRBYFLOAT b 1")).startsWith("-ERR value is not a valid float");
        assertShared("b", 1);
    }

    @Test
    void settings_changeLive() {
        assertThat(server.run("CONFIG GET intern-values"))
                .isEqualTo("*2\r\n$13\r\nintern-values\r\n$4\r\nauto\r\n");
        assertThat(server.run("CONFIG SET intern-values off")).isEqualTo("+OK\r\n");
        set("a", "b", "c");
        assertThat(server.run("OBJECT ENCODING c")).isEqualTo("$3\r\nraw\r\n");
        server.run("CONFIG SET intern-values always intern-min-bytes 4 intern-max-bytes 8");
        server.run("SET four 1x34");
        server.run("SET nine 1x3456789");
        assertThat(server.run("OBJECT ENCODING four")).isEqualTo("$8\r\ninterned\r\n");
        assertThat(server.run("OBJECT ENCODING nine")).isEqualTo("$6\r\nembstr\r\n");
        assertThat(server.run("CONFIG SET intern-values sometimes")).startsWith("-ERR ");
        assertThat(server.run("CONFIG SET intern-max-bytes 1mb")).startsWith("-ERR ");
    }

    @Test
    void requests_withSharedValues_allocateNothing() {
        set("a", "b", "c");
        String[][] requests = {
            {"SET", "c", VALUE},
            {"GET", "c"},
            {"SET", "c", VALUE, "EX", "100"},
            {"SET", "fresh", "another value that nobody has had before, ".repeat(3)}
        };
        for (String[] words : requests) {
            byte[] request = resp(words);
            server.first().repeat(request, 200_000);
            assertThat(Allocation.bytesDuring(() -> server.first().repeat(request, 100_000)))
                    .as(words[0])
                    .isLessThan(20_000);
        }
    }
}
