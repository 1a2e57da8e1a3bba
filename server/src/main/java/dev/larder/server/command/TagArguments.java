package dev.larder.server.command;

import dev.larder.server.store.TagNames;

/// Tags among the arguments of a request.
public final class TagArguments {
    private TagArguments() {}

    /// Puts into `tags` what `count` arguments from `from` on name, which is borrowed. An error if that is too much.
    public static void read(Args args, int from, int count, TagNames tags) {
        tags.clear();
        if (count > TagNames.TAGS_MAX) {
            throw ReplyError.TAG_COUNT.with(count, TagNames.TAGS_MAX);
        }
        for (int index = from; index < from + count; index++) {
            long length = args.length(index);
            if (length < 1 || length > TagNames.TAG_BYTES_MAX) {
                throw ReplyError.TAG_LENGTH.with(length, TagNames.TAG_BYTES_MAX);
            }
            tags.add(args.slice(index));
        }
    }
}
