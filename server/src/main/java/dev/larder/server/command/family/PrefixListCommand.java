package dev.larder.server.command.family;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.PrefixFigures;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/// PREFIX LIST: what is known of all prefixes, or of those that have most of something.
final class PrefixListCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("PREFIX LIST [TOP count] [BY <HITS|MISSES|BYTES|KEYS|EVICTIONS>]")
                    .group(CommandGroup.FAMILY)
                    .flags(CommandFlag.READS)
                    .label("HITS", "order")
                    .summary("Returns what is counted of prefixes, the largest first.")
                    .complexity("O(N*log(N)) for N prefixes")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long top = Long.MAX_VALUE;
        ToLongFunction<PrefixFigures> order = PrefixFigures::hits;
        for (int index = 2; index < args.count(); index += 2) {
            if (index + 1 == args.count()) {
                throw ReplyError.SYNTAX.exception();
            }
            if (args.is(index, "TOP")) {
                top = args.integer(index + 1, 1, Long.MAX_VALUE);
            } else if (args.is(index, "BY")) {
                order = order(args, index + 1);
            } else {
                throw ReplyError.SYNTAX.exception();
            }
        }
        List<PrefixFigures> chosen =
                context.store().families().prefixes().all().stream()
                        .sorted(Comparator.comparingLong(order).reversed())
                        .limit(top)
                        .toList();
        reply.array(chosen.size());
        chosen.forEach(figures -> PrefixMap.write(figures, reply));
    }

    private static ToLongFunction<PrefixFigures> order(Args args, int index) {
        if (args.is(index, "HITS")) {
            return PrefixFigures::hits;
        }
        if (args.is(index, "MISSES")) {
            return PrefixFigures::misses;
        }
        if (args.is(index, "BYTES")) {
            return PrefixFigures::bytes;
        }
        if (args.is(index, "KEYS")) {
            return PrefixFigures::keys;
        }
        if (args.is(index, "EVICTIONS")) {
            return PrefixFigures::evictions;
        }
        throw ReplyError.SYNTAX.exception();
    }
}
