package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.server.testing.LiveServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Redis's own tools, where they are installed, as they come.
final class RedisToolsIT {
    private static final int PATIENCE_SECONDS = 60;

    private final LiveServer server = LiveServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void redisCli_inBothVersionsOfTheProtocol_setsAndGets() throws Exception {
        assertThat(tool("redis-cli", "SET", "k", "v 1", "EX", "100")).isEqualTo("OK\n");
        assertThat(tool("redis-cli", "GET", "k")).isEqualTo("v 1\n");
        assertThat(tool("redis-cli", "-3", "GET", "k")).isEqualTo("v 1\n");
        assertThat(tool("redis-cli", "-3", "HELLO")).contains("server").contains("proto");
        assertThat(tool("redis-cli", "TTL", "k").strip()).isIn("100", "99");
        assertThat(tool("redis-cli", "-r", "3", "INCR", "n")).isEqualTo("1\n2\n3\n");
        assertThat(tool("redis-cli", "--scan")).contains("k").contains("n");
    }

    @Test
    void redisBenchmark_withAndWithoutAPipeline_finishesEveryRequest() throws Exception {
        assertThat(tool("redis-benchmark", "-q", "-n", "2000", "-t", "ping,set,get,incr,mset"))
                .contains("SET:")
                .contains("GET:")
                .doesNotContain("rror");
        assertThat(
                        tool(
                                "redis-benchmark",
                                "-q",
                                "-n",
                                "20000",
                                "-P",
                                "64",
                                "-r",
                                "1000",
                                "-t",
                                "set,get"))
                .contains("GET:")
                .doesNotContain("rror");
    }

    /// What a tool prints when it is pointed at the server.
    private String tool(String name, String... arguments) throws Exception {
        assumeTrue(isInstalled(name), name + " is not installed");
        List<String> line = new ArrayList<>(List.of(name, "-p", Integer.toString(server.port())));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static boolean isInstalled(String name) throws InterruptedException {
        try {
            return new ProcessBuilder(name, "--version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
