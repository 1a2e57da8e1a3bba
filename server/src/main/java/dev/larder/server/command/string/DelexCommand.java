package dev.larder.server.command.string;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.command.Values;
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
                    CommandSpec.of(
                                    "DELEX key [IFEQ ifeq-value|IFNE ifne-value|IFDEQ ifdeq-digest|IFDNE"
                                            + " ifdne-digest]")
                            .group(CommandGroup.STRING)
                            .flags(CommandFlag.WRITES, CommandFlag.FAST)
                            .label("IFEQ", "condition")
                            .summary(
                                    "Deletes a key, or deletes it only if its string value, or the digest"
                                            + " of that, does or does not equal the given one.")
                            .complexity(
                                    "O(1); O(N) with a digest, where N is the length of the value.")
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
        if (this == DELEX && args.count() != 2 && args.count() != 4) {
            throw ReplyError.WRONG_ARITY.with("delex");
        }
        try (ShardGuard guard = context.enter(args.key(1))) {
            int slot = guard.find();
            boolean deletes = slot != NO_SLOT && allows(guard, slot, args);
            if (deletes) {
                guard.remove();
            }
            reply.integer(deletes ? 1 : 0);
        }
    }

    private boolean allows(ShardGuard guard, int slot, Args args) {
        if (this == DELIFEQ) {
            return Values.equal(guard, slot, args, 2);
        }
        if (args.count() == 2) {
            return true;
        }
        if (args.is(2, "IFEQ")) {
            return Values.equal(guard, slot, args, 3);
        }
        if (args.is(2, "IFNE")) {
            return !Values.equal(guard, slot, args, 3);
        }
        boolean wantsEqual = args.is(2, "IFDEQ");
        if (!wantsEqual && !args.is(2, "IFDNE")) {
            throw ReplyError.DELEX_CONDITION.exception();
        }
        ValueDigest.check(args, 3);
        return wantsEqual == ValueDigest.equal(guard, slot, args, 3);
    }
}
