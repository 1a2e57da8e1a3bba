package dev.larder.server.command.handle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Allocation;
import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Handles as clients see them: bytes in, bytes out.
final class HandleCommandsTest {
    private static final String NIL = "$-1\r\n";

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void close() {
        assertThat(server.run("LARDER VERIFY")).isEqualTo("+OK\r\n");
        server.close();
    }

    /// The handle of `key`, which is there.
    private String handle(String key) {
        String reply = server.run("HANDLE OF " + key);
        assertThat(reply).matches("\\*1\r\n:[1-9][0-9]*\r\n");
        return reply.substring(5, reply.length() - 2);
    }

    private void assertStale(String handle) {
        assertThat(server.run("HANDLE CHECK " + handle)).isEqualTo("*1\r\n:0\r\n");
        assertThat(server.run("HANDLE GET " + handle)).isEqualTo("*1\r\n" + NIL);
        assertThat(server.run("HANDLE KEY " + handle)).isEqualTo(NIL);
    }

    @Test
    void of_get_check_key_areAboutTheValueAsItIsNow() {
        server.run("SET a one");
        server.run("SET b 12");
        String a = handle("a");
        String b = handle("b");
        assertThat(server.run("HANDLE OF a none b"))
                .isEqualTo("*3\r\n:" + a + "\r\n" + NIL + ":" + b + "\r\n");
        assertThat(server.run("HANDLE GET " + b + " 77 " + a))
                .isEqualTo("*3\r\n$2\r\n12\r\n" + NIL + "$3\r\none\r\n");
        assertThat(server.run("HANDLE CHECK " + a + " 77 " + b))
                .isEqualTo("*3\r\n:1\r\n:0\r\n:1\r\n");
        assertThat(server.run("HANDLE KEY " + a)).isEqualTo("$1\r\na\r\n");
        server.run("SET a two");
        assertStale(a);
        assertThat(server.run("HANDLE GET " + handle("a"))).isEqualTo("*1\r\n$3\r\ntwo\r\n");
    }

    @Test
    void fetch_repliesPairsAndNils_inBothVersions() {
        server.run("SET a one");
        String pair = "*2\r\n:" + handle("a") + "\r\n$3\r\none\r\n";
        assertThat(server.run("HANDLE FETCH a none")).isEqualTo("*2\r\n" + pair + NIL);
        server.run("HELLO 3");
        assertThat(server.run("HANDLE FETCH a none")).isEqualTo("*2\r\n" + pair + "_\r\n");
        assertThat(server.run("HANDLE OF none")).isEqualTo("*1\r\n_\r\n");
        assertThat(server.run("HANDLE KEY 5")).isEqualTo("_\r\n");
    }

    @Test
    void readingAndChangesOfTheTime_keepAHandle() {
        String[] keeping = {
            "GET k",
            "TOUCH k",
            "EXPIRE k 100",
            "PERSIST k",
            "PEXPIREAT k 9999999999999",
            "OBJECT FREQ k",
            "STRLEN k",
            "GETRANGE k 0 1",
            "GETEX k EX 5",
            "DUMP k",
            "SET k 9 NX",
            "SETNX k 9",
            "COPY k other"
        };
        server.run("SET k 1");
        String handle = handle("k");
        for (String command : keeping) {
            server.run(command);
            assertThat(handle("k")).as(command).isEqualTo(handle);
        }
    }

    @Test
    void everyChangeOfTheValue_endsAHandle() {
        server.run("SET other 1");
        String[] ending = {
            "SET k 1",
            "SET k 1 KEEPTTL",
            "INCR k",
            "DECRBY k 1",
            "INCRBYFLOAT k 1",
            "APPEND k 0",
            "SETRANGE k 0 7",
            "GETSET k 1",
            "MSET k 1",
            "SETEX k 100 1",
            "RENAME other k",
            "COPY k2 k REPLACE",
            "DEL k",
            "SET k 1",
            "GETDEL k",
            "SET k 1",
            "RENAME k k9",
            "SET k 1",
            "FLUSHDB",
            "SET k 1",
            "FLUSHALL",
            "SET k 1",
            "PEXPIRE k 0",
            "SET k 1",
            "SWAPDB 0 1"
        };
        server.run("SET k 1");
        server.run("SET k2 1");
        String before = handle("k");
        for (String command : ending) {
            server.run(command);
            assertThat(server.run("HANDLE CHECK " + before)).as(command).isEqualTo("*1\r\n:0\r\n");
            String now = server.run("HANDLE OF k");
            before = now.equals("*1\r\n" + NIL) ? before : now.substring(5, now.length() - 2);
        }
    }

    @Test
    void handle_isGoneWithItsKeysTime_atTheMillisecond() {
        server.run("SET k v PX 50");
        String handle = handle("k");
        server.clock().advanceMs(49);
        assertThat(server.run("HANDLE GET " + handle)).isEqualTo("*1\r\n$1\r\nv\r\n");
        server.clock().advanceMs(1);
        assertStale(handle);
        assertThat(server.run("DELIF k " + handle)).isEqualTo(":0\r\n");
    }

    @Test
    void handle_ofAnotherDatabase_isStaleHere_andGoesWithTheKeysOnSwapdb() {
        server.run("SET k v");
        String handle = handle("k");
        server.run("SELECT 1");
        assertStale(handle);
        server.run("SWAPDB 0 1");
        assertThat(server.run("HANDLE KEY " + handle)).isEqualTo("$1\r\nk\r\n");
        server.run("SELECT 0");
        assertStale(handle);
    }

    @Test
    void anyInteger_isAnsweredLikeAStaleHandle() {
        server.run("SET k v");
        long handle = Long.parseLong(handle("k"));
        for (long forged :
                new long[] {
                    0,
                    -1,
                    1,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE,
                    -handle,
                    handle + 1,
                    handle - 1,
                    handle | Long.MIN_VALUE,
                    handle ^ 1L << 31,
                    handle ^ 1L << 20,
                    handle + (2L << 32),
                    0xFFFF_FFFFL,
                    3L << 32
                }) {
            assertStale(String.valueOf(forged));
            assertThat(server.run("DELIF k " + forged)).isEqualTo(":0\r\n");
            assertThat(server.run("EXPIREIF k " + forged + " 0")).isEqualTo(":0\r\n");
            assertThat(server.run("SET k w IFHANDLE " + forged)).isEqualTo(NIL);
        }
        for (String command :
                new String[] {
                    "HANDLE GET x",
                    "HANDLE CHECK 9223372036854775808",
                    "DELIF k x",
                    "SET k w IFHANDLE x"
                }) {
            assertThat(server.run(command)).startsWith("-ERR value is not an integer");
        }
    }

    @Test
    void setIfhandle_setsOnlyWhatItsCallerHasSeen() {
        assertThat(server.run("SET k one IFHANDLE 0 RETHANDLE")).startsWith(":");
        assertThat(server.run("SET k two IFHANDLE 0")).isEqualTo(NIL);
        String handle = handle("k");
        assertThat(server.run("SET k two IFHANDLE " + handle + " EX 100 GET"))
                .isEqualTo("$3\r\none\r\n");
        assertThat(server.run("SET k three IFHANDLE " + handle + " GET"))
                .isEqualTo("$3\r\ntwo\r\n");
        assertThat(server.run("GET k")).isEqualTo("$3\r\ntwo\r\n");
        String reply = server.run("SET k three KEEPTTL RETHANDLE IFHANDLE " + handle("k"));
        assertThat(reply).isEqualTo(":" + handle("k") + "\r\n");
        assertThat(server.run("TTL k")).isEqualTo(":100\r\n");
        assertThat(server.run("SET k four RETHANDLE NX")).isEqualTo(NIL);
        for (String options : new String[] {"GET RETHANDLE", "NX IFHANDLE 1", "IFHANDLE"}) {
            assertThat(server.run("SET k v " + options)).isEqualTo("-ERR syntax error\r\n");
        }
    }

    @Test
    void rethandle_namesTheValueJustSet() {
        String reply = server.run("SET k v RETHANDLE");
        assertThat(reply).isEqualTo(":" + handle("k") + "\r\n");
        assertThat(server.run("HANDLE GET " + reply.substring(1).strip()))
                .isEqualTo("*1\r\n$1\r\nv\r\n");
    }

    @Test
    void delif_and_expireif_releaseAndRenewALock() {
        String token = server.run("SET lock me NX PX 1000 RETHANDLE").substring(1).strip();
        assertThat(server.run("EXPIREIF lock " + token + " 5000")).isEqualTo(":1\r\n");
        assertThat(server.run("PTTL lock")).isEqualTo(":5000\r\n");
        assertThat(handle("lock")).isEqualTo(token);
        server.clock().advanceMs(5000);
        server.run("SET lock other NX PX 1000");
        assertThat(server.run("DELIF lock " + token)).isEqualTo(":0\r\n");
        assertThat(server.run("EXPIREIF lock " + token + " 5000")).isEqualTo(":0\r\n");
        assertThat(server.run("DELIF lock " + handle("lock"))).isEqualTo(":1\r\n");
        assertThat(server.run("EXISTS lock")).isEqualTo(":0\r\n");
        server.run("SET lock me");
        assertThat(server.run("EXPIREIF lock " + handle("lock") + " 0")).isEqualTo(":1\r\n");
        assertThat(server.run("EXISTS lock")).isEqualTo(":0\r\n");
        server.run("SET lock me");
        assertThat(server.run("EXPIREIF lock " + handle("lock") + " 9223372036854775807"))
                .isEqualTo("-ERR invalid expire time in 'expireif' command\r\n");
    }

    @Test
    void longAndSharedValuesAndLongKeys_areFetchedByHandle() {
        String value = "0123456789".repeat(10_000);
        String key = "k".repeat(9_000);
        server.send("SET", key, value);
        String handle = handle(key);
        assertThat(server.run("HANDLE GET " + handle))
                .isEqualTo("*1\r\n$100000\r\n" + value + "\r\n");
        assertThat(server.run("HANDLE KEY " + handle)).isEqualTo("$9000\r\n" + key + "\r\n");
        String shared = "shared by several keys, ".repeat(5);
        for (String other : new String[] {"a", "b", "c"}) {
            server.send("SET", other, shared);
        }
        assertThat(server.run("HANDLE GET " + handle("c"))).contains(shared);
    }

    @Test
    void of_and_check_leaveFiguresAndRecencyAlone_get_countsAndTouches() {
        server.run("SET k v");
        String handle = handle("k");
        server.clock().advanceMs(10_000);
        server.run("HANDLE OF k none");
        server.run("HANDLE CHECK " + handle + " 1");
        server.run("HANDLE KEY " + handle);
        assertThat(server.run("INFO stats"))
                .contains("keyspace_hits:0")
                .contains("keyspace_misses:0");
        assertThat(server.run("OBJECT IDLETIME k")).isEqualTo(":10\r\n");
        server.run("HANDLE GET " + handle + " 1");
        assertThat(server.run("INFO stats"))
                .contains("keyspace_hits:1")
                .contains("keyspace_misses:1");
        assertThat(server.run("OBJECT IDLETIME k")).isEqualTo(":0\r\n");
    }

    @Test
    void docs_keys_andArity() {
        assertThat(server.run("COMMAND GETKEYS HANDLE FETCH a b"))
                .isEqualTo("*2\r\n$1\r\na\r\n$1\r\nb\r\n");
        assertThat(server.run("COMMAND GETKEYS DELIF a 5")).isEqualTo("*1\r\n$1\r\na\r\n");
        assertThat(server.run("COMMAND GETKEYS SET k v IFHANDLE 5")).isEqualTo("*1\r\n$1\r\nk\r\n");
        assertThat(server.run("COMMAND DOCS HANDLE|OF"))
                .contains("Returns the handles of the values");
        assertThat(server.run("HANDLE HELP")).contains("FETCH key");
        assertThat(server.run("HANDLE GET")).startsWith("-ERR wrong number of arguments");
        assertThat(server.run("HANDLE KEY 1 2")).startsWith("-ERR wrong number of arguments");
    }

    @Test
    void handleGet_allocatesNothing() {
        server.run("SET k value");
        byte[] request = CommandHarness.resp("HANDLE", "GET", handle("k"));
        server.first().repeat(request, 200_000);
        assertThat(Allocation.bytesDuring(() -> server.first().repeat(request, 100_000)))
                .isLessThan(20_000);
    }
}
