package dev.larder.server;

import dev.larder.server.check.InvariantViolation;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandTable;
import dev.larder.server.command.ServerContext;
import dev.larder.server.command.ServerControl;
import dev.larder.server.command.ServerIdentity;
import dev.larder.server.config.LarderConfig;
import dev.larder.server.config.ListenConfig;
import dev.larder.server.config.Settings;
import dev.larder.server.net.ListenException;
import dev.larder.server.net.LoopTick;
import dev.larder.server.net.NetConfig;
import dev.larder.server.net.NetServer;
import dev.larder.server.net.Transport;
import dev.larder.server.session.Authentication;
import dev.larder.server.session.ClientPause;
import dev.larder.server.session.Sessions;
import dev.larder.server.stats.InstantaneousRates;
import dev.larder.server.stats.ServerStats;
import dev.larder.server.store.Store;
import dev.larder.server.time.Clock;
import dev.larder.server.time.SystemClock;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: puts the parts together, starts them in order, and stops them in the opposite
/// one.
///
/// ```text
///   settings -> store -> sessions, statistics, commands -> event loops -> listening sockets
/// ```
///
/// Any thread may call it. [#close] answers what clients have sent before it ends the event loops, and
/// the loops have ended before the store gives its memory back.
public final class LarderServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LarderServer.class);

    /// What is different about a server that runs in a test.
    ///
    /// @param clock what time it is
    /// @param onViolation what happens when an invariant is broken; does not return in a real server
    /// @param commands what it can do
    public record Environment(
            Clock clock, Consumer<InvariantViolation> onViolation, List<Command> commands) {
        /// The machine's clock and all commands; a broken invariant ends the process.
        public static Environment real() {
            return new Environment(SystemClock.INSTANCE, LastWords::haltAfter, Commands.all());
        }
    }

    private final Settings settings;
    private final Store store;
    private final ServerContext context;
    private final NetServer net;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private LarderServer(Settings settings, Transport transport, Environment environment)
            throws ListenException {
        this.settings = settings;
        LarderConfig config = settings.current();
        int loops = config.listen().ioThreads();
        Clock clock = environment.clock();
        var commands = new CommandTable(environment.commands());
        var stats = ServerStats.create(loops, commands.entries().size());
        this.store = StoreSettings.open(config, stats, clock.millis());
        this.context =
                new ServerContext(
                        commands,
                        store,
                        new Sessions(config.clients().countMax()),
                        new Authentication(),
                        new ClientPause(),
                        stats,
                        clock,
                        control(environment),
                        new ServerIdentity(clock.millis(), transport.label()),
                        settings);
        try {
            var live = new LiveSettings(settings, context);
            this.net =
                    NetServer.start(
                            netConfig(config.listen(), transport),
                            context,
                            live::net,
                            stripe -> length -> store.incoming(stripe, length),
                            tick(store, stats, clock));
        } catch (ListenException | RuntimeException failure) {
            store.close();
            throw failure;
        }
        context.identity().listensOn(net.port());
        settings.onChange(
                List.of("port", "bind"),
                (before, after) -> listenOn(before.listen(), after.listen()));
    }

    /// Moves the listening sockets to where `after` wants them; answers why that is impossible.
    private Optional<String> listenOn(ListenConfig before, ListenConfig after) {
        boolean moves = after.port() != before.port();
        try {
            net.listenOn(after.bind(), moves ? after.port() : net.port());
        } catch (ListenException failure) {
            return Optional.of(
                    (moves
                                    ? "Unable to listen on this port: "
                                    : "Failed to bind to specified addresses: ")
                            + failure.getMessage());
        }
        context.identity().listensOn(net.port());
        return Optional.empty();
    }

    /// Starts a server.
    ///
    /// @throws ListenException if it cannot listen where it is told to
    /// @throws dev.larder.server.net.TransportUnavailableException if the transport asked for does not
    ///     work on this machine
    /// @throws dev.larder.server.memory.MemoryUnavailableException if there is not enough memory
    public static LarderServer start(Settings settings) throws ListenException {
        return start(settings, Environment.real());
    }

    /// Starts a server in `environment`.
    public static LarderServer start(Settings settings, Environment environment)
            throws ListenException {
        Transport wanted =
                switch (settings.current().listen().transport()) {
                    case AUTO -> Transport.AUTO;
                    case EPOLL -> Transport.EPOLL;
                    case IO_URING -> Transport.IO_URING;
                    case NIO -> Transport.NIO;
                };
        Descriptors.fit(settings);
        return new LarderServer(settings, wanted.resolve(), environment);
    }

    private static NetConfig netConfig(ListenConfig listen, Transport transport) {
        return new NetConfig(
                transport, listen.ioThreads(), listen.bind(), listen.port(), listen.backlog());
    }

    /// The work between requests: the store's on every loop, and on the first one the sampling of what
    /// `INFO` calls instantaneous.
    private static LoopTick tick(Store store, ServerStats stats, Clock clock) {
        long sampleNanos = TimeUnit.MILLISECONDS.toNanos(InstantaneousRates.SAMPLE_MILLIS);
        long[] sampledAtNanos = {clock.nanos() - sampleNanos};
        return (stripe, nowMs) -> {
            if (stripe == 0) {
                long nanos = clock.nanos();
                if (nanos - sampledAtNanos[0] >= sampleNanos) {
                    sampledAtNanos[0] = nanos;
                    stats.sample(nanos, store.figures().committedBytes());
                }
            }
            return store.tick(stripe, nowMs);
        };
    }

    private ServerControl control(Environment environment) {
        return new ServerControl() {
            @Override
            public void stop() {
                Thread.ofPlatform().name("larder-stop").start(LarderServer.this::close);
            }

            @Override
            public void abort(InvariantViolation violation) {
                environment.onViolation().accept(violation);
            }
        };
    }

    /// The port it listens on.
    public int port() {
        return net.port();
    }

    /// Where it listens.
    public List<InetSocketAddress> addresses() {
        return net.addresses();
    }

    /// How its sockets are driven: `epoll`, `io_uring` or `nio`.
    public String transportName() {
        return net.transport().label();
    }

    /// What its commands work with.
    public ServerContext context() {
        return context;
    }

    /// Waits until the server has stopped, because of [#close] or `SHUTDOWN`.
    public void awaitStop() throws InterruptedException {
        try {
            stopped.get();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /// Stops: accepts nobody any more, answers what clients have sent (for as long as
    /// `shutdown-timeout` allows), closes their connections, and gives the memory back. Returns when
    /// that is done, also to whoever calls it a second time.
    @Override
    public void close() {
        if (stopping.compareAndSet(false, true)) {
            long startNanos = context.clock().nanos();
            try {
                context.stats().health().drains();
                context.pause().end();
                store.leases().stop();
                net.stop(settings.current().process().shutdownTimeoutMs());
                store.close();
            } finally {
                stopped.complete(null);
            }
            long ms = TimeUnit.NANOSECONDS.toMillis(context.clock().nanos() - startNanos);
            LOG.atInfo().addKeyValue("ms", ms).log("stopped");
        }
        stopped.join();
    }
}
