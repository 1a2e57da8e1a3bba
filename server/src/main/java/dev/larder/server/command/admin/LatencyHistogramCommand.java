package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandTable;
import dev.larder.server.stats.LatencyHistogram;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// `LATENCY HISTOGRAM`: for each command, how many calls took up to 1, 2, 4, 8 ... microseconds.
final class LatencyHistogramCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("LATENCY HISTOGRAM [command [command ...]]")
                    .group(SERVER)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                    .summary("Returns how many calls of each command took how long.")
                    .complexity("O(N) where N is the number of commands called so far")
                    .since("7.0.0")
                    .tips(
                            "nondeterministic_output",
                            "request_policy:all_nodes",
                            "response_policy:special")
                    .build();

    /// The first bound in nanoseconds: about a microsecond. Each further one is twice that before.
    private static final long FIRST_BOUND_NANOS = 1024;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        var called = new LinkedHashMap<String, LatencyHistogram>();
        if (args.count() == 2) {
            for (CommandTable.Entry entry : context.server().commands().entries()) {
                addIfCalled(context, entry, called);
            }
        }
        for (int index = 2; index < args.count(); index++) {
            context.server()
                    .commands()
                    .named(args.text(index).toLowerCase(Locale.ROOT))
                    .ifPresent(entry -> addFamily(context, entry, called));
        }
        reply.map(called.size());
        called.forEach((name, histogram) -> {
            reply.bulk(name);
            write(histogram, reply);
        });
    }

    /// A command and, of a container, its members.
    private static void addFamily(
            CommandContext context,
            CommandTable.Entry entry,
            Map<String, LatencyHistogram> called) {
        addIfCalled(context, entry, called);
        for (CommandTable.Entry subcommand : entry.subcommands()) {
            addIfCalled(context, subcommand, called);
        }
    }

    private static void addIfCalled(
            CommandContext context,
            CommandTable.Entry entry,
            Map<String, LatencyHistogram> called) {
        LatencyHistogram histogram = context.server().stats().commands().latencies(entry.number());
        if (histogram.count() > 0) {
            called.put(entry.spec().fullName(), histogram);
        }
    }

    /// The end of the bucket that `bound` begins, or the bound itself beyond the range of histograms.
    private static long micros(long bound) {
        long nanos = bound > LatencyHistogram.NANOS_MAX ? bound : LatencyHistogram.bucketEnd(bound);
        return nanos / 1000;
    }

    private static void write(LatencyHistogram histogram, ReplyWriter reply) {
        var cumulative = new LinkedHashMap<Long, Long>();
        long all = histogram.count();
        long before = 0;
        for (long bound = FIRST_BOUND_NANOS; before < all; bound *= 2) {
            long count = histogram.countUpTo(bound);
            if (count > before) {
                cumulative.put(micros(bound), count);
            }
            before = count;
        }
        reply.map(2);
        reply.bulk("calls");
        reply.integer(all);
        reply.bulk("histogram_usec");
        reply.map(cumulative.size());
        cumulative.forEach((micros, count) -> {
            reply.integer(micros);
            reply.integer(count);
        });
    }
}
