package dev.larder.server.testing;

import dev.larder.server.Commands;
import dev.larder.server.LarderServer;
import dev.larder.server.check.InvariantViolation;
import dev.larder.server.command.Command;
import dev.larder.server.config.Settings;
import dev.larder.server.net.ListenException;
import dev.larder.server.time.Clock;
import dev.larder.server.time.SystemClock;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// A real server on a free port of this machine, in this process.
///
/// ```java
///   try (var server = LiveServer.start(); var client = server.connect()) {
///       assertThat(client.exchange("PING")).isEqualTo("+PONG");
///   }
/// ```
///
/// A broken invariant does not end the process; it is thrown when the server is closed.
public final class LiveServer implements AutoCloseable {
    private static final Map<String, String> DEFAULTS =
            Map.of("port", "0", "bind", "127.0.0.1", "maxmemory", "64mb", "io-threads", "2");

    private final LarderServer server;
    private final AtomicReference<InvariantViolation> broken;

    private LiveServer(LarderServer server, AtomicReference<InvariantViolation> broken) {
        this.server = server;
        this.broken = broken;
    }

    /// A server with all commands and the settings of tests: 64 MiB, two event loops.
    public static LiveServer start() {
        return with(Map.of()).start();
    }

    /// A server yet to be started, with other `settings` than that.
    public static Builder with(Map<String, String> settings) {
        return new Builder(settings);
    }

    /// What kind of server to start.
    public static final class Builder {
        private final Map<String, String> settings = new HashMap<>(DEFAULTS);
        private Clock clock = SystemClock.INSTANCE;
        private List<Command> commands = Commands.all();

        private Builder(Map<String, String> settings) {
            this.settings.putAll(settings);
        }

        /// With another clock.
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /// With these commands and no others.
        public Builder commands(List<Command> commands) {
            this.commands = commands;
            return this;
        }

        /// Starts it.
        public LiveServer start() {
            var broken = new AtomicReference<InvariantViolation>();
            var environment = new LarderServer.Environment(clock, broken::set, commands);
            try {
                return new LiveServer(
                        LarderServer.start(Settings.with(settings), environment), broken);
            } catch (ListenException failure) {
                throw new AssertionError(failure);
            }
        }
    }

    /// The port it listens on.
    public int port() {
        return server.port();
    }

    /// The server itself.
    public LarderServer server() {
        return server;
    }

    /// A new connection to it.
    public WireClient connect() throws IOException {
        return WireClient.connect(port());
    }

    @Override
    public void close() {
        server.close();
        InvariantViolation violation = broken.get();
        if (violation != null) {
            throw violation;
        }
    }
}
