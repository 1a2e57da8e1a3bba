package dev.larder.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.larder.server.testing.LiveServer;
import dev.larder.server.testing.ManualClock;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients that have not logged in, or come from another machine: what they are told, and how little.
final class StrangersIT {
    private static final Set<String> FOR_STRANGERS = Set.of("auth", "hello", "quit", "reset");
    private static final String WRONG =
            "-WRONGPASS invalid username-password pair or user is disabled.";

    private final ManualClock clock = new ManualClock();
    private LiveServer server =
            LiveServer.with(Map.of("requirepass", "secret", "bind", "*")).clock(clock).start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyCommandButFour_beforeALogin_isRefused() throws IOException {
        for (var entry : server.server().context().commands().entries()) {
            String name = entry.spec().fullName();
            if (FOR_STRANGERS.contains(name)) {
                continue;
            }
            String words = name.replace('|', ' ');
            int more = Math.abs(entry.spec().arity()) - words.split(" ").length;
            try (WireClient stranger = server.connect()) {
                assertThat(stranger.exchange(words + " x".repeat(Math.max(0, more))))
                        .as(name)
                        .matches(
                                "-NOAUTH Authentication required\\.|-ERR unknown subcommand 'x'\\..*");
            }
        }
        try (WireClient client = server.connect()) {
            assertThat(client.exchange("AUTH secret")).isEqualTo("+OK");
            assertThat(client.exchange("DBSIZE")).isEqualTo(":0");
        }
    }

    @Test
    void requestsBeforeALogin_areShort() throws IOException {
        try (WireClient stranger = server.connect()) {
            stranger.send("*11\r\n");
            assertThat(stranger.rest())
                    .isEqualTo("-ERR Protocol error: unauthenticated multibulk length\r\n");
        }
        try (WireClient stranger = server.connect()) {
            stranger.send("*2\r\n$4\r\nAUTH\r\n$16381\r\n");
            assertThat(stranger.rest())
                    .isEqualTo("-ERR Protocol error: unauthenticated bulk length\r\n");
        }
        try (WireClient stranger = server.connect()) {
            stranger.send("x".repeat(17_000));
            assertThat(stranger.rest())
                    .isEqualTo("-ERR Protocol error: too big inline request\r\n");
        }
    }

    @Test
    void repliesBeforeALogin_areInProportion() throws IOException {
        String request = "x\r\n";
        try (WireClient stranger = server.connect()) {
            long sent = 0;
            long received = 0;
            boolean open = true;
            while (open && sent < 100_000) {
                stranger.send(request);
                sent += request.length();
                String reply = stranger.lineOrEnd();
                open = !reply.isEmpty();
                received += open ? reply.length() + 2 : 0;
            }
            assertThat(open).isFalse();
            assertThat(received).isBetween(2 * sent, 4096 + 2 * sent);
        }
        try (WireClient stranger = server.connect()) {
            stranger.send(request.repeat(20_000));
            long received = 0;
            for (String line = stranger.lineOrEnd(); !line.isEmpty(); line = stranger.lineOrEnd()) {
                received += line.length() + 2;
            }
            assertThat(received).isLessThan(4096 + 2 * 20_000L * request.length());
        }
    }

    @Test
    void wrongPasswords_areAnsweredTwentyASecond() throws IOException {
        try (WireClient stranger = server.connect()) {
            stranger.send(
                    "*2\r\n$4\r\nAUTH\r\n$30\r\nan incorrect and long password\r\n".repeat(50));
            for (int second = 0; second < 2; second++) {
                for (int count = 0; count < 20; count++) {
                    assertThat(stranger.reply()).isEqualTo(WRONG);
                }
                stranger.patienceMs(100);
                assertThat(hears(stranger)).isFalse();
                stranger.patienceMs(20_000);
                clock.advance(1, TimeUnit.SECONDS);
            }
            for (int count = 0; count < 10; count++) {
                assertThat(stranger.reply()).isEqualTo(WRONG);
            }
            assertThat(stranger.exchange("AUTH secret")).isEqualTo("+OK");
        }
    }

    private static boolean hears(WireClient client) throws IOException {
        try {
            client.line();
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        }
    }

    @Test
    void clientOfAnotherAddress_withoutAPassword_isDenied() throws IOException {
        Optional<InetAddress> address = addressOfThisMachine();
        assumeThat(address).as("an address that is not the loopback's").isPresent();
        try (WireClient away = WireClient.connect(address.get(), server.port())) {
            assertThat(away.exchange("AUTH secret")).isEqualTo("+OK");
            assertThat(away.exchange("CONFIG SET requirepass ''")).isEqualTo("+OK");
        }
        try (WireClient away = WireClient.connect(address.get(), server.port())) {
            assertThat(away.rest())
                    .startsWith("-DENIED Redis is running in protected mode")
                    .endsWith("from the outside.\r\n");
        }
        try (WireClient local = server.connect()) {
            assertThat(local.exchange("CONFIG SET protected-mode no")).isEqualTo("+OK");
        }
        try (WireClient away = WireClient.connect(address.get(), server.port())) {
            assertThat(away.exchange("PING")).isEqualTo("+PONG");
        }
    }

    private static Optional<InetAddress> addressOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }
}
