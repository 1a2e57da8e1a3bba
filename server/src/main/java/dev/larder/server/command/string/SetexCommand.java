package dev.larder.server.command.string;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.Expiry;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.Values;
import dev.larder.server.store.ShardGuard;

/// SETEX and PSETEX: SET with a time to live.
final class SetexCommand implements Command {
    static final SetexCommand SETEX =
            new SetexCommand("SETEX key seconds value", "2.0.0", Expiry.EX);
    static final SetexCommand PSETEX =
            new SetexCommand("PSETEX key milliseconds value", "2.6.0", Expiry.PX);

    private final CommandSpec spec;
    private final Expiry unit;

    private SetexCommand(String syntax, String since, Expiry unit) {
        this.unit = unit;
        this.spec =
                CommandSpec.of(syntax)
                        .group(CommandGroup.STRING)
                        .flags(CommandFlag.WRITES, CommandFlag.DENYOOM)
                        .keyFlags(KeyFlag.OW, KeyFlag.UPDATE)
                        .summary("Sets the string value and the time to live of a key.")
                        .complexity("O(1)")
                        .since(since)
                        .deprecated("2.6.12", "`SET` with the `" + unit.name() + "` argument")
                        .build();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long deadline = unit.deadline(context, args.integer(2));
        try (ShardGuard guard = context.enter(args.key(1))) {
            Values.reserve(guard, args, 3, deadline);
            Values.put(guard, args, 3, deadline);
        }
        reply.ok();
    }
}
