package dev.larder.server.command.family;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.TagArguments;
import dev.larder.server.store.TagNames;

/// TAG INVALIDATE: all keys with a tag are gone at one moment.
final class TagInvalidateCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("TAG INVALIDATE tag [tag ...] [SOFT]")
                    .group(CommandGroup.FAMILY)
                    .flags(CommandFlag.WRITES, CommandFlag.FAST)
                    .summary("Invalidates all keys with a tag; counts them.")
                    .complexity("O(N) for N tags, whatever the number of keys")
                    .since("1.0.0")
                    .build();

    /// One for each loop, used again for its next request.
    private static final ThreadLocal<TagNames> TAGS = ThreadLocal.withInitial(TagNames::new);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        int last = args.count() - 1;
        boolean isSoft = last > 2 && args.is(last, "SOFT");
        int count = args.count() - 2 - (isSoft ? 1 : 0);
        TagNames tags = TAGS.get();
        TagArguments.read(args, 2, count, tags);
        reply.integer(context.store().families().invalidateTags(context.stripe(), tags, isSoft));
    }
}
