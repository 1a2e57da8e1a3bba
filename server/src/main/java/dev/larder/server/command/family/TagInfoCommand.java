package dev.larder.server.command.family;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.store.Families;

/// TAG INFO: what is known of one tag.
final class TagInfoCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("TAG INFO tag")
                    .group(CommandGroup.FAMILY)
                    .flags(CommandFlag.READS, CommandFlag.FAST)
                    .summary("Returns how many keys have a tag, and in how many combinations.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .build();

    private static final int FIELDS = 3;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        Slice tag = args.slice(2);
        Families families = context.store().families();
        int entries = families.tagged(tag);
        if (entries == 0) {
            reply.nullBulk();
            return;
        }
        reply.map(FIELDS);
        reply.bulk("tag");
        reply.bulk(tag.array(), tag.offset(), tag.length());
        reply.bulk("keys");
        reply.integer(entries);
        reply.bulk("combinations");
        reply.integer(families.combinations(tag));
    }
}
