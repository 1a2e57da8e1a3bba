package dev.larder.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.store.StoreConfig;
import dev.larder.server.store.evict.EvictionPolicies;
import dev.larder.server.testing.CommandHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LarderHealthTest {
    private static String reasons(CommandHarness server) {
        String reply = server.run("LARDER HEALTH");
        int from = reply.indexOf("reasons");
        int to = reply.indexOf("violation");
        String status = reply.contains("\r\n$2\r\nok\r\n") ? "ok" : "degraded";
        String reasons = reply.substring(from + 7, to).replaceAll("[$*]\\d+\r\n", "");
        return (status + " " + reasons.replaceAll("\\s+", " ").strip()).strip();
    }

    @Test
    void health_ofASoundServer_isOk() {
        try (var server = new CommandHarness()) {
            assertThat(reasons(server)).isEqualTo("ok");
            assertThat(server.run("LARDER HEALTH"))
                    .startsWith(
                            "*14\r\n$6\r\nstatus\r\n$2\r\nok\r\n$7\r\nreasons\r\n*0\r\n"
                                    + "$9\r\nviolation\r\n$-1\r\n$7\r\nclients\r\n:1\r\n")
                    .contains("$10\r\nmemory-max\r\n:" + (64 << 20) + "\r\n");
            server.run("HELLO 3");
            assertThat(server.run("LARDER HEALTH")).startsWith("%7\r\n");
        }
    }

    @Test
    void health_ofAServerThatStops_saysSo() {
        try (var server = new CommandHarness()) {
            server.server().stats().health().drains();
            assertThat(reasons(server)).isEqualTo("degraded draining");
        }
    }

    @Test
    void health_afterAVerifyThatFailed_tellsWhatItFound() {
        try (var server = new CommandHarness()) {
            server.server().stats().health().verified("L1: slot 3 is linked and not live");
            assertThat(reasons(server)).isEqualTo("degraded invariant-broken");
            assertThat(server.run("LARDER HEALTH")).contains("L1: slot 3 is linked and not live");
            assertThat(server.run("LARDER VERIFY")).isEqualTo("+OK\r\n");
            assertThat(reasons(server)).isEqualTo("ok");
        }
    }

    @Test
    void health_withoutRoomAndEviction_isDegraded() {
        StoreConfig config = StoreConfig.of(2 << 20).withPolicy(EvictionPolicies.NOEVICTION);
        try (var server = new CommandHarness(config)) {
            String value = "v".repeat(10_000);
            int key = 0;
            while (!server.send("SET", "k" + key, value + key).startsWith("-OOM")) {
                assertThat(++key).isLessThan(1_000);
            }
            assertThat(reasons(server)).isEqualTo("degraded memory-full");
            server.run("CONFIG SET maxmemory-policy allkeys-lru");
            assertThat(reasons(server)).isEqualTo("ok");
        }
    }

    @Test
    void health_withTooManyEntriesOrClients_isDegraded() {
        try (var server =
                new CommandHarness(Map.of("max-entries", "2", "maxmemory-policy", "noeviction"))) {
            server.run("SET a v");
            assertThat(reasons(server)).isEqualTo("ok");
            server.run("SET b v");
            assertThat(reasons(server)).isEqualTo("degraded entries-full");
            server.server().sessions().countMax(1);
            assertThat(reasons(server)).isEqualTo("degraded entries-full clients-full");
        }
    }

    @Test
    void health_beforeTheLogin_isRefusedAsPingIs() {
        try (var server = new CommandHarness(Map.of("requirepass", "secret"))) {
            assertThat(server.run("LARDER HEALTH"))
                    .isEqualTo(server.run("PING"))
                    .startsWith("-NOAUTH");
        }
    }
}
