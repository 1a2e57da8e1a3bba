package dev.larder.client;

import dev.larder.protocol.resp.Reply;
import dev.larder.protocol.resp.RespVersion;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Makes connections, and owns the threads that serve them.
public final class Connector implements AutoCloseable {
    private static final long STOP_WITHIN_MS = 2_000;

    private final EventLoopGroup loops;

    /// A connector whose connections share `threads` threads, named `larder-client-1-1` and so on.
    public Connector(int threads) {
        loops =
                new MultiThreadIoEventLoopGroup(
                        threads,
                        new DefaultThreadFactory("larder-client", true),
                        NioIoHandler.newFactory());
    }

    /// Connects, and greets the server as `config` says: `HELLO 3` for RESP3, with a login if there is
    /// one, `AUTH` for a login in RESP2, else nothing. Fails with a [LarderException].
    ///
    /// `pushes` is called on the connection's thread with what nobody asked for; it must not wait, and
    /// if it throws, the connection ends.
    public CompletableFuture<Connection> connect(ClientConfig config, Consumer<Reply.Push> pushes) {
        CompletableFuture<Connection> connected = new CompletableFuture<>();
        ChannelFuture connecting = bootstrap(config, pushes).connect(config.host(), config.port());
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                Connection connection = new Connection(connecting.channel(), config.inFlightMax());
                greet(connection, config, connected);
            } else {
                String where = config.host() + ":" + config.port();
                connected.completeExceptionally(
                        new ConnectionLostException(
                                "cannot connect to " + where + ": " + done.cause().getMessage(),
                                done.cause()));
            }
        });
        return connected;
    }

    private Bootstrap bootstrap(ClientConfig config, Consumer<Reply.Push> pushes) {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.max(1, (int) config.connectTimeout().toMillis()))
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(new ReplyQueue(config, pushes));
                            }
                        });
    }

    private static void greet(
            Connection connection, ClientConfig config, CompletableFuture<Connection> connected) {
        List<byte[]> greeting = greeting(config);
        if (greeting.isEmpty()) {
            connected.complete(connection);
            return;
        }
        var _ =
                connection
                        .call(greeting)
                        .whenComplete((answer, error) -> {
                            if (error != null) {
                                connected.completeExceptionally(error);
                            } else if (answer instanceof Reply.Failure) {
                                connection.close();
                                String name =
                                        new String(greeting.getFirst(), StandardCharsets.UTF_8);
                                connected.completeExceptionally(new RefusedException(name, answer));
                            } else {
                                connected.complete(connection);
                            }
                        });
    }

    private static List<byte[]> greeting(ClientConfig config) {
        List<String> words = new ArrayList<>();
        boolean hello = config.version() == RespVersion.RESP3;
        if (hello) {
            words.addAll(List.of("HELLO", "3"));
        }
        config.credentials()
                .ifPresent(login -> {
                    words.add("AUTH");
                    if (hello || !login.user().equals(Credentials.DEFAULT_USER)) {
                        words.add(login.user());
                    }
                    words.add(login.password());
                });
        return words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /// Ends all connections and the threads. Waits for them, two seconds at most.
    @Override
    public void close() {
        loops.shutdownGracefully(0, STOP_WITHIN_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_WITHIN_MS);
    }
}
