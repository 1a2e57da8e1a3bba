package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.session.Sessions;
import dev.larder.server.stats.HealthNotes;
import dev.larder.server.store.Fullness;
import dev.larder.server.store.Store;
import dev.larder.server.store.StoreFigures;
import java.util.ArrayList;
import java.util.List;

/// LARDER HEALTH: whether the server should be sent requests, and if not, why.
final class LarderHealthCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("LARDER HEALTH")
                    .group(SERVER)
                    .flags(FAST, LOADING, STALE)
                    .summary(
                            "Returns whether the server should be sent requests, for readiness probes.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    private static final int FIELDS = 7;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        HealthNotes notes = context.server().stats().health();
        Sessions sessions = context.server().sessions();
        Store store = context.store();
        List<String> reasons = reasons(notes, sessions, store);
        StoreFigures figures = store.figures();
        reply.map(FIELDS);
        reply.bulk("status");
        reply.bulk(reasons.isEmpty() ? "ok" : "degraded");
        reply.bulk("reasons");
        reply.array(reasons.size());
        reasons.forEach(reply::bulk);
        reply.bulk("violation");
        if (notes.violation().isEmpty()) {
            reply.nullBulk();
        } else {
            reply.bulk(notes.violation());
        }
        field("clients", sessions.count(), reply);
        field("clients-max", sessions.countMax(), reply);
        field("memory", figures.committedBytes(), reply);
        field("memory-max", figures.limitBytes(), reply);
    }

    private static List<String> reasons(HealthNotes notes, Sessions sessions, Store store) {
        var reasons = new ArrayList<String>();
        if (notes.isDraining()) {
            reasons.add("draining");
        }
        if (!notes.violation().isEmpty()) {
            reasons.add("invariant-broken");
        }
        if (Fullness.ofMemory(store)) {
            reasons.add("memory-full");
        }
        if (Fullness.ofEntries(store)) {
            reasons.add("entries-full");
        }
        if (sessions.count() >= sessions.countMax()) {
            reasons.add("clients-full");
        }
        return reasons;
    }

    private static void field(String name, long value, ReplyWriter reply) {
        reply.bulk(name);
        reply.integer(value);
    }
}
