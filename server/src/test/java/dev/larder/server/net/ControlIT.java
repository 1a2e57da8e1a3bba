package dev.larder.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.testing.LiveServer;
import dev.larder.server.testing.ManualClock;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Commands that hold, silence or watch connections, over sockets and on two event loops.
final class ControlIT {
    private static final int MOMENT_MS = 100;

    private final ManualClock clock = new ManualClock();
    private final LiveServer server =
            LiveServer.with(Map.of("client-output-buffer-limit", "pubsub 1mb 0 0"))
                    .clock(clock)
                    .start();
    private WireClient operator;
    private WireClient first;
    private WireClient second;

    @BeforeEach
    void connect() throws IOException {
        operator = server.connect();
        first = server.connect(); // the loops take turns
        second = server.connect();
        assertThat(operator.exchange("SET k v")).isEqualTo("+OK");
    }

    @AfterEach
    void stop() throws IOException {
        operator.close();
        first.close();
        second.close();
        server.close();
    }

    @Test
    void pauseOfAll_holdsEverybody_untilItsEnd() throws IOException {
        assertThat(operator.exchange("CLIENT PAUSE 5000")).isEqualTo("+OK");
        first.send("GET k\r\nSET k w\r\nGET k\r\n");
        second.send("PING\r\n");
        assertSilent(first);
        assertSilent(second);
        clock.advance(5, TimeUnit.SECONDS);
        assertThat(first.reply()).isEqualTo("v");
        assertThat(first.reply()).isEqualTo("+OK");
        assertThat(first.reply()).isEqualTo("w");
        assertThat(second.reply()).isEqualTo("+PONG");
    }

    @Test
    void pauseOfWrites_letsReadsThrough_andEndsWhenSomebodySaysSo() throws IOException {
        assertThat(operator.exchange("CLIENT PAUSE 1000000 WRITE")).isEqualTo("+OK");
        first.send("GET k\r\nSET k w\r\nGET k\r\n");
        assertThat(first.reply()).isEqualTo("v");
        assertSilent(first);
        assertThat(second.exchange("GET k")).isEqualTo("v");
        second.send("INCR n\r\n");
        assertSilent(second);
        assertThat(operator.exchange("CLIENT UNPAUSE")).isEqualTo("+OK");
        assertThat(first.reply()).isEqualTo("+OK");
        assertThat(first.reply()).isEqualTo("w");
        assertThat(second.reply()).isEqualTo(":1");
    }

    @Test
    void clientThatHangsUpInAPause_isForgotten() throws IOException {
        assertThat(operator.exchange("CLIENT PAUSE 1000000 WRITE")).isEqualTo("+OK");
        first.send("SET k w\r\n");
        assertSilent(first);
        first.reset();
        awaitClients(2);
        assertThat(operator.exchange("CLIENT UNPAUSE")).isEqualTo("+OK");
        assertThat(second.exchange("PING")).isEqualTo("+PONG");
    }

    @Test
    void replyOff_silencesAPipeline_andOnlyThat() throws IOException {
        first.send(
                "CLIENT REPLY OFF\r\n"
                        + "INCR n\r\n".repeat(1_000)
                        + "CLIENT REPLY ON\r\nGET n\r\n");
        assertThat(first.reply()).isEqualTo("+OK");
        assertThat(first.reply()).isEqualTo("1000");
        first.send("CLIENT REPLY SKIP\r\nINCR n\r\nGET n\r\n");
        assertThat(first.reply()).isEqualTo("1001");
        first.send("CLIENT REPLY OFF\r\n*1\r\n$x\r\n");
        assertThat(first.rest()).isEmpty();
        assertThat(second.exchange("GET n")).isEqualTo("1001");
    }

    @Test
    void monitor_isShownAllThatOthersDo_inTheirOrder() throws IOException {
        assertThat(operator.exchange("MONITOR")).isEqualTo("+OK");
        int requests = 1_000;
        var pipeline = new StringBuilder();
        for (int count = 0; count < requests; count++) {
            pipeline.append("SET k ").append(count).append("\r\n");
        }
        for (WireClient client : new WireClient[] {first, second}) {
            client.send(pipeline.toString());
            for (int count = 0; count < requests; count++) {
                assertThat(client.reply()).isEqualTo("+OK");
                assertThat(operator.line())
                        .endsWith(client.localPort() + "] \"SET\" \"k\" \"" + count + "\"");
            }
        }
    }

    @Test
    void monitorThatDoesNotRead_isClosed_andHoldsNobodyUp() throws IOException {
        assertThat(operator.exchange("MONITOR")).isEqualTo("+OK");
        String noise = "SET k " + "x".repeat(4_000) + "\r\n";
        for (int count = 0; count < 4_000; count++) {
            assertThat(first.exchange(noise.strip())).isEqualTo("+OK");
        }
        awaitClients(2);
    }

    @Test
    void clientList_countsTheRequestThatAsks_andWhatIsBehindIt() throws IOException {
        String request = "*2\r\n$6\r\nCLIENT\r\n$4\r\nINFO\r\n";
        first.send(request);
        assertThat(first.reply()).contains(" qbuf=26 ");
        first.send(request + "PING\r\n");
        assertThat(first.reply()).contains(" qbuf=32 ");
        assertThat(first.reply()).isEqualTo("+PONG");
        first.send("*1\r\n$4\r\nPI");
        awaitHeld(1);
        assertThat(second.exchange("CLIENT LIST ID 2")).doesNotContain(" qbuf=0 ");
    }

    /// Waits until so many clients are known to have sent half a request.
    private void awaitHeld(int count) throws IOException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (held() != count && System.nanoTime() < endNanos) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(held()).isEqualTo(count);
    }

    private long held() throws IOException {
        return operator.exchange("CLIENT LIST ID 2 3")
                .lines()
                .filter(line -> !line.contains(" qbuf=0 "))
                .count();
    }

    private void assertSilent(WireClient client) throws IOException {
        client.patienceMs(MOMENT_MS);
        assertThatThrownBy(client::reply).isInstanceOf(SocketTimeoutException.class);
        client.patienceMs(20_000);
    }

    private void awaitClients(int count) {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (server.server().context().sessions().count() != count
                && System.nanoTime() < endNanos) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(server.server().context().sessions().count()).isEqualTo(count);
    }
}
