package dev.larder.server.command.family;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import java.util.ArrayList;
import java.util.List;

/// PREFIX INVALIDATE: all keys with a prefix are gone at one moment.
final class PrefixInvalidateCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("PREFIX INVALIDATE prefix [prefix ...] [SOFT]")
                    .group(CommandGroup.FAMILY)
                    .flags(CommandFlag.WRITES, CommandFlag.FAST)
                    .summary("Invalidates all keys with a prefix; counts them.")
                    .complexity(
                            "O(N) for N prefixes, deeper ones included; whatever the number of keys")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        int last = args.count() - 1;
        boolean isSoft = last > 2 && args.is(last, "SOFT");
        List<byte[]> names = new ArrayList<>();
        for (int index = 2; index < (isSoft ? last : args.count()); index++) {
            byte[] name = PrefixNaming.bytes(args, index);
            PrefixNaming.check(context.store().families().prefixes(), name);
            names.add(name);
        }
        reply.integer(
                context.store().families().invalidatePrefixes(context.stripe(), names, isSoft));
    }
}
