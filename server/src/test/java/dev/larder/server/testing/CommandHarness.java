package dev.larder.server.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.protocol.resp.ProtocolException;
import dev.larder.protocol.resp.ProtocolLimits;
import dev.larder.protocol.resp.ReplyBuffer;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.protocol.resp.RequestDecoder;
import dev.larder.protocol.resp.RespVersion;
import dev.larder.server.Commands;
import dev.larder.server.LiveSettings;
import dev.larder.server.check.InvariantViolation;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandTable;
import dev.larder.server.command.Dispatcher;
import dev.larder.server.command.ServerContext;
import dev.larder.server.command.ServerControl;
import dev.larder.server.command.ServerIdentity;
import dev.larder.server.config.MemoryConfig;
import dev.larder.server.config.Settings;
import dev.larder.server.session.Authentication;
import dev.larder.server.session.ClientPause;
import dev.larder.server.session.Session;
import dev.larder.server.session.Sessions;
import dev.larder.server.stats.ServerStats;
import dev.larder.server.store.Store;
import dev.larder.server.store.StoreConfig;
import dev.larder.server.store.evict.EvictionPolicies;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A server without a socket: bytes in, bytes out, through the decoder, the dispatcher and the writers
/// that a connection has. Time stands still until [#clock] is moved. It has as many event loops as its
/// store has stripes; the clients of one loop belong to one thread, as they do in a server.
///
/// ```java
///   var server = new CommandHarness();
///   assertThat(server.run("SET k v")).isEqualTo("+OK\r\n");
///   assertThat(server.client().run("GET k")).isEqualTo("$1\r\nv\r\n"); // another connection
/// ```
public final class CommandHarness implements ServerControl, AutoCloseable {
    private static final int CLIENTS_MAX = 10_000;
    private static final int FIRST_PORT = 50_000;
    private static final long MEMORY_BYTES = 64L << 20;

    private final ManualClock clock = new ManualClock();
    private final Store store;
    private final ServerContext server;
    private final Loop[] loops;
    private final Client first;
    private int stops;

    /// A server with all commands there are, and 64 MiB for its data.
    public CommandHarness() {
        this(Commands.all());
    }

    /// A server with `commands` alone.
    public CommandHarness(List<Command> commands) {
        this(commands, StoreConfig.of(MEMORY_BYTES));
    }

    /// A server with all commands there are, and a store of its own making.
    public CommandHarness(StoreConfig config) {
        this(Commands.all(), config);
    }

    /// A server with all commands there are, and settings that differ from the defaults.
    public CommandHarness(Map<String, String> settings) {
        this(Commands.all(), StoreConfig.of(MEMORY_BYTES), settings);
    }

    private CommandHarness(List<Command> commands, StoreConfig config) {
        this(commands, config, Map.of());
    }

    private CommandHarness(
            List<Command> commands, StoreConfig config, Map<String, String> overrides) {
        var table = new CommandTable(commands);
        var stats = ServerStats.create(config.stripes(), table.entries().size());
        var set = new HashMap<>(overrides);
        set.putIfAbsent("maxmemory", String.valueOf(config.maxMemoryBytes()));
        set.putIfAbsent("maxmemory-policy", config.policy().text());
        set.putIfAbsent("max-entries", String.valueOf(config.maxEntries()));
        Settings settings = Settings.with(set);
        store =
                new Store(
                        withSettings(config, settings.current().memory()),
                        stats.counters(),
                        stats.latency(),
                        clock.millis());
        server =
                new ServerContext(
                        table,
                        store,
                        new Sessions(CLIENTS_MAX),
                        new Authentication(),
                        new ClientPause(),
                        stats,
                        clock,
                        this,
                        new ServerIdentity(clock.millis(), "none"),
                        settings);
        new LiveSettings(settings, server);
        loops = new Loop[config.stripes()];
        for (int stripe = 0; stripe < loops.length; stripe++) {
            loops[stripe] = new Loop(stripe);
        }
        first = client();
    }

    private static StoreConfig withSettings(StoreConfig config, MemoryConfig memory) {
        return config.withPolicy(EvictionPolicies.byName(memory.eviction().policy()).orElseThrow())
                .withMaxEntries(memory.maxEntries());
    }

    /// The request that consists of `words`, as clients send it.
    public static byte[] resp(String... words) {
        var request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString().getBytes(ISO_8859_1);
    }

    /// What the first client gets for `line`, an inline request: words that may be quoted. One
    /// character is one byte, in and out.
    public String run(String line) {
        return first.run(line);
    }

    /// What the first client gets for the request that consists of `words`.
    public String send(String... words) {
        return first.send(words);
    }

    /// The first client.
    public Client first() {
        return first;
    }

    /// Another client.
    public Client client() {
        return client(0);
    }

    /// Another client, of event loop `stripe`.
    public Client client(int stripe) {
        var decoder =
                new RequestDecoder(
                        ProtocolLimits.DEFAULTS, length -> store.incoming(stripe, length));
        int port = FIRST_PORT + server.sessions().count();
        return new Client(loops[stripe], new FakeLink("127.0.0.1:" + port, decoder));
    }

    /// What the commands work with.
    public ServerContext server() {
        return server;
    }

    /// The time.
    public ManualClock clock() {
        return clock;
    }

    /// How often a command asked the server to stop.
    public int stops() {
        return stops;
    }

    @Override
    public void stop() {
        stops++;
    }

    @Override
    public void abort(InvariantViolation violation) {
        throw violation;
    }

    /// Checks every structure of the store and gives its memory back.
    @Override
    public void close() {
        store.verify();
        store.close();
    }

    /// What the clients of one event loop share.
    private final class Loop {
        private final ReplyBuffer buffer = new ReplyBuffer();
        private final Dispatcher dispatcher;
        private final int stripe;

        private Loop(int stripe) {
            this.stripe = stripe;
            dispatcher =
                    new Dispatcher(
                            server,
                            stripe,
                            ReplyWriter.of(RespVersion.RESP2, buffer),
                            ReplyWriter.of(RespVersion.RESP3, buffer));
        }
    }

    /// One connection to the server.
    public final class Client {
        private final ReplyBuffer buffer;
        private final Dispatcher dispatcher;
        private final FakeLink link;
        private final Session session;
        private final RequestDecoder decoder;
        private final int stripe;
        private boolean closed;

        private Client(Loop loop, FakeLink link) {
            this.buffer = loop.buffer;
            this.dispatcher = loop.dispatcher;
            this.link = link;
            this.decoder = link.decoder;
            this.stripe = loop.stripe;
            boolean open = !server.authentication().isRequired();
            this.session = server.sessions().open(link, clock.millis(), open).orElseThrow();
            link.onClose = this::endSession;
            decoder.authenticated(open);
        }

        /// What the client gets for `line`, an inline request.
        public String run(String line) {
            return exchange((line + "\r\n").getBytes(ISO_8859_1));
        }

        /// What the client gets for the request that consists of `words`.
        public String send(String... words) {
            return exchange(resp(words));
        }

        /// What the client gets for `input`: any number of requests, whole or cut.
        public String exchange(byte[] input) {
            decoder.feed(input, 0, input.length);
            return goOn();
        }

        /// What the client gets now for what it sent while it was suspended.
        public String goOn() {
            serve();
            String output = new String(buffer.toBytes(), ISO_8859_1);
            buffer.clear();
            return output;
        }

        /// Runs `requests`, whole ones, `times` times without looking at the replies. Allocates nothing of
        /// its own.
        public void repeat(byte[] requests, int times) {
            for (int time = 0; time < times; time++) {
                decoder.feed(requests, 0, requests.length);
                serve();
                buffer.clear();
            }
        }

        private void serve() {
            dispatcher.beginBatch();
            try {
                while (!closed && !link.closed && decoder.next()) {
                    switch (dispatcher.dispatch(session, decoder.args())) {
                        case NEXT -> {}
                        case HELD -> {
                            decoder.putBack();
                            decoder.keepRest();
                            return;
                        }
                        case CLOSE -> close();
                    }
                }
            } catch (ProtocolException e) {
                dispatcher.writer(session).error("ERR " + e.getMessage());
                close();
            }
        }

        /// Closes the connection.
        public void close() {
            closed = true;
            decoder.close();
            endSession();
        }

        private void endSession() {
            server.sessions().close(session);
            store.leases().closed(session.id(), stripe, clock.millis());
        }

        /// Whether either side has closed the connection.
        public boolean isClosed() {
            return closed || link.closed;
        }

        /// What was sent to the client without being asked for, since the last call.
        public String received() {
            String received = link.sent.toString(ISO_8859_1);
            link.sent.reset();
            return received;
        }

        /// How long the session was last suspended for, in milliseconds.
        public long suspendedMs() {
            return link.suspendedMs;
        }

        /// How often something ended a suspension early.
        public int resumes() {
            return link.resumes;
        }

        /// What the server knows of the client.
        public Session session() {
            return session;
        }
    }

    /// A connection that goes nowhere.
    private static final class FakeLink implements Session.Link {
        private final String address;
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private final RequestDecoder decoder;
        private Runnable onClose = () -> {};
        private boolean closed;
        private long suspendedMs;
        private int resumes;

        private FakeLink(String address, RequestDecoder decoder) {
            this.address = address;
            this.decoder = decoder;
        }

        @Override
        public String address() {
            return address;
        }

        @Override
        public String localAddress() {
            return "127.0.0.1:6379";
        }

        @Override
        public int descriptor() {
            return 8;
        }

        @Override
        public long inputBytes() {
            return decoder.retainedBytes();
        }

        @Override
        public long outputBytes() {
            return sent.size();
        }

        @Override
        public void close() {
            closed = true;
            onClose.run();
        }

        @Override
        public void suspend(long forMs) {
            suspendedMs = forMs;
        }

        @Override
        public void resume() {
            resumes++;
        }

        @Override
        public void authenticated(boolean yes) {
            decoder.authenticated(yes);
        }

        @Override
        public void send(byte[] message) {
            sent.writeBytes(message);
        }
    }
}
