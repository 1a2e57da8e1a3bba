package dev.larder.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.server.testing.LiveServer;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Listening elsewhere while the server runs.
final class ListenIT {
    // One loop: the command that moves the sockets runs where the clients are served.
    private final LiveServer server = LiveServer.with(Map.of("io-threads", "1")).start();

    private static final byte[] LOCAL = {127, 0, 0, 1};

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void port_changed_isWhereNewClientsAreTakenAndOldOnesStay() throws IOException {
        int before = server.port();
        int after = freePort();
        try (WireClient client = server.connect()) {
            assertThat(client.exchange("CONFIG SET port " + after)).isEqualTo("+OK");
            assertThat(client.exchange("PING")).isEqualTo("+PONG");
            assertThat(server.port()).isEqualTo(after);
            assertThat(client.exchange("INFO server"))
                    .contains("tcp_port:" + after)
                    .contains("listener0:name=tcp,bind=127.0.0.1,port=" + after);
            try (WireClient fresh = WireClient.connect(after)) {
                assertThat(fresh.exchange("PING")).isEqualTo("+PONG");
                assertThat(fresh.exchange("CONFIG GET port")).contains("" + after);
            }
            assertThatThrownBy(() -> WireClient.connect(before))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void port_inUse_isRefusedAndTheOldOneStays() throws IOException {
        int before = server.port();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WireClient client = server.connect()) {
            assertThat(client.exchange("CONFIG SET port " + taken.getLocalPort()))
                    .contains("related to argument 'port') - Unable to listen on this port")
                    .contains("the port is in use");
            assertThat(server.port()).isEqualTo(before);
            try (WireClient fresh = server.connect()) {
                assertThat(fresh.exchange("PING")).isEqualTo("+PONG");
            }
        }
    }

    @Test
    void bind_changedToAllAddressesAndBack_keepsThePort() throws IOException {
        int port = server.port();
        try (WireClient client = server.connect()) {
            assertThat(client.exchange("CONFIG SET bind *")).isEqualTo("+OK");
            assertThat(server.server().addresses())
                    .extracting(InetSocketAddress::getHostString)
                    .containsExactly("0.0.0.0");
            assertThat(client.exchange("CONFIG SET bind 127.0.0.1")).isEqualTo("+OK");
            assertThat(server.server().addresses())
                    .containsExactly(new InetSocketAddress(InetAddress.getByAddress(LOCAL), port));
        }
        try (WireClient fresh = server.connect()) {
            assertThat(fresh.exchange("PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void bind_toAnAddressTheMachineHasNot_isRefusedAndTheOldOnesStay() throws IOException {
        try (WireClient client = server.connect()) {
            assertThat(client.exchange("CONFIG SET bind 192.0.2.1"))
                    .contains("Failed to bind to specified addresses");
            assertThat(client.exchange("CONFIG GET bind")).contains("127.0.0.1");
        }
        try (WireClient fresh = server.connect()) {
            assertThat(fresh.exchange("PING")).isEqualTo("+PONG");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void bind_toAllAddressesOfBothFamilies_isNoConflict(String transport) throws IOException {
        var settings = Map.of("bind", "* -::*", "transport", transport);
        try (var everywhere = LiveServer.with(settings).start();
                WireClient client = everywhere.connect()) {
            assertThat(client.exchange("PING")).isEqualTo("+PONG");
            assertThat(client.exchange("CONFIG SET bind \"::* 0.0.0.0\"")).isEqualTo("+OK");
            try (WireClient fresh = everywhere.connect()) {
                assertThat(fresh.exchange("PING")).isEqualTo("+PONG");
            }
        }
    }

    @Test
    void bind_toAllAddressesOfIpv4_isNotReachedByIpv6() throws IOException {
        assumeTrue(server.server().transportName().equals("epoll"), "others serve both families");
        try (WireClient client = server.connect()) {
            assertThat(client.exchange("CONFIG SET bind *")).isEqualTo("+OK");
        }
        byte[] local = new byte[16];
        local[15] = 1;
        assertThatThrownBy(() -> WireClient.connect(InetAddress.getByAddress(local), server.port()))
                .isInstanceOf(IOException.class);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
