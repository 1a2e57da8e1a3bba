package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `MEMORY STATS`: a map of figures by the names Redis uses. See [MemoryPicture] for what they mean here.
final class MemoryStatsCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("MEMORY STATS")
                    .group(SERVER)
                    .summary("Returns where the memory is.")
                    .complexity("O(1)")
                    .since("4.0.0")
                    .tips(
                            "nondeterministic_output",
                            "request_policy:all_shards",
                            "response_policy:special")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        MemoryPicture memory = MemoryPicture.of(context);
        Map<String, Number> before = totals(memory);
        List<Integer> databases = usedDatabases(context.store());
        Map<String, Number> after = shares(memory, memory.store().entries());
        reply.map(before.size() + databases.size() + after.size());
        write(before, reply);
        databases.forEach(database -> writeDatabase(database, reply));
        write(after, reply);
    }

    private static Map<String, Number> totals(MemoryPicture memory) {
        var figures = new LinkedHashMap<String, Number>();
        figures.put("peak.allocated", memory.peakBytes());
        figures.put("total.allocated", memory.usedBytes());
        figures.put("startup.allocated", 0L);
        figures.put("replication.backlog", 0L);
        figures.put("clients.slaves", 0L);
        figures.put("clients.normal", memory.clientBytes());
        figures.put("cluster.links", 0L);
        figures.put("aof.buffer", 0L);
        figures.put("lua.caches", 0L);
        figures.put("functions.caches", 0L);
        return figures;
    }

    private static Map<String, Number> shares(MemoryPicture memory, long keys) {
        var figures = new LinkedHashMap<String, Number>();
        figures.put("overhead.total", memory.overheadBytes());
        figures.put("keys.count", keys);
        figures.put("keys.bytes-per-key", keys == 0 ? 0 : memory.usedBytes() / keys);
        figures.put("dataset.bytes", memory.datasetBytes());
        figures.put("dataset.percentage", memory.datasetPercent());
        figures.put("peak.percentage", memory.peakPercent());
        figures.put("allocator.allocated", memory.store().usedBytes());
        figures.put("allocator.active", memory.usedBytes());
        figures.put("allocator.resident", memory.usedBytes());
        figures.put("allocator-fragmentation.ratio", memory.allocatorRatio());
        figures.put("allocator-fragmentation.bytes", memory.allocatorSlackBytes());
        figures.put("allocator-rss.ratio", memory.usedBytes() == 0 ? 0.0 : 1.0);
        figures.put("allocator-rss.bytes", 0L);
        figures.put("rss-overhead.ratio", memory.residentRatio());
        figures.put("rss-overhead.bytes", memory.residentExtraBytes());
        figures.put("fragmentation", memory.residentRatio());
        figures.put("fragmentation.bytes", memory.residentExtraBytes());
        return figures;
    }

    private static List<Integer> usedDatabases(Store store) {
        var used = new ArrayList<Integer>();
        for (int database = 0; database < store.databaseCount(); database++) {
            if (store.size(database) > 0) {
                used.add(database);
            }
        }
        return used;
    }

    /// Databases share one index: what each would take of it is not kept.
    private static void writeDatabase(int database, ReplyWriter reply) {
        reply.bulk("db." + database);
        reply.map(3);
        for (String table : List.of("main", "expires", "slot-to-keys")) {
            reply.bulk("overhead.hashtable." + table);
            reply.integer(0);
        }
    }

    private static void write(Map<String, Number> figures, ReplyWriter reply) {
        figures.forEach((name, figure) -> {
            reply.bulk(name);
            if (figure instanceof Double ratio) {
                reply.decimal(ratio);
            } else {
                reply.integer(figure.longValue());
            }
        });
    }
}
