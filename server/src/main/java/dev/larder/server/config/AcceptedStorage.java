package dev.larder.server.config;

import dev.larder.server.config.Directive.Trait;
import java.util.List;

/// Redis's settings for what Larder has not: files, replicas, clusters.
final class AcceptedStorage {
    private static final String DISK = "Larder keeps nothing on disk.";
    private static final String REPLICA = "Larder has no replicas.";
    private static final String CLUSTER = "Larder is no cluster.";
    private static final int PORT_MAX = 65_535;

    private static final List<Directive<?>> SNAPSHOTS =
            List.of(
                    Directive.of(
                            Group.COMPATIBILITY,
                            "save",
                            new SavePointsType(),
                            List.of(),
                            "When to write a snapshot. " + DISK),
                    Accepted.text("dbfilename", "dump.rdb", "The snapshot's file. " + DISK)
                            .with(Change.PROTECTED),
                    Directive.of(
                                    Group.COMPATIBILITY,
                                    "dir",
                                    new WorkingDirectoryType(),
                                    WorkingDirectoryType.HERE,
                                    "The working directory. " + DISK)
                            .with(Change.PROTECTED),
                    Accepted.flag("rdbcompression", true, "Compressed snapshots. " + DISK),
                    Accepted.flag("rdbchecksum", true, "A checksum in snapshots. " + DISK)
                            .with(Change.IMMUTABLE),
                    Accepted.flag(
                            "rdb-del-sync-files",
                            false,
                            "Delete snapshots made for replicas. " + DISK),
                    Accepted.flag("rdb-save-incremental-fsync", true, "Sync while saving. " + DISK),
                    Accepted.integer(
                                    "rdb-key-save-delay",
                                    Integer.MIN_VALUE,
                                    Integer.MAX_VALUE,
                                    0,
                                    "Slows saving down for tests. " + DISK)
                            .with(Trait.HIDDEN),
                    Accepted.integer(
                                    "key-load-delay",
                                    Integer.MIN_VALUE,
                                    Integer.MAX_VALUE,
                                    0,
                                    "Slows loading down for tests. " + DISK)
                            .with(Trait.HIDDEN),
                    Accepted.integer(
                                    "loading-process-events-interval-bytes",
                                    1_024,
                                    Integer.MAX_VALUE,
                                    2_097_152,
                                    "How often loading lets clients in. " + DISK)
                            .with(Trait.HIDDEN),
                    Accepted.flag(
                            "stop-writes-on-bgsave-error",
                            true,
                            "Refuse writes when saving fails. " + DISK),
                    Accepted.choice(
                            "sanitize-dump-payload",
                            "no",
                            "Whether payloads of RESTORE are checked. Larder always checks them.",
                            "no",
                            "yes",
                            "clients"));

    private static final List<Directive<?>> APPEND_ONLY_FILE =
            List.of(
                    Accepted.flag("appendonly", false, "An append-only file. " + DISK),
                    Accepted.text(
                                    "appendfilename",
                                    "appendonly.aof",
                                    "The append-only file. " + DISK)
                            .with(Change.IMMUTABLE),
                    Accepted.text("appenddirname", "appendonlydir", "Its directory. " + DISK)
                            .with(Change.IMMUTABLE),
                    Accepted.choice(
                            "appendfsync",
                            "everysec",
                            "When to sync it. " + DISK,
                            "everysec",
                            "always",
                            "no"),
                    Accepted.flag(
                            "no-appendfsync-on-rewrite", false, "No sync while rewriting. " + DISK),
                    Accepted.count(
                            "auto-aof-rewrite-percentage", 100, "Growth to rewrite at. " + DISK),
                    Accepted.bytes(
                            "auto-aof-rewrite-min-size", 64L << 20, "Size to rewrite at. " + DISK),
                    Accepted.flag("aof-load-truncated", true, "Load a file cut short. " + DISK),
                    Accepted.flag("aof-use-rdb-preamble", true, "Begin with a snapshot. " + DISK),
                    Accepted.flag("aof-timestamp-enabled", false, "Write times, too. " + DISK),
                    Accepted.flag(
                            "aof-rewrite-incremental-fsync", true, "Sync while rewriting. " + DISK),
                    Accepted.flag("aof-disable-auto-gc", false, "Keep old files. " + DISK)
                            .with(Trait.HIDDEN));

    private static final List<Directive<?>> REPLICATION =
            List.of(
                    Accepted.text("replicaof", "", "Larder cannot be a replica.")
                            .with(Change.FIXED)
                            .withAliases("slaveof"),
                    Accepted.text("masterauth", "", "The master's password. " + REPLICA)
                            .with(Trait.SENSITIVE),
                    Accepted.text("masteruser", "", "The user at the master. " + REPLICA)
                            .with(Trait.SENSITIVE),
                    Accepted.count("replica-priority", 100, "Order of promotion. " + REPLICA)
                            .withAliases("slave-priority"),
                    Accepted.flag("replica-serve-stale-data", true, "Serve while apart. " + REPLICA)
                            .withAliases("slave-serve-stale-data"),
                    Accepted.flag("replica-read-only", true, "Refuse writes. " + REPLICA)
                            .withAliases("slave-read-only"),
                    Accepted.flag(
                                    "replica-ignore-maxmemory",
                                    true,
                                    "Leave eviction to it. " + REPLICA)
                            .withAliases("slave-ignore-maxmemory"),
                    Accepted.flag("replica-lazy-flush", false, "Flush in background. " + REPLICA)
                            .withAliases("slave-lazy-flush"),
                    Accepted.flag("replica-announced", true, "Announce to sentinels. " + REPLICA),
                    Accepted.text("replica-announce-ip", "", "Address to announce. " + REPLICA)
                            .withAliases("slave-announce-ip"),
                    Accepted.integer(
                                    "replica-announce-port",
                                    0,
                                    PORT_MAX,
                                    0,
                                    "Port to announce. " + REPLICA)
                            .withAliases("slave-announce-port"),
                    Accepted.flag(
                            "replica-ignore-disk-write-errors",
                            false,
                            "Go on regardless. " + REPLICA),
                    Accepted.count("min-replicas-to-write", 0, "Replicas writes need. " + REPLICA)
                            .withAliases("min-slaves-to-write"),
                    Accepted.count("min-replicas-max-lag", 10, "Their greatest lag. " + REPLICA)
                            .withAliases("min-slaves-max-lag"),
                    Accepted.bytes("repl-backlog-size", 1, 1L << 20, "The backlog. " + REPLICA),
                    Accepted.integer(
                            "repl-backlog-ttl",
                            0,
                            Long.MAX_VALUE,
                            3_600,
                            "The backlog's life. " + REPLICA),
                    Accepted.integer(
                            "repl-timeout",
                            1,
                            Integer.MAX_VALUE,
                            60,
                            "When a link is lost. " + REPLICA),
                    Accepted.integer(
                                    "repl-ping-replica-period",
                                    1,
                                    Integer.MAX_VALUE,
                                    10,
                                    "How often to ping. " + REPLICA)
                            .withAliases("repl-ping-slave-period"),
                    Accepted.flag("repl-diskless-sync", true, "Sync without a file. " + REPLICA),
                    Accepted.count("repl-diskless-sync-delay", 5, "Wait for more. " + REPLICA),
                    Accepted.count(
                            "repl-diskless-sync-max-replicas", 0, "Wait for these. " + REPLICA),
                    Accepted.choice(
                            "repl-diskless-load",
                            "disabled",
                            "Load without a file. " + REPLICA,
                            "disabled",
                            "on-empty-db",
                            "swapdb"),
                    Accepted.flag("repl-disable-tcp-nodelay", false, "Fewer packets. " + REPLICA),
                    Accepted.choice(
                            "propagation-error-behavior",
                            "ignore",
                            "What errors in replicated commands do. " + REPLICA,
                            "ignore",
                            "panic",
                            "panic-on-replicas"));

    private static final List<Directive<?>> CLUSTERING =
            List.of(
                    Accepted.flag("cluster-enabled", false, CLUSTER).with(Change.FIXED),
                    Accepted.text(
                                    "cluster-config-file",
                                    "nodes.conf",
                                    "The nodes' file. " + CLUSTER)
                            .with(Change.IMMUTABLE),
                    Accepted.integer("cluster-port", 0, PORT_MAX, 0, "The bus port. " + CLUSTER)
                            .with(Change.IMMUTABLE),
                    Accepted.integer(
                            "cluster-node-timeout",
                            0,
                            Long.MAX_VALUE,
                            15_000,
                            "When a node is lost. " + CLUSTER),
                    Accepted.integer(
                                    "cluster-ping-interval",
                                    0,
                                    Long.MAX_VALUE,
                                    0,
                                    "How often to ping. " + CLUSTER)
                            .with(Trait.HIDDEN),
                    Accepted.count(
                                    "cluster-replica-validity-factor",
                                    10,
                                    "Too old to lead. " + CLUSTER)
                            .withAliases("cluster-slave-validity-factor"),
                    Accepted.count("cluster-migration-barrier", 1, "Replicas to keep. " + CLUSTER),
                    Accepted.flag(
                            "cluster-allow-replica-migration", true, "Move replicas. " + CLUSTER),
                    Accepted.flag("cluster-replica-no-failover", false, "Never lead. " + CLUSTER)
                            .withAliases("cluster-slave-no-failover"),
                    Accepted.flag(
                            "cluster-require-full-coverage", true, "All slots or none. " + CLUSTER),
                    Accepted.flag(
                            "cluster-allow-reads-when-down", false, "Reads when down. " + CLUSTER),
                    Accepted.flag(
                            "cluster-allow-pubsubshard-when-down",
                            true,
                            "Messages when down. " + CLUSTER),
                    Accepted.bytes("cluster-link-sendbuf-limit", 0, "A link's buffer. " + CLUSTER),
                    Accepted.text("cluster-announce-ip", "", "Address to announce. " + CLUSTER),
                    Accepted.text("cluster-announce-hostname", "", "Host to announce. " + CLUSTER),
                    Accepted.text(
                            "cluster-announce-human-nodename", "", "Name to announce. " + CLUSTER),
                    Accepted.integer(
                            "cluster-announce-port",
                            0,
                            PORT_MAX,
                            0,
                            "Port to announce. " + CLUSTER),
                    Accepted.integer(
                            "cluster-announce-tls-port",
                            0,
                            PORT_MAX,
                            0,
                            "Port to announce. " + CLUSTER),
                    Accepted.integer(
                            "cluster-announce-bus-port",
                            0,
                            PORT_MAX,
                            0,
                            "Port to announce. " + CLUSTER),
                    Accepted.choice(
                            "cluster-preferred-endpoint-type",
                            "ip",
                            "What clients are told. " + CLUSTER,
                            "ip",
                            "hostname",
                            "unknown-endpoint"));

    static final List<Directive<?>> ALL =
            Accepted.join(SNAPSHOTS, APPEND_ONLY_FILE, REPLICATION, CLUSTERING);

    private AcceptedStorage() {}
}
