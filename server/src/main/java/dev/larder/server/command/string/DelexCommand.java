package dev.larder.server.command.string;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.ShardGuard;

/// DELIFEQ and DELEX: deletes a key depending on its value.
final class DelexCommand implements Command {
    static final DelexCommand DELIFEQ =
            new DelexCommand(
                    CommandSpec.of("DELIFEQ key value")
                            .group(CommandGroup.STRING)
                            .flags(CommandFlag.WRITES, CommandFlag.FAST)
                            .summary("Deletes a key if its string value equals the given one.")
                            .complexity("O(1)")
                            .since("9.0.0")
                            .build());
    static final DelexCommand DELEX =
            new DelexCommand(
                    CommandSpec.of("DELEX key [IFEQ comparison-value|IFNE comparison-value]")
                            .group(CommandGroup.STRING)
                            .flags(CommandFlag.WRITES, CommandFlag.FAST)
                            .label("IFEQ", "condition")
                            .summary(
                                    "Deletes a key, or deletes it only if its string value does or does not"
                                            + " equal the given one.")
                            .complexity("O(1)")
                            .since("8.4.0")
                            .build());

    private final CommandSpec spec;

    private DelexCommand(CommandSpec spec) {
        this.spec = spec;
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        int operand = args.count() - 1;
        boolean wantsEqual = true;
        if (this == DELEX && args.count() > 2) {
            wantsEqual = args.is(2, "IFEQ");
            if (args.count() != 4 || !wantsEqual && !args.is(2, "IFNE")) {
                throw ReplyError.SYNTAX.exception();
            }
        }
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.find();
            boolean deletes = slot != NO_SLOT;
            if (deletes && operand > 1) {
                Slice value = args.slice(operand);
                deletes =
                        wantsEqual
                                == guard.valueEquals(
                                        slot, value.array(), value.offset(), value.length());
            }
            if (deletes) {
                guard.remove();
            }
            reply.integer(deletes ? 1 : 0);
        }
    }
}
