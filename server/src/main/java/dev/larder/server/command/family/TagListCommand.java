package dev.larder.server.command.family;

import dev.larder.protocol.bytes.Glob;
import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// TAG LIST: the tags that keys have, some at a time.
final class TagListCommand implements Command {
    private static final int COUNT_DEFAULT = 10;

    /// The most that is collected in one go.
    private static final int COUNT_MAX = 10_000;

    private static final CommandSpec SPEC =
            CommandSpec.of("TAG LIST [cursor] [MATCH pattern] [COUNT count]")
                    .group(CommandGroup.FAMILY)
                    .flags(CommandFlag.READS)
                    .type("pattern", ArgType.PATTERN)
                    .summary("Walks over the tags that keys have, some at a time.")
                    .complexity("O(1) a call, O(N) for the whole walk over N tags.")
                    .since("1.0.0")
                    .tips("nondeterministic_output")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        boolean hasCursor = args.count() % 2 == 1;
        long cursor = hasCursor ? args.integer(2, ReplyError.INVALID_CURSOR) : 0;
        if (cursor < 0) {
            throw ReplyError.INVALID_CURSOR.exception();
        }
        String pattern = "*";
        int count = COUNT_DEFAULT;
        for (int index = hasCursor ? 3 : 2; index < args.count(); index += 2) {
            if (args.is(index, "MATCH")) {
                pattern = args.text(index + 1);
            } else if (args.is(index, "COUNT")) {
                count = (int) Math.min(COUNT_MAX, args.integer(index + 1, 1, Long.MAX_VALUE));
            } else {
                throw ReplyError.SYNTAX.exception();
            }
        }
        Slice glob = new Slice();
        byte[] bytes = pattern.getBytes(StandardCharsets.ISO_8859_1);
        glob.set(bytes, 0, bytes.length);
        List<byte[]> names = new ArrayList<>();
        long next =
                context.store()
                        .families()
                        .walkTags(cursor, count, name -> addIf(name, glob, names));
        reply.array(2);
        reply.bulkInteger(next);
        reply.array(names.size());
        names.forEach(reply::bulk);
    }

    private static void addIf(byte[] name, Slice glob, List<byte[]> names) {
        if (Glob.matches(glob.array(), 0, glob.length(), name, 0, name.length, false)) {
            names.add(name);
        }
    }
}
