package dev.larder.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.protocol.resp.ProtocolLimits;
import dev.larder.server.command.ServerContext;
import dev.larder.server.config.ClientsConfig;
import dev.larder.server.config.InternConfig;
import dev.larder.server.config.LarderConfig;
import dev.larder.server.config.LeaseConfig;
import dev.larder.server.config.MemoryConfig;
import dev.larder.server.config.ObserveConfig;
import dev.larder.server.config.OutputLimits;
import dev.larder.server.config.ProtocolConfig;
import dev.larder.server.config.SecurityConfig;
import dev.larder.server.config.Settings;
import dev.larder.server.memory.MemoryUnavailableException;
import dev.larder.server.net.NetSettings;
import dev.larder.server.net.OutputLimit;
import dev.larder.server.net.TimeLimits;
import dev.larder.server.stats.ServerStats;
import dev.larder.server.store.Store;
import java.util.List;
import java.util.Optional;

/// Carries settings to the parts they concern, at start and whenever `CONFIG SET` changes one.
public final class LiveSettings {
    private static final int HANG_UP_MS = 1_000;
    private static final int BIG_ARGUMENT_BYTES = 64 << 10;

    private static final List<String> NET =
            List.of(
                    "protected-mode",
                    "tcp-keepalive",
                    "proto-max-multibulk-len",
                    "proto-max-bulk-len",
                    "proto-inline-max-size",
                    "login-max-args",
                    "login-max-size",
                    "login-max-clients",
                    "login-timeout",
                    "client-query-buffer-limit",
                    "client-output-buffer-limit",
                    "timeout",
                    "request-timeout",
                    "output-stall-timeout");

    private static final List<String> MEMORY =
            List.of(
                    "maxmemory",
                    "max-entries",
                    "maxmemory-policy",
                    "maxmemory-samples",
                    "lfu-log-factor",
                    "lfu-decay-time");

    private static final List<String> INTERN =
            List.of("intern-values", "intern-min-bytes", "intern-max-bytes", "intern-max-memory");

    private static final List<String> LEASE =
            List.of("lease-max", "lease-max-waiters", "serve-stale");

    private static final List<String> OBSERVE =
            List.of(
                    "slowlog-log-slower-than",
                    "slowlog-max-len",
                    "latency-monitor-threshold",
                    "latency-tracking");

    private final ServerContext server;
    private volatile NetSettings net;

    /// Applies `settings` to the parts of `server`, and every later change of them.
    public LiveSettings(Settings settings, ServerContext server) {
        this.server = server;
        LarderConfig now = settings.current();
        this.net = netSettings(now);
        observe(now.observe());
        intern(now.intern());
        server.store().families().prefixes().settings(StoreSettings.prefixes(now.families()));
        lease(now.lease());
        server.store().ghosts().records(now.observe().whyMax());
        server.authentication().password(now.security().requirepass().getBytes(ISO_8859_1));
        settings.onChange(NET, (before, after) -> done(() -> net = netSettings(after)));
        settings.onChange(OBSERVE, (before, after) -> done(() -> observe(after.observe())));
        settings.onChange(INTERN, (before, after) -> done(() -> intern(after.intern())));
        settings.onChange(LEASE, (before, after) -> done(() -> lease(after.lease())));
        settings.onChange(List.of("why-max"), (before, after) -> why(after.observe()));
        settings.onChange(
                List.of("requirepass"), (before, after) -> done(() -> password(after.security())));
        settings.onChange(List.of("maxclients"), (before, after) -> clients(after));
        settings.onChange(MEMORY, (before, after) -> memory(before.memory(), after.memory()));
    }

    /// What is set about connections at present. Any thread.
    NetSettings net() {
        return net;
    }

    private static Optional<String> done(Runnable change) {
        change.run();
        return Optional.empty();
    }

    private static NetSettings netSettings(LarderConfig config) {
        ClientsConfig clients = config.clients();
        ProtocolConfig protocol = config.protocol();
        SecurityConfig security = config.security();
        return new NetSettings(
                security.protectedMode(),
                config.listen().keepaliveSeconds(),
                new ProtocolLimits(
                        protocol.argumentsMax(),
                        protocol.bulkBytesMax(),
                        protocol.inlineBytesMax(),
                        protocol.loginArgumentsMax(),
                        protocol.loginBytesMax(),
                        BIG_ARGUMENT_BYTES),
                clients.queryBufferBytes(),
                limit(clients.outputLimits().normal()),
                limit(clients.outputLimits().pubsub()),
                security.loginClientsMax(),
                new TimeLimits(
                        clients.idleTimeoutMs(),
                        clients.requestTimeoutMs(),
                        security.loginTimeoutMs(),
                        clients.outputStallTimeoutMs(),
                        HANG_UP_MS));
    }

    private static OutputLimit limit(OutputLimits.Limit limit) {
        return new OutputLimit(limit.hardBytes(), limit.softBytes(), limit.softSeconds() * 1_000L);
    }

    private void observe(ObserveConfig observe) {
        ServerStats stats = server.stats();
        stats.slowLog().slowerThanMicros(observe.slowlogMicros());
        stats.slowLog().maxLength(observe.slowlogLengthMax());
        stats.latency().thresholdMillis(observe.latencyMonitorMs());
        stats.commands().latencyTracking(observe.latencyTracking());
    }

    private void intern(InternConfig intern) {
        server.store().sharing(StoreSettings.sharing(intern));
        server.store().interned().maxBytes(intern.memoryBytes());
    }

    private void lease(LeaseConfig lease) {
        server.store().leases().settings(lease.countMax(), lease.waitersMax(), lease.servesStale());
    }

    private Optional<String> why(ObserveConfig observe) {
        try {
            server.store().ghosts().records(observe.whyMax());
            return Optional.empty();
        } catch (MemoryUnavailableException scarce) {
            return Optional.of(String.valueOf(scarce.getMessage()));
        }
    }

    private void password(SecurityConfig security) {
        server.authentication().password(security.requirepass().getBytes(ISO_8859_1));
    }

    private Optional<String> clients(LarderConfig config) {
        int countMax = config.clients().countMax();
        int possible = Descriptors.clientsMax(config.listen().ioThreads());
        if (countMax > possible) {
            return Optional.of(
                    "The operating system is not able to handle the specified number of clients,"
                            + " try with "
                            + possible);
        }
        server.sessions().countMax(countMax);
        return Optional.empty();
    }

    private Optional<String> memory(MemoryConfig before, MemoryConfig after) {
        Store store = server.store();
        if (after.limitBytes() > store.reservedBytes()) {
            return Optional.of("at most " + store.reservedBytes() + " without a restart");
        }
        if (after.limitBytes() != before.limitBytes()) {
            store.maxMemoryBytes(after.limitBytes());
        }
        store.maxEntries(after.maxEntries());
        if (!after.eviction().equals(before.eviction())) {
            store.policy(
                    StoreSettings.policy(after.eviction()),
                    StoreSettings.policySettings(after.eviction()));
        }
        return Optional.empty();
    }
}
