package dev.larder.server.command.family;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.ReplyError;
import dev.larder.server.command.TagArguments;
import dev.larder.server.store.EntryTags;
import dev.larder.server.store.ShardGuard;
import dev.larder.server.store.TagNames;

/// TAG ADD and TAG REM: change the tags of a key and nothing else of it.
final class TagChangeCommand implements Command {
    static final TagChangeCommand ADD =
            new TagChangeCommand(
                    "TAG ADD key tag [tag ...]", "Adds tags to a key; counts the new ones.", true);
    static final TagChangeCommand REM =
            new TagChangeCommand(
                    "TAG REM key tag [tag ...]", "Takes tags from a key; counts them.", false);

    /// One for each loop, used again for its next request.
    private static final ThreadLocal<TagNames> TAGS = ThreadLocal.withInitial(TagNames::new);

    private final CommandSpec spec;
    private final boolean adds;

    private TagChangeCommand(String syntax, String summary, boolean adds) {
        this.adds = adds;
        this.spec =
                CommandSpec.of(syntax)
                        .group(CommandGroup.FAMILY)
                        .flags(CommandFlag.WRITES, CommandFlag.DENYOOM, CommandFlag.FAST)
                        .keyFlags(KeyFlag.RW, KeyFlag.UPDATE)
                        .summary(summary)
                        .complexity("O(N) for N tags")
                        .since("1.0.0")
                        .build();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        TagNames tags = TAGS.get();
        TagArguments.read(args, 3, args.count() - 3, tags);
        int changed;
        try (ShardGuard guard = context.enter(args.key(2))) {
            changed = adds ? EntryTags.add(guard, tags) : EntryTags.remove(guard, tags);
        }
        if (changed == EntryTags.TOO_MANY) {
            throw ReplyError.TAG_COUNT.with("more than " + TagNames.TAGS_MAX, TagNames.TAGS_MAX);
        }
        reply.integer(Math.max(0, changed));
    }
}
