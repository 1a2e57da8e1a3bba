package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.larder.server.testing.LiveServer;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a request costs the heap on its way from the socket and back to it: nothing.
final class ConnectionAllocationIT {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int BATCHES = 3_000;
    private static final int REQUESTS_A_BATCH = 50;

    /// Ticks, lazily loaded classes and the compiler's leavings; a byte a request would be more.
    private static final long OTHER_BYTES = 60_000;

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void requests_inSteadyState_allocateNothing(String transport) throws IOException {
        assertThat(bytesFor(transport, "*2\r\n$4\r\nECHO\r\n$3\r\nabc\r\n", 9))
                .isLessThan(OTHER_BYTES);
    }

    @Test
    void repliesOfSomeKilobytes_inSteadyState_allocateNothing() throws IOException {
        assertThat(bytesFor("epoll", "*2\r\n$4\r\nFILL\r\n$4\r\n4000\r\n", 4_000 + 9))
                .isLessThan(OTHER_BYTES);
    }

    /// Heap bytes that the event loop allocates for [#BATCHES] batches of `request`, once warm.
    private static long bytesFor(String transport, String request, int replyBytes)
            throws IOException {
        byte[] batch = request.repeat(REQUESTS_A_BATCH).getBytes(ISO_8859_1);
        var builder = LiveServer.with(Map.of("transport", transport, "io-threads", "1"));
        try (LiveServer server = builder.commands(new NetCommands().all()).start();
                WireClient client = server.connect()) {
            exchange(client, batch, replyBytes);
            long before = bytesOfLoops();
            exchange(client, batch, replyBytes);
            return bytesOfLoops() - before;
        }
    }

    private static void exchange(WireClient client, byte[] batch, int replyBytes)
            throws IOException {
        for (int count = 0; count < BATCHES; count++) {
            client.send(batch);
            client.skip((long) REQUESTS_A_BATCH * replyBytes);
        }
    }

    private static long bytesOfLoops() {
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            var thread = THREADS.getThreadInfo(id);
            if (thread != null && thread.getThreadName().startsWith("larder-io")) {
                sum += THREADS.getThreadAllocatedBytes(id);
            }
        }
        return sum;
    }
}
