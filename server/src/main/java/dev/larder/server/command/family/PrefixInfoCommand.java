package dev.larder.server.command.family;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.store.PrefixFigures;
import dev.larder.server.store.Prefixes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// PREFIX INFO: what is known of one prefix.
final class PrefixInfoCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("PREFIX INFO prefix")
                    .group(CommandGroup.FAMILY)
                    .flags(CommandFlag.READS, CommandFlag.FAST)
                    .summary("Returns what is counted of the keys with a prefix.")
                    .complexity("O(N) for N deeper prefixes")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        Prefixes prefixes = context.store().families().prefixes();
        byte[] name = PrefixNaming.bytes(args, 2);
        if (new String(name, StandardCharsets.ISO_8859_1).equals(PrefixFigures.OTHER)) {
            PrefixMap.write(prefixes.others(), reply);
            return;
        }
        PrefixNaming.check(prefixes, name);
        Optional<PrefixFigures> figures = prefixes.figures(name);
        if (figures.isPresent()) {
            PrefixMap.write(figures.get(), reply);
        } else {
            reply.nullBulk();
        }
    }
}
