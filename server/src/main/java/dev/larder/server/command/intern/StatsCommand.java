package dev.larder.server.command.intern;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.stats.Counter;
import dev.larder.server.stats.PaddedCounters;
import dev.larder.server.store.InternedStrings;

/// INTERN STATS: what is stored once, and how often that was asked for.
final class StatsCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("INTERN STATS")
                    .group(CommandGroup.INTERN)
                    .flags(CommandFlag.READS, CommandFlag.FAST)
                    .summary("Returns what is stored once, and how often it was asked for.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    private static final int FIELDS = 9;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        InternedStrings.Figures figures = context.store().interned().figures();
        PaddedCounters counters = context.server().stats().counters();
        reply.map(FIELDS);
        field("strings", figures.named(), reply);
        field("bytes", figures.namedBytes(), reply);
        field("bytes-saved", figures.savedBytes(), reply);
        field("hits", counters.sumSinceReset(Counter.INTERN_HITS), reply);
        field("misses", counters.sumSinceReset(Counter.INTERN_MISSES), reply);
        field("evicted", counters.sumSinceReset(Counter.INTERN_EVICTIONS), reply);
        field("idle-memory", figures.idleBytes(), reply);
        field("shared-values", figures.sharedValues(), reply);
        field("references", figures.references(), reply);
    }

    private static void field(String name, long value, ReplyWriter reply) {
        reply.bulk(name);
        reply.integer(value);
    }
}
