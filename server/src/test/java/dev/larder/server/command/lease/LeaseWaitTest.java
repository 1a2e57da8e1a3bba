package dev.larder.server.command.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Those who wait for somebody else to fill a key: first come, first served, and told at once.
final class LeaseWaitTest {
    private static final String HELD = "";
    private static final String WAIT = "LEASE GET k 1000 WAIT 500";

    private final CommandHarness server = new CommandHarness(Map.of());
    private final List<CommandHarness.Client> waiters = new ArrayList<>();

    @AfterEach
    void close() {
        assertThat(server.run("LARDER VERIFY")).isEqualTo("+OK\r\n");
        server.close();
    }

    private String lease() {
        return token(server.run("LEASE GET k 1000"));
    }

    private static String token(String reply) {
        assertThat(reply).startsWith("*2\r\n$5\r\nlease\r\n:");
        return reply.substring(16).strip();
    }

    /// `count` more clients that wait.
    private void park(int count) {
        for (int number = 0; number < count; number++) {
            CommandHarness.Client client = server.client();
            waiters.add(client);
            assertThat(client.run(WAIT)).isEqualTo(HELD);
            assertThat(client.suspendedMs()).isEqualTo(500);
            assertThat(client.session().isSuspended()).isTrue();
        }
    }

    private void assertAllGet(String reply) {
        for (CommandHarness.Client waiter : waiters) {
            assertThat(waiter.resumes()).isEqualTo(1);
            assertThat(waiter.goOn()).matches(reply);
            assertThat(waiter.session().isSuspended()).isFalse();
        }
        assertThat(server.run("INFO stats")).contains("lease_waiters:0\r\n");
    }

    @Test
    void filled_allGetTheValue() {
        String token = lease();
        park(5);
        assertThat(server.run("INFO stats")).contains("lease_waiters:5").contains("lease_waits:5");
        server.run("LEASE SET k " + token + " v");
        assertAllGet("\\*3\r\n\\$3\r\nhit\r\n\\$1\r\nv\r\n:[1-9][0-9]*\r\n");
    }

    @Test
    void plainSet_allGetTheValue() {
        lease();
        park(2);
        server.run("MSET k v other w");
        assertAllGet("\\*3\r\n\\$3\r\nhit\r\n\\$1\r\nv\r\n:[1-9][0-9]*\r\n");
    }

    @Test
    void absent_allAreToldSo() {
        String token = lease();
        park(2);
        server.run("LEASE ABSENT k " + token + " PX 100");
        assertAllGet("\\*1\r\n\\$6\r\nabsent\r\n");
    }

    @Test
    void dropped_theFirstGetsTheLease_andSoOn() {
        String token = lease();
        park(3);
        for (CommandHarness.Client waiter : waiters) {
            server.run("LEASE DROP k " + token);
            assertThat(waiter.resumes()).isEqualTo(1);
            assertThat(server.client().run("LEASE GET k 1000")).startsWith("*2\r\n$4\r\nwait");
            String next = token(waiter.goOn());
            assertThat(next).isNotEqualTo(token);
            token = next;
        }
        assertThat(server.run("LEASE SET k " + token + " v")).isEqualTo("+OK\r\n");
    }

    @Test
    void timedOut_theFirstGetsTheLease_forAsLongAsItAsked() {
        lease();
        server.clock().advanceMs(900);
        park(2);
        server.clock().advanceMs(120);
        server.server().store().tick(0, server.clock().millis());
        token(waiters.getFirst().goOn());
        assertThat(waiters.getLast().resumes()).isZero();
        assertThat(server.run("LEASE GET k 1000")).isEqualTo("*2\r\n$4\r\nwait\r\n:1000\r\n");
    }

    @Test
    void timedOut_andSeenByAnotherFirst_stillGoesToTheOneWhoWaits() {
        lease();
        server.clock().advanceMs(900);
        park(1);
        server.clock().advanceMs(100);
        assertThat(server.client().run("LEASE GET k 1000")).startsWith("*2\r\n$4\r\nwait");
        token(waiters.getFirst().goOn());
    }

    @Test
    void deleted_theFirstGetsALease_andTheLateFillerIsRefused() {
        String token = lease();
        park(2);
        assertThat(server.run("DEL k")).isEqualTo(":0\r\n");
        assertThat(server.run("LEASE SET k " + token + " late")).isEqualTo("$-1\r\n");
        String next = token(waiters.getFirst().goOn());
        server.run("LEASE SET k " + next + " v");
        assertThat(waiters.getLast().goOn()).startsWith("*3\r\n$3\r\nhit");
    }

    @Test
    void flushed_theFirstGetsALease_theOthersWaitBehind() {
        lease();
        park(3);
        server.run("FLUSHALL");
        server.server().store().awaitSwept();
        server.server().store().tick(0, server.clock().millis());
        String token = token(waiters.get(0).goOn());
        assertThat(waiters.get(1).goOn()).isEqualTo(HELD);
        assertThat(waiters.get(2).goOn()).isEqualTo(HELD);
        server.run("LEASE DROP k " + token);
        token(waiters.get(1).goOn());
        assertThat(waiters.get(2).goOn()).isEqualTo(HELD);
    }

    @Test
    void waiting_endsAtItsMillisecond() {
        lease();
        park(1);
        CommandHarness.Client waiter = waiters.getFirst();
        server.clock().advanceMs(499);
        assertThat(waiter.goOn()).isEqualTo(HELD);
        assertThat(waiter.suspendedMs()).isEqualTo(1);
        server.clock().advanceMs(1);
        assertThat(waiter.goOn()).isEqualTo("*2\r\n$4\r\nwait\r\n:500\r\n");
        assertThat(server.run("INFO stats")).contains("lease_waiters:0\r\n");
    }

    @Test
    void closedHolder_theFirstGetsTheLeaseAtOnce() {
        CommandHarness.Client holder = server.client();
        token(holder.run("LEASE GET k 1000"));
        park(2);
        holder.close();
        assertThat(waiters.getFirst().resumes()).isEqualTo(1);
        token(waiters.getFirst().goOn());
        assertThat(waiters.getLast().goOn()).isEqualTo(HELD);
    }

    @Test
    void closedWaiter_isSkipped_alsoWhenItHasJustBeenGiven() {
        String token = lease();
        park(4);
        waiters.get(0).close();
        server.run("LEASE DROP k " + token);
        assertThat(waiters.get(1).resumes()).isEqualTo(1);
        waiters.get(1).close();
        token(waiters.get(2).goOn());
        waiters.get(2).close();
        token(waiters.get(3).goOn());
        assertThat(server.run("INFO stats"))
                .contains("leases:1\r\n")
                .contains("lease_waiters:0\r\n");
    }

    @Test
    void requestsBehindAWaitingOne_comeAfterIt() {
        String token = lease();
        CommandHarness.Client client = server.client();
        assertThat(client.run(WAIT + "\r\nSET other v\r\nGET other")).isEqualTo(HELD);
        assertThat(server.run("GET other")).isEqualTo("$-1\r\n");
        server.run("LEASE SET k " + token + " v");
        assertThat(client.goOn()).startsWith("*3").endsWith("+OK\r\n$1\r\nv\r\n");
    }

    @Test
    void moreThanMayWait_areAnsweredAtOnce() {
        server.run("CONFIG SET lease-max-waiters 2");
        lease();
        park(2);
        assertThat(server.client().run(WAIT)).isEqualTo("*2\r\n$4\r\nwait\r\n:1000\r\n");
        server.server().store().leases().stop();
        for (CommandHarness.Client waiter : waiters) {
            assertThat(waiter.goOn()).isEqualTo("*2\r\n$4\r\nwait\r\n:1000\r\n");
        }
        assertThat(server.client().run(WAIT)).startsWith("*2\r\n$4\r\nwait");
    }

    @Test
    void waitingRequests_areCountedOnce_andInNeitherHitsNorMissesUntilAnswered() {
        String token = lease();
        park(2);
        assertThat(server.run("INFO commandstats")).contains("cmdstat_lease|get:calls=1,");
        server.run("LEASE SET k " + token + " v");
        waiters.forEach(CommandHarness.Client::goOn);
        assertThat(server.run("INFO commandstats")).contains("cmdstat_lease|get:calls=3,");
        assertThat(server.run("INFO stats"))
                .contains("keyspace_hits:2")
                .contains("keyspace_misses:1");
    }
}
