package dev.larder.server.command.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.Counter;
import dev.larder.server.testing.CommandHarness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InfoCommandTest {
    /// Every value takes its own bytes here; what sharing saves is another test's.
    private final CommandHarness server = new CommandHarness(Map.of("intern-values", "off"));

    @AfterEach
    void verify() {
        server.close();
    }

    @Test
    void info_inResp2AndResp3_isABulkAndAVerbatimText() {
        assertThat(server.run("INFO cluster"))
                .isEqualTo("$30\r\n# Cluster\r\ncluster_enabled:0\r\n\r\n");
        server.run("HELLO 3");
        assertThat(server.run("INFO cluster"))
                .isEqualTo("=34\r\ntxt:# Cluster\r\ncluster_enabled:0\r\n\r\n");
    }

    @Test
    void info_ofNothingInParticular_showsTheDefaultSectionsInOrder() {
        List<String> defaults =
                List.of(
                        "Server",
                        "Clients",
                        "Memory",
                        "Persistence",
                        "Stats",
                        "Replication",
                        "CPU",
                        "Modules",
                        "Errorstats",
                        "Cluster",
                        "Keyspace");
        assertThat(titles("INFO")).isEqualTo(defaults);
        assertThat(titles("INFO default")).isEqualTo(defaults);
        assertThat(titles("INFO DEFAULT server")).isEqualTo(defaults);
    }

    @Test
    void info_ofAllOrEverything_addsCallsAndLatencies() {
        assertThat(titles("INFO all")).contains("Commandstats", "Latencystats").hasSize(13);
        assertThat(titles("INFO Everything")).isEqualTo(titles("INFO all"));
    }

    @Test
    void info_ofSeveralSections_showsEachOnceInItsOrder() {
        assertThat(titles("INFO keyspace cpu CPU Server"))
                .containsExactly("Server", "CPU", "Keyspace");
        assertThat(titles("INFO commandstats modules")).containsExactly("Modules", "Commandstats");
    }

    @Test
    void info_ofAnUnknownSection_isEmpty() {
        assertThat(server.run("INFO nonsense")).isEqualTo("$0\r\n\r\n");
    }

    /// Programs that read Redis's report find in ours every field they know, where they know it to be,
    /// but for what nothing here counts (docs/reference/protocol.md).
    @Test
    void info_everything_hasEveryFieldOfRedis() {
        List<String> fields = fields("INFO everything");
        assertThat(fields).doesNotHaveDuplicates().containsAll(fieldsOfRedis());
    }

    @Test
    void info_everything_showsEveryCounterThatHasAField() {
        List<String> fields = fields("INFO everything");
        for (Counter counter : Counter.values()) {
            if (!counter.infoField().isEmpty()) {
                assertThat(fields).contains("Stats " + counter.infoField());
            }
        }
    }

    @Test
    void info_server_saysWhoItIs() {
        server.clock().advanceMs(3 * 86_400_000L + 5_000);
        Map<String, String> info = info("INFO server");
        assertThat(info.get("redis_version")).startsWith("7.2.");
        assertThat(info).containsKey("larder_version");
        assertThat(info.get("redis_mode")).isEqualTo("standalone");
        assertThat(info.get("run_id")).matches("[0-9a-f]{40}");
        assertThat(info.get("process_id")).isEqualTo(ProcessHandle.current().pid() + "");
        assertThat(info.get("uptime_in_seconds")).isEqualTo("259205");
        assertThat(info.get("uptime_in_days")).isEqualTo("3");
        assertThat(info.get("hz")).isEqualTo("10");
    }

    @Test
    void info_clients_countsThem() {
        CommandHarness.Client other = server.client();
        assertThat(info("INFO clients")).containsEntry("connected_clients", "2");
        server.run("MONITOR");
        assertThat(info(other, "INFO clients"))
                .containsEntry("connected_clients", "2")
                .containsEntry("blocked_clients", "0")
                .containsEntry("monitor_clients", "1");
        other.close();
        assertThat(info("INFO clients")).containsEntry("connected_clients", "1");
    }

    @Test
    void info_memory_addsUpAndFollowsTheStore() {
        long before = Long.parseLong(value("memory", "used_memory"));
        for (int number = 0; number < 2_000; number++) {
            Entries.put(server, 0, "key:" + number, "v".repeat(300));
        }
        Map<String, String> info = info("INFO memory");
        long used = Long.parseLong(info.get("used_memory"));
        assertThat(used - before).isGreaterThan(2_000 * 300);
        long parts = 0;
        for (String part : List.of("slot", "index", "timer", "blob", "part", "interned")) {
            parts += Long.parseLong(info.get("larder_" + part + "_bytes"));
        }
        assertThat(Long.parseLong(info.get("allocator_allocated"))).isEqualTo(parts);
        assertThat(
                        Long.parseLong(info.get("used_memory_dataset"))
                                + Long.parseLong(info.get("used_memory_overhead")))
                .isEqualTo(used);
        assertThat(info.get("maxmemory")).isEqualTo(String.valueOf(64L << 20));
        assertThat(info.get("maxmemory_human")).isEqualTo("64.00M");
        assertThat(info.get("maxmemory_policy")).isEqualTo("allkeys-lru");
        assertThat(info.get("used_memory_peak_perc")).matches("\\d+\\.\\d\\d%");
        assertThat(Long.parseLong(info.get("used_memory_rss"))).isGreaterThan(10L << 20);
    }

    @Test
    void info_memoryPeak_staysWhenMemoryIsGivenBack() {
        for (int number = 0; number < 5_000; number++) {
            Entries.put(server, 0, "key:" + number, "v".repeat(1_000));
        }
        long peak = Long.parseLong(value("memory", "used_memory_peak"));
        server.server().store().flush(0, 15);
        server.server().store().awaitSwept();
        assertThat(server.run("MEMORY PURGE")).isEqualTo("+OK\r\n");
        assertThat(Long.parseLong(value("memory", "used_memory"))).isLessThan(peak / 2);
        assertThat(value("memory", "used_memory_peak")).isEqualTo(peak + "");
    }

    @Test
    void info_stats_countsCommandsAndErrorsUntilTheyAreReset() {
        server.run("TIME");
        server.run("TIME");
        server.run("NOSUCHCOMMAND");
        Map<String, String> info = info("INFO stats");
        assertThat(info).containsEntry("total_commands_processed", "2");
        assertThat(info).containsEntry("total_error_replies", "1");
        assertThat(info).containsEntry("total_forks", "0").containsEntry("latest_fork_usec", "0");
        server.run("CONFIG RESETSTAT");
        assertThat(value("stats", "total_error_replies")).isEqualTo("0");
        assertThat(server.run("INFO errorstats")).isEqualTo("$14\r\n# Errorstats\r\n\r\n");
    }

    @Test
    void info_commandstats_hasALineForEachCommandCalled() {
        server.run("TIME");
        server.run("TIME");
        server.run("TIME too many");
        server.run("SLOWLOG GET -7");
        Map<String, String> info = info("INFO commandstats");
        assertThat(info.keySet()).containsExactlyInAnyOrder("cmdstat_time", "cmdstat_slowlog|get");
        assertThat(info.get("cmdstat_time"))
                .matches(
                        "calls=2,usec=\\d+,usec_per_call=\\d+\\.\\d\\d,rejected_calls=1,failed_calls=0");
        assertThat(info.get("cmdstat_slowlog|get"))
                .matches(
                        "calls=1,usec=\\d+,usec_per_call=\\d+\\.\\d\\d,rejected_calls=0,failed_calls=1");
    }

    @Test
    void info_commandstatsOfRefusedCallsAlone_isNoNumberDividedByZero() {
        server.run("TIME too many");
        assertThat(info("INFO commandstats"))
                .containsEntry(
                        "cmdstat_time",
                        "calls=0,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=0");
    }

    @Test
    void info_errorstats_countsByCode() {
        server.run("NOSUCHCOMMAND");
        server.run("TIME too many");
        assertThat(info("INFO errorstats")).containsExactly(Map.entry("errorstat_ERR", "count=2"));
    }

    @Test
    void info_latencystats_hasThePercentilesThatAreSet() {
        server.run("TIME");
        assertThat(value("latencystats", "latency_percentiles_usec_time"))
                .matches("p50=\\d+\\.\\d{3},p99=\\d+\\.\\d{3},p99\\.9=\\d+\\.\\d{3}");
        server.send("CONFIG", "SET", "latency-tracking-info-percentiles", "0.0 50.0 100.0");
        assertThat(value("latencystats", "latency_percentiles_usec_time"))
                .matches("p0=\\d+\\.\\d{3},p50=\\d+\\.\\d{3},p100=\\d+\\.\\d{3}");
        server.run("CONFIG SET latency-tracking no");
        assertThat(info("INFO latencystats")).isEmpty();
    }

    @Test
    void info_keyspace_hasALineForEachDatabaseInUse() {
        assertThat(info("INFO keyspace")).isEmpty();
        Entries.put(server, 0, "a", "1");
        Entries.put(server, 0, "b", "2", server.clock().millis() + 4_000);
        Entries.put(server, 9, "c", "3");
        assertThat(info("INFO keyspace"))
                .containsExactly(
                        Map.entry("db0", "keys=2,expires=1,avg_ttl=4000"),
                        Map.entry("db9", "keys=1,expires=0,avg_ttl=0"));
    }

    private List<String> titles(String request) {
        return server.run(request)
                .lines()
                .filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .toList();
    }

    private Map<String, String> info(String request) {
        return info(server.first(), request);
    }

    private static Map<String, String> info(CommandHarness.Client client, String request) {
        var info = new LinkedHashMap<String, String>();
        for (String line : client.run(request).lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return info;
    }

    private String value(String section, String field) {
        return Optional.ofNullable(info("INFO " + section).get(field)).orElseThrow();
    }

    private List<String> fields(String request) {
        var fields = new ArrayList<String>();
        String title = "";
        for (String line : server.run(request).lines().toList()) {
            if (line.startsWith("# ")) {
                title = line.substring(2);
            } else if (line.contains(":")) {
                fields.add(title + " " + line.substring(0, line.indexOf(':')));
            }
        }
        return fields;
    }

    private static List<String> fieldsOfRedis() {
        try (InputStream list = InfoCommandTest.class.getResourceAsStream("info-fields.txt")) {
            return new String(list.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void memory_tellsWhatAFlushLeavesAndWhatCameBack() {
        for (int key = 0; key < 500; key++) {
            server.run("SET " + key + " v");
        }
        server.run("FLUSHALL ASYNC");
        assertThat(server.run("INFO memory"))
                .contains("lazyfree_pending_objects:500\r\n")
                .contains("lazyfreed_objects:0\r\n");
        server.server().store().awaitSwept();
        assertThat(server.run("INFO memory"))
                .contains("lazyfree_pending_objects:0\r\n")
                .contains("lazyfreed_objects:500\r\n");
    }

    @Test
    void stats_haveTheTimeOfAllCommands() {
        server.server().stats().commands().record(0, 0, 3_000_000, false);
        assertThat(server.run("INFO stats")).contains("eventloop_duration_cmd_sum:3000\r\n");
    }

    @Test
    void settingsOfTheHarness_reachItsStore() {
        try (var lfu = new CommandHarness(Map.of("maxmemory-policy", "allkeys-lfu"))) {
            lfu.run("SET k v");
            assertThat(lfu.run("OBJECT FREQ k")).isEqualTo(":5\r\n");
        }
    }
}
