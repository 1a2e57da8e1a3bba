package dev.larder.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.stats.Counter;
import dev.larder.server.testing.LiveServer;
import dev.larder.server.testing.ManualClock;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients that are slow, in each way there is, and what becomes of them. Time is moved by hand; the
/// sweep that looks at it runs twice a second.
final class SlowClientsIT {
    private static final int MOMENT_MS = 800;

    private final NetCommands commands = new NetCommands();
    private final ManualClock clock = new ManualClock();
    private final Map<String, String> settings = new HashMap<>();
    private Optional<LiveServer> server = Optional.empty();

    private LiveServer server() {
        if (server.isEmpty()) {
            var builder = LiveServer.with(settings).clock(clock).commands(commands.all());
            server = Optional.of(builder.start());
        }
        return server.get();
    }

    private WireClient connect() throws IOException {
        return server().connect();
    }

    @AfterEach
    void stop() {
        server().close();
        assertThat(commands.valuesOut).hasValue(0);
    }

    @Test
    void requestNeverFinished_after30Seconds_closesTheConnection() throws IOException {
        try (WireClient client = connect()) {
            client.send("*2\r\n$4\r\nECHO\r\n$50");
            assertStaysOpenFor(client, 28);
            assertClosedAfter(client, 3);
        }
    }

    @Test
    void requestsNeverFinished_ofManyClients_closeThemAll_andNobodyElse() throws IOException {
        int count = Integer.getInteger("larder.writers", 500);
        List<WireClient> writers = new ArrayList<>();
        String beginning = "*2\r\n$4\r\nECHO\r\n$50\r\n";
        try (WireClient other = connect()) {
            for (int number = 0; number < count; number++) {
                WireClient writer = connect();
                writer.send(beginning);
                writers.add(writer);
            }
            awaitReceived((long) count * beginning.length());
            for (int second = 0; second < 28; second += 7) {
                clock.advance(7, TimeUnit.SECONDS);
                for (WireClient writer : writers) {
                    writer.send("x");
                }
                assertThat(other.exchange("ECHO a")).isEqualTo("a");
            }
            assertThat(sessions()).isEqualTo(count + 1);
            clock.advance(3, TimeUnit.SECONDS);
            awaitSessions(1);
            assertThat(other.exchange("ECHO a")).isEqualTo("a");
        } finally {
            for (WireClient writer : writers) {
                writer.close();
            }
        }
    }

    @Test
    void requestThatDripsIn_after30Seconds_closesTheConnection() throws IOException {
        try (WireClient client = connect()) {
            client.send("*2\r\n$4\r\nECHO\r\n$50\r\n");
            for (int second = 0; second < 28; second += 4) {
                client.send("x");
                assertStaysOpenFor(client, 4);
            }
            assertClosedAfter(client, 3);
        }
    }

    @Test
    void largeRequestThatComesIn_isNotHurried() throws IOException {
        int length = 1 << 20;
        try (WireClient client = connect()) {
            client.send("*2\r\n$6\r\nLENGTH\r\n$" + length + "\r\n");
            for (int sent = 0; sent < length; sent += length / 8) {
                client.send("x".repeat(length / 8));
                assertStaysOpenFor(client, 20);
            }
            client.send("\r\n");
            assertThat(client.reply()).isEqualTo(":" + length);
        }
    }

    @Test
    void clientThatFinishesRequests_isNotTakenForASlowOne() throws IOException {
        try (WireClient client = connect()) {
            client.send("ECHO a\r\nEC");
            for (int time = 0; time < 4; time++) {
                assertThat(client.reply()).isEqualTo("a");
                clock.advance(20, TimeUnit.SECONDS);
                assertStaysOpenFor(client, 0);
                client.send("HO a\r\nEC");
            }
            assertThat(client.reply()).isEqualTo("a");
        }
    }

    @Test
    void clientWithoutLogin_after10Seconds_isClosed() throws IOException {
        settings.put("requirepass", "secret");
        try (WireClient client = connect()) {
            assertThat(client.exchange("ECHO a")).startsWith("-NOAUTH");
            assertStaysOpenFor(client, 8);
            assertClosedAfter(client, 3);
        }
    }

    @Test
    void clientsWithoutLogin_areCounted_andTheirPlacesComeBack() throws IOException {
        settings.put("requirepass", "secret");
        settings.put("login-max-clients", "2");
        try (WireClient first = connect();
                WireClient second = connect();
                WireClient third = connect()) {
            assertThat(first.exchange("ECHO a")).startsWith("-NOAUTH");
            assertThat(second.exchange("ECHO a")).startsWith("-NOAUTH");
            assertThat(third.rest()).contains("max number of unauthenticated clients");
        }
        awaitSessions(0);
        try (WireClient client = connect()) {
            assertThat(client.exchange("ECHO a")).startsWith("-NOAUTH");
        }
    }

    @Test
    void idleClient_afterTheTimeoutThatWasSet_isClosed() throws IOException {
        settings.put("timeout", "60");
        try (WireClient idle = connect();
                WireClient busy = connect()) {
            assertThat(idle.exchange("ECHO a")).isEqualTo("a");
            for (int time = 0; time < 3; time++) {
                clock.advance(25, TimeUnit.SECONDS);
                assertThat(busy.exchange("ECHO b")).isEqualTo("b");
            }
            assertThat(idle.isHungUp()).isTrue();
            assertStaysOpenFor(busy, 20);
        }
    }

    @Test
    void idleClient_withoutATimeout_stays() throws IOException {
        try (WireClient client = connect()) {
            assertStaysOpenFor(client, 1_000_000);
        }
    }

    @Test
    void readerThatTakesNothing_after30Seconds_isClosedAndItsValueReleased() throws IOException {
        try (WireClient client = connect()) {
            client.send("BIG 50000000\r\n");
            assertThat(client.line()).isEqualTo("$50000000");
            client.skip(1 << 20);
            clock.advance(31, TimeUnit.SECONDS);
            pauseForASweep();
            assertThat(commands.valuesOut).as("the time began when it stopped").hasValue(1);
            clock.advance(31, TimeUnit.SECONDS);
            awaitSessions(0);
        }
    }

    @Test
    void readerThatTakesALittle_isNotClosed() throws IOException {
        int length = 64 << 20;
        try (WireClient client = connect()) {
            client.send("BIG " + length + "\r\n");
            client.line();
            for (int taken = 0; taken < length; taken += length / 16) {
                client.skip(length / 16);
                pauseForASweep();
                clock.advance(20, TimeUnit.SECONDS);
            }
            assertThat(client.bytes(2)).containsExactly('\r', '\n');
        }
    }

    @Test
    void readerThatTakesNothing_isNotReadFromEither() throws Exception {
        int requests = 5_000;
        try (WireClient client = connect()) {
            var sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    client.send("FILL 20000\r\n".repeat(requests));
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            sender.join();
            pauseForASweep();
            assertThat(commands.executed.get()).isBetween(1, requests / 5);
            for (int request = 0; request < requests; request++) {
                assertThat(client.line()).isEqualTo("$20000");
                client.skip(20_002);
            }
        }
    }

    @Test
    void replyBeyondTheHardLimit_closesTheConnection() throws IOException {
        settings.put("client-output-buffer-limit", "normal 8mb 0 0");
        try (WireClient client = connect()) {
            client.send("FILLS 2000 20000\r\n");
            awaitSessions(0);
        }
    }

    @Test
    void repliesBeyondTheSoftLimit_forTooLong_closeTheConnection() throws IOException {
        settings.put("client-output-buffer-limit", "normal 0 1mb 10");
        try (WireClient client = connect()) {
            client.send("BIG 50000000\r\n");
            client.line();
            pauseForASweep();
            clock.advance(8, TimeUnit.SECONDS);
            pauseForASweep();
            assertThat(sessions()).isEqualTo(1);
            clock.advance(3, TimeUnit.SECONDS);
            awaitSessions(0);
        }
    }

    @Test
    void clientThatDoesNotHangUp_afterItsLastReply_isClosedAfterASecond() throws IOException {
        try (WireClient client = connect()) {
            client.send("BYE\r\n");
            assertThat(client.rest()).isEqualTo("+OK\r\n");
            pauseForASweep();
            assertThat(sessions()).isEqualTo(1);
            clock.advance(2, TimeUnit.SECONDS);
            awaitSessions(0);
        }
    }

    private void assertStaysOpenFor(WireClient client, int seconds) throws IOException {
        clock.advance(seconds, TimeUnit.SECONDS);
        client.patienceMs(MOMENT_MS);
        assertThatThrownBy(client::isHungUp).isInstanceOf(SocketTimeoutException.class);
        client.patienceMs(20_000);
    }

    private void assertClosedAfter(WireClient client, int seconds) throws IOException {
        clock.advance(seconds, TimeUnit.SECONDS);
        assertThat(client.isHungUp()).isTrue();
        awaitSessions(0);
    }

    private void awaitReceived(long bytes) {
        var counters = server().server().context().stats().counters();
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (counters.sum(Counter.BYTES_IN) < bytes && System.nanoTime() < endNanos) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(counters.sum(Counter.BYTES_IN)).isGreaterThanOrEqualTo(bytes);
    }

    private int sessions() {
        return server().server().context().sessions().count();
    }

    private void awaitSessions(int count) {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (sessions() != count && System.nanoTime() < endNanos) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(sessions()).isEqualTo(count);
    }

    /// Lets the sweep, which has a rhythm of its own, look at every connection.
    private static void pauseForASweep() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MOMENT_MS));
    }
}
