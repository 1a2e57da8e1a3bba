package dev.larder.server.command.string;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandSpecBuilder;
import dev.larder.server.command.Values;
import dev.larder.server.store.ShardGuard;

/// GETRANGE, and SUBSTR as it was once called: a part of a string.
final class GetrangeCommand implements Command {
    static final GetrangeCommand GETRANGE =
            new GetrangeCommand(builder("GETRANGE").since("2.4.0").build());
    static final GetrangeCommand SUBSTR =
            new GetrangeCommand(
                    builder("SUBSTR").since("1.0.0").deprecated("2.0.0", "`GETRANGE`").build());

    private final CommandSpec spec;

    private GetrangeCommand(CommandSpec spec) {
        this.spec = spec;
    }

    private static CommandSpecBuilder builder(String name) {
        return CommandSpec.of(name + " key start end")
                .group(CommandGroup.STRING)
                .flags(CommandFlag.READS)
                .summary("Returns a part of the string value of a key.")
                .complexity("O(N) where N is the length of the part.");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long start = args.integer(2);
        long end = args.integer(3);
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.touch();
            long length = slot == NO_SLOT ? 0 : guard.valueBytes(slot);
            if (start < 0 && end < 0 && start > end) {
                length = 0;
            }
            long first = start < 0 ? Math.max(0, length + start) : start;
            long last = Math.min(length - 1, end < 0 ? Math.max(0, length + end) : end);
            if (length == 0 || first > last) {
                reply.bulkSpace(0);
            } else {
                Values.reply(context, guard, first, last - first + 1, reply);
            }
        }
    }
}
