package dev.larder.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.ServerProcess;
import dev.larder.server.testing.WireClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// A server that is told to end while clients are at work: what it has taken on it answers, and what it
/// does not answer it has not done.
///
/// Full scale: `-Dlarder.stops=100`.
final class StopIT {
    private static final int STOPS = Integer.getInteger("larder.stops", 4);
    private static final int HEAP_MEGABYTES = 64;
    private static final int EXIT_STATUS_OF_SIGTERM = 143;

    /// The server waits for 100 ms.
    private static final long SILENT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(80);

    /// Requests that each client sends before it waits for their replies. The last is more than the
    /// server reads at once.
    private static final int[] PIPELINES = {1, 1, 1, 1, 10, 10, 200, 5_000};

    @Test
    void stop_withBusyClients_answersAllItDoes_andCutsNoReply() throws Exception {
        for (int stop = 0; stop < STOPS; stop++) {
            try (ServerProcess server = ServerProcess.start(HEAP_MEGABYTES, Map.of())) {
                List<Counting> clients = new ArrayList<>();
                for (int pipeline : PIPELINES) {
                    clients.add(new Counting(server.port(), "counter" + clients.size(), pipeline));
                }
                clients.forEach(Counting::awaitBusy);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10L * (stop % 10)));
                server.terminate();
                assertThat(server.awaitEnd(10)).isEqualTo(EXIT_STATUS_OF_SIGTERM);
                long answered = 0;
                for (Counting client : clients) {
                    client.join();
                    assertThat(client.problem).isEmpty();
                    assertThat(client.answered.get())
                            .as("requests answered")
                            .isEqualTo(client.sent);
                    answered += client.answered.get();
                }
                assertThat(answered).as("requests").isGreaterThan(10_000);
                assertThat(server.executedAtEnd()).as("requests executed").isEqualTo(answered);
            }
        }
    }

    @Test
    void stop_withIdleClients_takesLessThanASecond() throws Exception {
        try (ServerProcess server = ServerProcess.start(HEAP_MEGABYTES, Map.of())) {
            List<WireClient> clients = new ArrayList<>();
            for (int count = 0; count < 100; count++) {
                WireClient client = server.connect();
                assertThat(client.exchange("PING")).isEqualTo("+PONG");
                clients.add(client);
            }
            long startNanos = System.nanoTime();
            server.terminate();
            assertThat(server.awaitEnd(10)).isEqualTo(EXIT_STATUS_OF_SIGTERM);
            assertThat(System.nanoTime() - startNanos).isLessThan(TimeUnit.SECONDS.toNanos(1));
            for (WireClient client : clients) {
                assertThat(client.rest()).isEmpty();
                client.close();
            }
        }
    }

    @Test
    void stop_withClientsThatDoTheirPartNot_isNotHeldUpByThem() throws Exception {
        try (ServerProcess server =
                        ServerProcess.start(HEAP_MEGABYTES, Map.of("maxmemory", "128mb"));
                WireClient half = server.connect();
                WireClient deaf = server.connect();
                WireClient held = server.connect()) {
            int length = 50 << 20;
            assertThat(deaf.exchange("SETRANGE k " + (length - 1) + " x")).isEqualTo(":" + length);
            deaf.send("GET k\r\n");
            assertThat(deaf.line()).isEqualTo("$" + length);
            half.send("PING\r\n*2\r\n$4\r\nECHO");
            assertThat(half.reply()).isEqualTo("+PONG");
            assertThat(held.exchange("CLIENT PAUSE 100000")).isEqualTo("+OK");
            held.send("STRLEN k\r\n");
            long startNanos = System.nanoTime();
            server.terminate();
            assertThat(held.reply()).isEqualTo(":" + length);
            assertThat(held.rest()).isEmpty();
            assertThat(half.rest()).isEmpty();
            assertThat(server.awaitEnd(20)).isEqualTo(EXIT_STATUS_OF_SIGTERM);
            assertThat(System.nanoTime() - startNanos).isLessThan(TimeUnit.SECONDS.toNanos(6));
        }
    }

    /// A client that counts up, many requests at a time, until it finds that the server has hung up. It
    /// looks for that before it sends, as libraries do with connections that they keep. Should the
    /// machine have kept it from sending for so long that the server had to take it to be silent, then
    /// what it sent in the end may stay unanswered.
    private static final class Counting implements AutoCloseable {
        private final SocketChannel channel;
        private final ByteBuffer received = ByteBuffer.allocate(64 * 1024).flip();
        private final ByteBuffer batch;
        private final int pipeline;
        private final Thread thread;
        private long sent;
        private final AtomicLong answered = new AtomicLong();
        private long silentNanos;
        private String problem = "";

        Counting(int port, String key, int pipeline) throws IOException {
            this.pipeline = pipeline;
            this.batch =
                    ByteBuffer.wrap(("INCR " + key + "\r\n").repeat(pipeline).getBytes(US_ASCII));
            this.channel =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            this.thread = Thread.ofPlatform().start(this::run);
        }

        /// Waits until the client has done a good many requests.
        void awaitBusy() {
            while (thread.isAlive() && answered.get() < 200 + 2 * pipeline) {
                LockSupport.parkNanos(100_000);
            }
        }

        private void run() {
            try (channel) {
                long sentNanos = System.nanoTime();
                while (!isHungUp()) {
                    batch.rewind();
                    while (batch.hasRemaining()) {
                        channel.write(batch);
                    }
                    silentNanos = System.nanoTime() - sentNanos;
                    sentNanos += silentNanos;
                    sent += pipeline;
                    for (int count = 0; count < pipeline; count++) {
                        readReply();
                    }
                }
            } catch (IOException failure) {
                if (silentNanos > SILENT_NANOS_MAX) {
                    sent = answered.get();
                } else {
                    problem = failure + " after " + answered + " of " + sent;
                }
            }
        }

        private boolean isHungUp() throws IOException {
            received.clear();
            channel.configureBlocking(false);
            int count = channel.read(received);
            channel.configureBlocking(true);
            received.flip();
            if (count > 0) {
                throw new IOException("a reply to nothing");
            }
            return count < 0;
        }

        private void readReply() throws IOException {
            String expected = ":" + (answered.get() + 1);
            var line = new StringBuilder();
            for (char next = read(); next != '\n'; next = read()) {
                line.append(next);
            }
            if (!line.toString().equals(expected + '\r')) {
                throw new IOException(line + " where " + expected + " was due");
            }
            answered.incrementAndGet();
        }

        private char read() throws IOException {
            if (!received.hasRemaining()) {
                received.clear();
                int count = channel.read(received);
                received.flip();
                if (count < 0) {
                    throw new IOException("the server hung up");
                }
            }
            return (char) received.get();
        }

        void join() throws InterruptedException {
            thread.join();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
