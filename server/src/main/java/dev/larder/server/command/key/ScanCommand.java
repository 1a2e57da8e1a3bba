package dev.larder.server.command.key;

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

/// SCAN: the keys of a database, some at a time.
final class ScanCommand implements Command {
    private static final int COUNT_DEFAULT = 10;

    private static final CommandSpec SPEC =
            CommandSpec.of("SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]")
                    .group(CommandGroup.GENERIC)
                    .flags(CommandFlag.READS)
                    .type("pattern", ArgType.PATTERN)
                    .type("count", ArgType.INTEGER)
                    .type("cursor", ArgType.INTEGER)
                    .summary("Walks over the keys of the database, some at a time.")
                    .complexity("O(1) a call, O(N) for the whole walk over N keys.")
                    .since("2.8.0")
                    .tips(
                            "nondeterministic_output",
                            "request_policy:special",
                            "response_policy:special")
                    .history("6.0.0", "`TYPE` asks for keys of one type.")
                    .build();

    private final KeyRoom room;

    ScanCommand(KeyRoom room) {
        this.room = room;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long cursor = cursor(args.slice(1));
        Slice pattern = EVERYTHING;
        long count = COUNT_DEFAULT;
        boolean wanted = true;
        for (int index = 2; index < args.count(); index += 2) {
            if (index + 1 >= args.count()) {
                throw ReplyError.SYNTAX.exception();
            }
            if (args.is(index, "COUNT")) {
                count = args.integer(index + 1);
                if (count < 1) {
                    throw ReplyError.SYNTAX.exception();
                }
            } else if (args.is(index, "MATCH")) {
                pattern = args.slice(index + 1);
            } else if (args.is(index, "TYPE")) {
                wanted = args.is(index + 1, "STRING");
            } else {
                throw ReplyError.SYNTAX.exception();
            }
        }
        try (var keys = new KeyList(wanted ? pattern : NOTHING, room)) {
            long next =
                    context.store()
                            .keyspace()
                            .scan(context.session().db(), context.nowMs(), cursor, count, keys);
            reply.array(2);
            reply.bulkInteger(next);
            keys.writeTo(reply);
        }
    }

    private static final Slice EVERYTHING = slice("*");

    /// A class of no characters matches no key.
    private static final Slice NOTHING = slice("[]");

    private static Slice slice(String pattern) {
        var slice = new Slice();
        slice.set(pattern.getBytes(StandardCharsets.ISO_8859_1), 0, pattern.length());
        return slice;
    }

    /// An unsigned number of 64 bits, in decimal.
    private static long cursor(Slice text) {
        try {
            return Long.parseUnsignedLong(text.text());
        } catch (NumberFormatException e) {
            throw ReplyError.INVALID_CURSOR.exception();
        }
    }
}
