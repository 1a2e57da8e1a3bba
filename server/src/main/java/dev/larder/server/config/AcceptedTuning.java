package dev.larder.server.config;

import dev.larder.server.config.Directive.Trait;
import java.util.List;

/// Redis's settings for how it works inside, and for features that are not here.
final class AcceptedTuning {
    private static final String LAYOUT = "Larder's layout does not depend on it.";
    private static final String FREE = "Larder frees in bounded steps anyway.";
    private static final String DEFRAG = "Larder always compacts, in bounded steps.";
    private static final String TLS = "Larder does not serve TLS.";
    private static final String CPUS = "Larder leaves placement to the system.";
    private static final String PROCESS = "Leave it to the service manager.";

    private static final List<Directive<?>> LAYOUTS =
            List.of(
                    size("hash-max-listpack-entries", 512).withAliases("hash-max-ziplist-entries"),
                    Accepted.bytes("hash-max-listpack-value", 64, LAYOUT)
                            .withAliases("hash-max-ziplist-value"),
                    Accepted.integer(
                                    "list-max-listpack-size",
                                    Integer.MIN_VALUE,
                                    Integer.MAX_VALUE,
                                    -2,
                                    LAYOUT)
                            .withAliases("list-max-ziplist-size"),
                    Accepted.count("list-compress-depth", 0, LAYOUT),
                    size("set-max-intset-entries", 512),
                    size("set-max-listpack-entries", 128),
                    size("set-max-listpack-value", 64),
                    size("zset-max-listpack-entries", 128).withAliases("zset-max-ziplist-entries"),
                    Accepted.bytes("zset-max-listpack-value", 64, LAYOUT)
                            .withAliases("zset-max-ziplist-value"),
                    Accepted.bytes("hll-sparse-max-bytes", 3_000, LAYOUT),
                    Accepted.bytes("stream-node-max-bytes", 4_096, LAYOUT),
                    size("stream-node-max-entries", 100),
                    Accepted.flag("activerehashing", true, "The index grows in steps anyway."));

    private static final List<Directive<?>> MEMORY =
            List.of(
                    Accepted.count(
                            "maxmemory-eviction-tenacity", 10, "Eviction works in bounded steps."),
                    Directive.of(
                            Group.COMPATIBILITY,
                            "maxmemory-clients",
                            new BytesOrPercentType(),
                            0L,
                            "Each client's buffers are bounded instead."),
                    Accepted.integer("active-expire-effort", 1, 10, 1, "Expiry is exact anyway."),
                    Accepted.flag("lazyfree-lazy-eviction", false, FREE),
                    Accepted.flag("lazyfree-lazy-expire", false, FREE),
                    Accepted.flag("lazyfree-lazy-server-del", false, FREE),
                    Accepted.flag("lazyfree-lazy-user-del", false, FREE),
                    Accepted.flag("lazyfree-lazy-user-flush", false, FREE),
                    Accepted.flag("activedefrag", false, DEFRAG),
                    Accepted.bytes("active-defrag-ignore-bytes", 1, 100L << 20, DEFRAG),
                    Accepted.integer("active-defrag-threshold-lower", 0, 1_000, 10, DEFRAG),
                    Accepted.integer("active-defrag-threshold-upper", 0, 1_000, 100, DEFRAG),
                    Accepted.integer("active-defrag-cycle-min", 1, 99, 1, DEFRAG),
                    Accepted.integer("active-defrag-cycle-max", 1, 99, 25, DEFRAG),
                    Accepted.integer(
                            "active-defrag-max-scan-fields", 1, Long.MAX_VALUE, 1_000, DEFRAG),
                    Accepted.flag("jemalloc-bg-thread", true, "Larder does not use jemalloc."),
                    Accepted.flag("disable-thp", true, "Larder chooses its pages itself.")
                            .with(Change.IMMUTABLE),
                    Accepted.choice(
                            "oom-score-adj", "no", PROCESS, "no", "yes", "relative", "absolute"),
                    Accepted.words("oom-score-adj-values", 3, "0 200 800", PROCESS));

    private static final List<Directive<?>> FEATURES =
            List.of(
                    Directive.of(
                            Group.COMPATIBILITY,
                            "notify-keyspace-events",
                            new KeyspaceEventsType(),
                            "",
                            "The events to publish. Larder publishes none."),
                    Accepted.integer(
                                    "busy-reply-threshold",
                                    0,
                                    Long.MAX_VALUE,
                                    5_000,
                                    "Larder runs no scripts.")
                            .withAliases("lua-time-limit"),
                    size("tracking-table-max-keys", 1_000_000),
                    size("acllog-max-len", 128),
                    Accepted.text("aclfile", "", "Larder has no users but the default one.")
                            .with(Change.FIXED),
                    Accepted.choice(
                            "acl-pubsub-default",
                            "resetchannels",
                            "Larder has no users but the default one.",
                            "allchannels",
                            "resetchannels"),
                    Accepted.choice(
                                    "enable-module-command",
                                    "no",
                                    "Larder loads no modules.",
                                    "no",
                                    "yes",
                                    "local")
                            .with(Change.IMMUTABLE),
                    Accepted.text("unixsocket", "", "Larder listens on TCP only.")
                            .with(Change.FIXED),
                    Accepted.text("unixsocketperm", "0", "Larder listens on TCP only.")
                            .with(Change.IMMUTABLE),
                    Accepted.text("bind-source-addr", "", "Larder opens no connections."),
                    Accepted.integer(
                                    "socket-mark-id",
                                    0,
                                    4_294_967_295L,
                                    0,
                                    "Sockets are not marked.")
                            .with(Change.IMMUTABLE));

    private static final List<Directive<?>> RUNTIME =
            List.of(
                    Accepted.count("hz", 10, "Background work follows its own clock."),
                    Accepted.flag("dynamic-hz", true, "Background work follows its own clock."),
                    Accepted.flag("io-threads-do-reads", false, "Event loops always read.")
                            .with(Change.IMMUTABLE),
                    Accepted.text("server_cpulist", "", CPUS)
                            .with(Change.AT_START)
                            .withAliases("server-cpulist"),
                    Accepted.text("bio_cpulist", "", CPUS)
                            .with(Change.AT_START)
                            .withAliases("bio-cpulist"),
                    Accepted.text("aof_rewrite_cpulist", "", CPUS)
                            .with(Change.AT_START)
                            .withAliases("aof-rewrite-cpulist"),
                    Accepted.text("bgsave_cpulist", "", CPUS)
                            .with(Change.AT_START)
                            .withAliases("bgsave-cpulist"),
                    Accepted.flag("daemonize", false, PROCESS).with(Change.IMMUTABLE),
                    Accepted.choice("supervised", "no", PROCESS, "upstart", "systemd", "auto", "no")
                            .with(Change.IMMUTABLE),
                    Accepted.flag("set-proc-title", true, "Java cannot.").with(Change.IMMUTABLE),
                    Accepted.text(
                            "proc-title-template",
                            "{title} {listen-addr} {server-mode}",
                            "Java cannot."),
                    Accepted.flag("always-show-logo", false, "There is no logo.")
                            .with(Change.IMMUTABLE),
                    Accepted.text("ignore-warnings", "", "There are none to ignore."),
                    Accepted.text("locale-collate", "", "Bytes are compared as bytes."),
                    onSignal("shutdown-on-sigint"),
                    onSignal("shutdown-on-sigterm"),
                    Accepted.flag("crash-log-enabled", true, "Java writes its own."),
                    Accepted.flag("crash-memcheck-enabled", true, "Java writes its own."),
                    Accepted.flag("use-exit-on-panic", false, "Java writes its own.")
                            .with(Trait.HIDDEN),
                    Accepted.count("watchdog-period", 0, "Java writes its own.").with(Trait.HIDDEN),
                    Accepted.flag("syslog-enabled", false, PROCESS).with(Change.IMMUTABLE),
                    Accepted.text("syslog-ident", "redis", PROCESS).with(Change.IMMUTABLE),
                    Accepted.choice(
                                    "syslog-facility",
                                    "local0",
                                    PROCESS,
                                    "user",
                                    "local0",
                                    "local1",
                                    "local2",
                                    "local3",
                                    "local4",
                                    "local5",
                                    "local6",
                                    "local7")
                            .with(Change.IMMUTABLE));

    private static final List<Directive<?>> TRANSPORT_SECURITY =
            List.of(
                    Accepted.integer("tls-port", 0, 65_535, 0, TLS).with(Change.FIXED),
                    Accepted.flag("tls-cluster", false, TLS),
                    Accepted.flag("tls-replication", false, TLS),
                    Accepted.choice("tls-auth-clients", "yes", TLS, "no", "yes", "optional"),
                    Accepted.flag("tls-prefer-server-ciphers", false, TLS),
                    Accepted.flag("tls-session-caching", true, TLS),
                    Accepted.count("tls-session-cache-size", 20_480, TLS),
                    Accepted.count("tls-session-cache-timeout", 300, TLS),
                    Accepted.text("tls-cert-file", "", TLS),
                    Accepted.text("tls-key-file", "", TLS),
                    Accepted.text("tls-key-file-pass", "", TLS).with(Trait.SENSITIVE),
                    Accepted.text("tls-client-cert-file", "", TLS),
                    Accepted.text("tls-client-key-file", "", TLS),
                    Accepted.text("tls-client-key-file-pass", "", TLS).with(Trait.SENSITIVE),
                    Accepted.text("tls-dh-params-file", "", TLS),
                    Accepted.text("tls-ca-cert-file", "", TLS),
                    Accepted.text("tls-ca-cert-dir", "", TLS),
                    Accepted.text("tls-protocols", "", TLS),
                    Accepted.text("tls-ciphers", "", TLS),
                    Accepted.text("tls-ciphersuites", "", TLS));

    static final List<Directive<?>> ALL =
            Accepted.join(LAYOUTS, MEMORY, FEATURES, RUNTIME, TRANSPORT_SECURITY);

    private AcceptedTuning() {}

    private static Directive<Long> size(String name, long defaultValue) {
        return Accepted.integer(name, 0, Long.MAX_VALUE, defaultValue, LAYOUT);
    }

    private static Directive<List<String>> onSignal(String name) {
        return Directive.of(
                Group.COMPATIBILITY,
                name,
                new FlagsType("default", List.of("save", "nosave", "now", "force")),
                List.of(),
                "Every stop drains its clients first.");
    }
}
