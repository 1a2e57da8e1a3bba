package dev.larder.client;

import dev.larder.protocol.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// A client that waits for its replies. May be shared by threads: their requests travel on one
/// connection, without waiting for each other.
///
/// ```java
/// try (LarderClient client = LarderClient.connect("127.0.0.1", 6379)) {
///     client.call("SET", "greeting", "hello");
///     if (client.call("GET", "greeting") instanceof Reply.Bulk value) {
///         System.out.println(value.text());
///     }
/// }
/// ```
///
/// A server's error is a reply ([Reply.Failure]); a [LarderException] is thrown where there is none.
public final class LarderClient implements AutoCloseable {
    private final Connector connector;
    private final Connection connection;
    private final Semaphore free;
    private final int inFlightMax;

    private LarderClient(Connector connector, Connection connection, int inFlightMax) {
        this.connector = connector;
        this.connection = connection;
        this.inFlightMax = inFlightMax;
        this.free = new Semaphore(inFlightMax);
    }

    /// Connects to a server that asks for no login.
    public static LarderClient connect(String host, int port) {
        return connect(ClientConfig.of(host, port), push -> {});
    }

    /// Connects as `config` says; `pushes` gets what the server says unasked, on a thread that must
    /// not wait.
    public static LarderClient connect(ClientConfig config, Consumer<Reply.Push> pushes) {
        Connector connector = new Connector(1);
        try {
            Connection connection = await(connector.connect(config, pushes));
            return new LarderClient(connector, connection, config.inFlightMax());
        } catch (LarderException failed) {
            connector.close();
            throw failed;
        }
    }

    /// Sends a request of words, its command's name first, and waits for the reply.
    public Reply call(String... words) {
        return call(bytes(words));
    }

    /// Sends a request, its command's name first, and waits for the reply.
    public Reply call(byte[]... arguments) {
        return call(List.of(arguments));
    }

    private Reply call(List<byte[]> arguments) {
        return callAll(List.of(arguments)).getFirst();
    }

    /// Requests to be sent together.
    public Pipeline pipeline() {
        return new Pipeline(this);
    }

    /// Sends requests and waits for all replies.
    List<Reply> callAll(List<List<byte[]>> requests) {
        if (connection.isOwnThread()) {
            throw new IllegalStateException(
                    "waiting on the connection's own thread would never end");
        }
        free.acquireUninterruptibly(requests.size());
        try {
            return connection.callAll(requests).stream().map(LarderClient::await).toList();
        } finally {
            free.release(requests.size());
        }
    }

    /// The most requests that [#callAll] takes.
    int inFlightMax() {
        return inFlightMax;
    }

    static List<byte[]> bytes(String... words) {
        return Arrays.stream(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedCallException(interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof LarderException reason
                    ? reason
                    : new CompletionException(failed.getCause());
        }
    }

    /// Ends the connection and its thread. Requests of other threads that still wait fail.
    @Override
    public void close() {
        connection.close();
        connector.close();
    }
}
