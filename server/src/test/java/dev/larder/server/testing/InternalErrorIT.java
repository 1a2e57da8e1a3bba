package dev.larder.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A defect of a command ends that command and nothing else; a broken invariant ends the process, with
/// one line and a dump, whoever meets it.
final class InternalErrorIT {
    private static final int EXIT_SOFTWARE = 70;
    private static final String INVARIANT = "M24";
    private static final String STOPPING = "the store is broken, stopping";

    @TempDir private Path directory;

    private ServerProcess start() throws IOException {
        return ServerProcess.startBreakable(directory, Map.of("io-threads", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "recurse", "exhaust"})
    void defect_underAShardsLock_endsTheCommandAndLetsGoOfTheShard(String how) throws Exception {
        try (ServerProcess server = start();
                WireClient one = server.connect();
                WireClient other = server.connect()) {
            for (int time = 0; time < 50; time++) {
                assertThat(one.exchange("BREAK key " + how)).startsWith("-ERR internal error");
            }
            assertThat(one.exchange("PING")).isEqualTo("+PONG");
            assertThat(other.exchange("SET key value")).isEqualTo("+OK");
            assertThat(one.exchange("GET key")).isEqualTo("value");
            assertThat(one.exchange("LARDER VERIFY")).startsWith("+OK");
        }
    }

    @Test
    void brokenInvariant_metByACommand_stopsTheProcess() throws Exception {
        try (ServerProcess server = start();
                WireClient client = server.connect()) {
            client.exchange("SETRANGE key 50000 x");
            assertThat(client.exchange("BREAK key owners")).isEqualTo("[+OK, +OK]");
            client.send("DEL key\r\n");
            assertThat(client.replyOrEnd()).isEmpty();
            assertStopped(server);
        }
    }

    @Test
    void brokenInvariant_metByBackgroundWork_stopsTheProcess() throws Exception {
        try (ServerProcess server = start();
                WireClient client = server.connect()) {
            client.exchange("SETRANGE key 50000 x");
            assertThat(client.exchange("BREAK key owners")).isEqualTo("[+OK, +OK]");
            assertThat(client.exchange("PEXPIRE key 1")).isEqualTo(":1");
            assertStopped(server);
        }
    }

    @Test
    void brokenInvariant_metWhenAReplyHasBeenSent_stopsTheProcess() throws Exception {
        try (ServerProcess server = start();
                WireClient reader = server.connect();
                WireClient client = server.connect()) {
            client.exchange("SETRANGE key 20000000 x");
            reader.send("GET key\r\n");
            assertThat(reader.bytes(1)).isEqualTo(new byte[] {'$'});
            assertThat(client.exchange("BREAK key owners")).isEqualTo("[+OK, +OK]");
            reader.reset();
            assertStopped(server);
        }
    }

    private void assertStopped(ServerProcess server) throws Exception {
        assertThat(server.awaitEnd(20)).isEqualTo(EXIT_SOFTWARE);
        List<String> lines = Files.readAllLines(directory.resolve(ServerProcess.LOG));
        assertThat(lines.stream().filter(line -> line.contains(STOPPING)))
                .singleElement()
                .asString()
                .contains(INVARIANT);
        assertThat(lines).as("nothing but that line").noneMatch(line -> line.startsWith("\tat "));
        try (Stream<Path> files = Files.list(directory)) {
            Path dump =
                    files.filter(file -> file.getFileName().toString().startsWith("dump-"))
                            .findFirst()
                            .orElseThrow();
            assertThat(Files.readString(dump)).contains(INVARIANT + ": ").contains("    at ");
        }
    }
}
