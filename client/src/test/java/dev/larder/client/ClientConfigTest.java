package dev.larder.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.resp.RespVersion;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ClientConfigTest {
    private static final ClientConfig CONFIG = ClientConfig.of("localhost", 6379);

    @Test
    void with_changesOneThingOnly() {
        ClientConfig other =
                CONFIG.withVersion(RespVersion.RESP3)
                        .withCredentials(new Credentials("me", "secret"))
                        .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(2))
                        .withInFlightMax(7);
        assertThat(other.host()).isEqualTo("localhost");
        assertThat(other.port()).isEqualTo(6379);
        assertThat(other.version()).isEqualTo(RespVersion.RESP3);
        assertThat(other.credentials()).contains(new Credentials("me", "secret"));
        assertThat(other.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(other.replyTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(other.inFlightMax()).isEqualTo(7);
        assertThat(other.limits()).isEqualTo(CONFIG.limits());
    }

    @Test
    void of_whatCannotBeMeant_isRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> ClientConfig.of(" ", 1)).hasMessageContaining("host");
        assertThatThrownBy(() -> ClientConfig.of("a", 0)).hasMessageContaining("port 0");
        assertThatThrownBy(() -> ClientConfig.of("a", 65536)).hasMessageContaining("65536");
        assertThatThrownBy(() -> CONFIG.withInFlightMax(0)).hasMessageContaining("inFlightMax");
        assertThatThrownBy(() -> CONFIG.withTimeouts(Duration.ZERO, second))
                .hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> CONFIG.withTimeouts(second, Duration.ofDays(2)))
                .hasMessageContaining("replyTimeout");
    }

    @Test
    void toString_ofAConfig_hidesThePassword() {
        assertThat(CONFIG.withCredentials(new Credentials("me", "secret")).toString())
                .contains("me")
                .doesNotContain("secret");
    }
}
