package dev.larder.server.net;

import dev.larder.protocol.resp.BigArgument;
import dev.larder.server.command.ServerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server as the network sees it: event loops, and the sockets they listen on.
///
/// Any thread but the loops' own may call it; [#stop] waits for the loops.
public final class NetServer {
    private static final Logger LOG = LoggerFactory.getLogger(NetServer.class);
    private static final int LOOPS_END_SECONDS = 5;

    private final Transport transport;
    private final MultiThreadIoEventLoopGroup group;
    private final List<LoopContext> loops;
    private final Listening listening;

    private NetServer(
            Transport transport,
            MultiThreadIoEventLoopGroup group,
            List<LoopContext> loops,
            Listening listening) {
        this.transport = transport;
        this.group = group;
        this.loops = loops;
        this.listening = listening;
    }

    /// Starts the loops and accepts clients.
    ///
    /// @param server what commands work with; its counters have a stripe for each loop
    /// @param settings what is set about connections at present
    /// @param bigs where big arguments are kept while they arrive, by the number of the loop
    /// @param tick background work for the loops
    /// @throws ListenException if one of the addresses cannot be listened on; then nothing is started
    /// @throws TransportUnavailableException if the transport asked for does not work
    public static NetServer start(
            NetConfig config,
            ServerContext server,
            Supplier<NetSettings> settings,
            IntFunction<BigArgument.Source> bigs,
            LoopTick tick)
            throws ListenException {
        Transport transport = config.transport().resolve();
        var turns = new TurnQueue.Factory(transport.ioHandlers());
        var group =
                new MultiThreadIoEventLoopGroup(
                        config.ioThreads(), new DefaultThreadFactory("larder-io"), turns);
        var net =
                new NetContext(
                        server,
                        settings,
                        bigs,
                        tick,
                        new AtomicInteger(),
                        new OutputBudget(config.ioThreads()));
        List<LoopContext> loops = new ArrayList<>();
        for (EventExecutor executor : group) {
            var loop = (EventLoop) executor;
            int stripe = loops.size();
            loops.add(new LoopContext(net, stripe, config.ioThreads(), loop, turns.queueOf(loop)));
        }
        var resolved =
                new NetConfig(
                        transport,
                        config.ioThreads(),
                        config.addresses(),
                        config.port(),
                        config.backlog());
        try {
            Listening listening = Listening.open(resolved, loops);
            loops.forEach(LoopContext::start);
            return new NetServer(transport, group, loops, listening);
        } catch (ListenException failure) {
            end(group, loops);
            throw failure;
        }
    }

    /// The port it listens on.
    public int port() {
        return listening.port();
    }

    /// Where it listens.
    public List<InetSocketAddress> addresses() {
        return listening.addresses();
    }

    /// Listens on `addresses` and `port`, 0 for any, instead of where it does. Connections stay as they are.
    ///
    /// @throws ListenException if that cannot be; then it listens where it did
    public void listenOn(List<String> addresses, int port) throws ListenException {
        listening.move(addresses, port);
    }

    /// How its sockets are driven: never [Transport#AUTO].
    public Transport transport() {
        return transport;
    }

    /// Accepts nobody any more, answers what clients have sent, closes their connections, and ends the
    /// loops. What is not answered after `drainMs` milliseconds is cut off.
    public void stop(long drainMs) {
        listening.close();
        List<CompletableFuture<Void>> drained = new ArrayList<>();
        for (LoopContext loop : loops) {
            loop.eventLoop().execute(loop::drain);
            drained.add(loop.drained());
        }
        if (!isDoneIn(drained, drainMs)) {
            LOG.atWarn()
                    .addKeyValue("connections", loops.stream().mapToInt(LoopContext::load).sum())
                    .log("clients cut off: they were not done when the time to stop was over");
        }
        end(group, loops);
    }

    private static boolean isDoneIn(List<CompletableFuture<Void>> futures, long ms) {
        try {
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                    .get(ms, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException late) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void end(MultiThreadIoEventLoopGroup group, List<LoopContext> loops) {
        for (LoopContext loop : loops) {
            loop.eventLoop()
                    .submit(() -> {
                        loop.closeConnections();
                        loop.close();
                    })
                    .awaitUninterruptibly();
        }
        boolean ended =
                group.shutdownGracefully(0, LOOPS_END_SECONDS, TimeUnit.SECONDS)
                        .awaitUninterruptibly(LOOPS_END_SECONDS + 1, TimeUnit.SECONDS);
        if (!ended) {
            LOG.atError().log("event loops do not end");
        }
    }
}
