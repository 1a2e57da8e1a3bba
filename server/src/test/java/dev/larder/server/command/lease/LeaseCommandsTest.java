package dev.larder.server.command.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.store.StoreConfig;
import dev.larder.server.testing.CommandHarness;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Leases as clients see them: bytes in, bytes out, on a clock that is set by hand.
final class LeaseCommandsTest {
    private static final String NIL = "$-1\r\n";
    private static final String OK = "+OK\r\n";
    private static final String ABSENT = "*1\r\n$6\r\nabsent\r\n";

    private final CommandHarness server = new CommandHarness(Map.of());

    @AfterEach
    void close() {
        verify();
        server.close();
    }

    private void verify() {
        assertThat(server.run("LARDER VERIFY")).isEqualTo(OK);
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    /// The token in a reply that grants a lease.
    private static String token(String reply) {
        assertThat(reply).matches("(?s)\\*[23]\r\n\\$5\r\nlease\r\n:[1-9][0-9]*\r\n.*");
        return reply.split("\r\n", -1)[3].substring(1);
    }

    private String lease(String key) {
        return token(server.run("LEASE GET " + key + " 1000"));
    }

    private static String waits(long ms) {
        return "*2\r\n$4\r\nwait\r\n:" + ms + "\r\n";
    }

    private String hit(String key, String value) {
        String handle = server.run("HANDLE OF " + key).substring(4);
        return "*3\r\n$3\r\nhit\r\n" + bulk(value) + handle;
    }

    private void pass(long ms) {
        server.clock().advanceMs(ms);
        server.server().store().tick(0, server.clock().millis());
    }

    private static String stale(String value) {
        return "*2\r\n$5\r\nstale\r\n" + bulk(value);
    }

    @Test
    void get_ofAMissingKey_givesOneLease_andTheFilledKeyToAll() {
        String token = lease("k");
        assertThat(server.client().run("LEASE GET k 1000")).isEqualTo(waits(1000));
        assertThat(server.run("LEASE SET k " + token + " v EX 100")).isEqualTo(OK);
        assertThat(server.client().run("LEASE GET k 1000")).isEqualTo(hit("k", "v"));
        assertThat(server.run("TTL k")).isEqualTo(":100\r\n");
        assertThat(server.run("LEASE SET k " + token + " w")).isEqualTo(NIL);
    }

    @Test
    void leases_areNoEntriesToOtherCommands() {
        lease("k");
        server.run("SET other v");
        String[][] expectations = {
            {"GET k", NIL},
            {"EXISTS k", ":0\r\n"},
            {"DBSIZE", ":1\r\n"},
            {"TYPE k", "+none\r\n"},
            {"TTL k", ":-2\r\n"},
            {"KEYS *", "*1\r\n$5\r\nother\r\n"},
            {"SCAN 0 COUNT 100", "*2\r\n$1\r\n0\r\n*1\r\n$5\r\nother\r\n"},
            {"RANDOMKEY", "$5\r\nother\r\n"},
            {"OBJECT ENCODING k", NIL},
            {"MEMORY USAGE k", NIL},
            {"EXPIRE k 100", ":0\r\n"},
            {"PERSIST k", ":0\r\n"},
            {"STRLEN k", ":0\r\n"},
            {"GETDEL k", NIL},
            {"TOUCH k", ":0\r\n"},
            {"COPY k k2", ":0\r\n"},
            {"SET k v XX", NIL},
            {"HANDLE OF k", "*1\r\n" + NIL}
        };
        for (String[] expectation : expectations) {
            assertThat(server.run(expectation[0])).as(expectation[0]).isEqualTo(expectation[1]);
        }
        assertThat(server.run("INFO keyspace")).contains("db0:keys=1,expires=0");
        assertThat(server.run("HANDLE GET " + lease("another"))).isEqualTo("*1\r\n" + NIL);
        assertThat(server.run("INFO stats")).contains("leases:2\r\n").contains("leases_granted:2");
    }

    @Test
    void whatHappensToTheKey_makesTheTokenStale() {
        String[] changes = {
            "SET k other", "DEL k", "FLUSHDB", "FLUSHALL", "INCR k", "APPEND k x", "MSET k 1"
        };
        for (String change : changes) {
            String token = lease("k");
            server.run(change);
            assertThat(server.run("LEASE SET k " + token + " late")).as(change).isEqualTo(NIL);
            assertThat(server.run("LEASE ABSENT k " + token + " PX 5")).as(change).isEqualTo(NIL);
            assertThat(server.run("LEASE DROP k " + token)).as(change).isEqualTo(":0\r\n");
            assertThat(server.run("LEASE RENEW k " + token + " 5")).as(change).isEqualTo(":0\r\n");
            server.run("DEL k");
            verify();
        }
        assertThat(server.run("INFO stats")).contains("leases_refused_stale:28\r\n");
        assertThat(server.run("LEASE SET k 0 v")).isEqualTo(NIL);
        assertThat(server.run("LEASE SET k -5 v")).isEqualTo(NIL);
        assertThat(server.run("LEASE SET k x v")).startsWith("-ERR value is not an integer");
    }

    @Test
    void lease_endsAtItsMillisecond() {
        String token = lease("k");
        server.clock().advanceMs(999);
        assertThat(server.client().run("LEASE GET k 1000")).isEqualTo(waits(1));
        server.clock().advanceMs(1);
        assertThat(server.run("LEASE SET k " + token + " v")).isEqualTo(NIL);
        String second = token(server.client().run("LEASE GET k 1000"));
        assertThat(second).isNotEqualTo(token);
        assertThat(server.run("INFO stats"))
                .contains("leases_timed_out:1")
                .contains("leases:1\r\n");
        pass(1020);
        assertThat(server.run("INFO stats"))
                .contains("leases_timed_out:2")
                .contains("leases:0\r\n");
        assertThat(server.run("INFO stats")).contains("expired_keys:0\r\n");
    }

    @Test
    void renew_and_drop() {
        String token = lease("k");
        server.clock().advanceMs(900);
        assertThat(server.run("LEASE RENEW k " + token + " 1000")).isEqualTo(":1\r\n");
        pass(900);
        assertThat(server.run("LEASE DROP k " + token)).isEqualTo(":1\r\n");
        assertThat(server.run("LEASE DROP k " + token)).isEqualTo(":0\r\n");
        lease("k");
    }

    @Test
    void absent_isRememberedForAWhile_andCountsForNothing() {
        assertThat(server.run("LEASE ABSENT k " + lease("k") + " PX 500")).isEqualTo(OK);
        assertThat(server.run("LEASE GET k 1000")).isEqualTo(ABSENT);
        assertThat(server.run("GET k")).isEqualTo(NIL);
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(server.run("KEYS *")).isEqualTo("*0\r\n");
        verify();
        server.clock().advanceMs(500);
        String token = lease("k");
        server.run("LEASE ABSENT k " + token + " EX 1");
        server.run("SET k v");
        assertThat(server.run("LEASE GET k 1000")).isEqualTo(hit("k", "v"));
        assertThat(server.run("TTL k")).isEqualTo(":-1\r\n");
        server.run("DEL k");
        server.run("LEASE ABSENT k " + lease("k") + " EX 1");
        assertThat(server.run("DEL k")).isEqualTo(":0\r\n");
        lease("k");
        server.run("LEASE ABSENT k2 " + lease("k2") + " EX 1");
        pass(1020);
        verify();
        assertThat(server.run("INFO stats")).contains("expired_keys:0\r\n");
    }

    @Test
    void grace_servesStale_whileOneRefreshes() {
        server.run("LEASE SET k " + lease("k") + " old PX 100 GRACE 1000");
        assertThat(server.run("PTTL k")).isEqualTo(":100\r\n");
        assertThat(server.run("GET k")).isEqualTo(bulk("old"));
        String handle = server.run("HANDLE OF k").substring(5).strip();
        pass(100);
        assertThat(server.run("GET k")).isEqualTo(NIL);
        assertThat(server.run("EXISTS k")).isEqualTo(":0\r\n");
        assertThat(server.run("KEYS *")).isEqualTo("*0\r\n");
        assertThat(server.run("HANDLE CHECK " + handle)).isEqualTo("*1\r\n:0\r\n");
        verify();
        String reply = server.run("LEASE GET k 300");
        String token = token(reply);
        assertThat(reply).isEqualTo("*3\r\n$5\r\nlease\r\n:" + token + "\r\n" + bulk("old"));
        assertThat(token).isNotEqualTo(handle);
        assertThat(server.client().run("LEASE GET k 300 WAIT 50")).isEqualTo(stale("old"));
        assertThat(server.run("LEASE SET k " + handle + " x")).isEqualTo(NIL);
        server.clock().advanceMs(300);
        assertThat(server.run("LEASE SET k " + token + " late")).isEqualTo(NIL);
        token = token(server.run("LEASE GET k 300"));
        assertThat(server.run("LEASE SET k " + token + " new PX 100 GRACE 50")).isEqualTo(OK);
        assertThat(server.run("LEASE GET k 300")).isEqualTo(hit("k", "new"));
        pass(170);
        assertThat(server.run("LEASE GET k 300")).startsWith("*2\r\n$5\r\nlease");
        verify();
    }

    @Test
    void refresh_thatOutlastsTheGrace_keepsItsLease() {
        server.run("LEASE SET k " + lease("k") + " old PX 100 GRACE 100");
        server.clock().advanceMs(150);
        String token = token(server.run("LEASE GET k 500"));
        pass(80);
        assertThat(server.run("DBSIZE")).isEqualTo(":0\r\n");
        verify();
        assertThat(server.client().run("LEASE GET k 500")).isEqualTo(waits(420));
        assertThat(server.run("LEASE SET k " + token + " new")).isEqualTo(OK);
        assertThat(server.run("GET k")).isEqualTo(bulk("new"));
    }

    @Test
    void refresh_dropped_isGivenToTheNext() {
        server.run("LEASE SET k " + lease("k") + " old PX 100 GRACE 1000");
        server.clock().advanceMs(150);
        CommandHarness.Client other = server.client();
        String token = token(other.run("LEASE GET k 500"));
        assertThat(other.run("LEASE RENEW k " + token + " 600")).isEqualTo(":1\r\n");
        assertThat(other.run("LEASE DROP k " + token)).isEqualTo(":1\r\n");
        assertThat(token(other.run("LEASE GET k 500"))).isNotEqualTo(token);
        other.close();
        assertThat(server.run("LEASE GET k 500")).startsWith("*3\r\n$5\r\nlease");
    }

    @Test
    void serveStale_showsGracedValuesToAll() {
        server.run("CONFIG SET serve-stale yes");
        server.run("LEASE SET k " + lease("k") + " old PX 100 GRACE 1000");
        server.clock().advanceMs(150);
        assertThat(server.run("GET k")).isEqualTo(bulk("old"));
        assertThat(server.run("KEYS *")).isEqualTo("*1\r\n" + bulk("k"));
        assertThat(server.run("PTTL k")).isEqualTo(":0\r\n");
        assertThat(server.run("LEASE GET k 500")).startsWith("*3\r\n$5\r\nlease");
        assertThat(server.run("LEASE GET k 500")).isEqualTo(stale("old"));
        pass(1000);
        assertThat(server.run("GET k")).isEqualTo(NIL);
        server.run("CONFIG SET serve-stale no");
    }

    @Test
    void grace_ofEveryKindOfValue_survivesChangesOfItsTime() {
        String[] values = {
            "12", "short", "x".repeat(3000), "y".repeat(60_000), "shared by many, ".repeat(9)
        };
        for (String value : values) {
            for (int key = 0; key < 3; key++) {
                server.send(
                        "LEASE",
                        "SET",
                        "k" + key,
                        lease("k" + key),
                        value,
                        "PX",
                        "100",
                        "GRACE",
                        "900");
            }
            server.run("PEXPIRE k1 200");
            server.run("PERSIST k2");
            verify();
            server.clock().advanceMs(150);
            assertThat(server.run("LEASE GET k0 5")).endsWith(bulk(value));
            assertThat(server.run("GET k1")).isEqualTo(bulk(value));
            assertThat(server.run("GET k2")).isEqualTo(bulk(value));
            server.clock().advanceMs(100);
            assertThat(server.run("GET k1")).isEqualTo(NIL);
            assertThat(server.run("LEASE GET k1 5")).endsWith(bulk(value));
            pass(2000);
            assertThat(server.run("DBSIZE")).isEqualTo(":1\r\n");
            server.run("DEL k2");
        }
    }

    @Test
    void tags_ofAFilledKey_andInvalidationWhileItIsFilled() {
        assertThat(server.run("LEASE SET p:k " + lease("p:k") + " v TAGS 1 t PX 100 GRACE 900 "))
                .isEqualTo(OK);
        assertThat(server.run("TAG OF p:k")).isEqualTo("*1\r\n" + bulk("t"));
        assertThat(server.run("TAG ADD p:k " + "long-tag".repeat(20))).isEqualTo(":1\r\n");
        verify();
        server.clock().advanceMs(100);
        assertThat(server.run("LEASE GET p:k 2000")).endsWith(bulk("v"));
        assertThat(server.run("LEASE GET p:k 2000")).isEqualTo(stale("v"));
        pass(920);
        assertThat(server.run("LEASE GET p:k 2000")).startsWith("*2\r\n$4\r\nwait");
        verify();
        server.run("TAG INVALIDATE t");
        String token = lease("p:k");
        server.run("PREFIX INVALIDATE p:");
        assertThat(server.run("LEASE SET p:k " + token + " late")).isEqualTo(NIL);
        server.run("LEASE ABSENT p:k " + lease("p:k") + " EX 100");
        server.run("PREFIX INVALIDATE p: SOFT");
        lease("p:k");
        verify();
    }

    @Test
    void plainWrites_takeTheGraceAway() {
        server.run("LEASE SET k " + lease("k") + " old PX 100 GRACE 1000");
        server.run("APPEND k er");
        assertThat(server.run("PTTL k")).isEqualTo(":100\r\n");
        server.clock().advanceMs(100);
        assertThat(server.run("LEASE GET k 500")).startsWith("*2\r\n$5\r\nlease");
    }

    @Test
    void limits_andMistakes_areToldClearly() {
        server.run("CONFIG SET lease-max 2");
        lease("a");
        lease("b");
        assertThat(server.run("LEASE GET c 100"))
                .isEqualTo("-ERR too many leases: 2 (at most lease-max)\r\n");
        assertThat(server.run("LEASE GET a 100")).isEqualTo(waits(1000));
        server.run("DEL a");
        lease("c");
        String[] wrong = {
            "LEASE GET k 0",
            "LEASE GET k x",
            "LEASE GET k 5 WAIT",
            "LEASE GET k 5 HURRY 5",
            "LEASE SET k 5 v EX",
            "LEASE SET k 5 v EX 0",
            "LEASE SET k 5 v GRACE 5",
            "LEASE SET k 5 v TAGS 2 t",
            "LEASE SET k 5 v EX 5 PX 5",
            "LEASE ABSENT k 5 GRACE 5",
            "LEASE ABSENT k 5 PX -5",
            "LEASE RENEW k 5 0",
            "LEASE DROP k"
        };
        for (String command : wrong) {
            assertThat(server.run(command)).as(command).startsWith("-ERR ");
        }
        assertThat(server.run("COMMAND GETKEYS LEASE SET k 5 v")).isEqualTo("*1\r\n" + bulk("k"));
        assertThat(server.run("COMMAND DOCS LEASE|GET")).contains("one client at a time");
    }

    @Test
    void closedConnection_dropsItsLeases() {
        CommandHarness.Client other = server.client();
        for (int number = 0; number < 20; number++) {
            token(other.run("LEASE GET k" + number + " 1000"));
        }
        server.run("SET k3 v");
        other.close();
        assertThat(server.run("INFO stats")).contains("leases:0\r\n").contains("leases_dropped:19");
        assertThat(server.run("GET k3")).isEqualTo(bulk("v"));
        lease("k5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allkeys-lru",
                "allkeys-lfu",
                "allkeys-random",
                "allkeys-sieve",
                "volatile-lru",
                "volatile-random",
                "volatile-ttl"
            })
    void leases_underEveryPolicy_areNeverEvicted(String policy) {
        try (var small = new CommandHarness(StoreConfig.of(16 << 20).withMaxEntries(50))) {
            assertThat(small.run("CONFIG SET maxmemory-policy " + policy)).startsWith("+OK");
            for (int number = 0; number < 300; number++) {
                String token = token(small.run("LEASE GET l" + number + " 60000"));
                small.run("SET k" + number + " v EX 1000");
                String lease = "l" + number + " " + token;
                if (number % 3 == 0) {
                    small.run("LEASE ABSENT " + lease + " EX 1000");
                } else if (number % 3 == 1) {
                    small.run("LEASE SET " + lease + " v EX 1000 GRACE 5000");
                }
            }
            assertThat(small.run("INFO stats")).contains("leases:100\r\n");
            assertThat(small.run("LARDER VERIFY")).isEqualTo(OK);
            for (String other : new String[] {"noeviction", "volatile-ttl", "allkeys-lru"}) {
                small.run("CONFIG SET maxmemory-policy " + other);
                assertThat(small.run("LARDER VERIFY")).isEqualTo(OK);
            }
        }
    }
}
