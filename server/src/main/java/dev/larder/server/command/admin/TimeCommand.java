package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;

/// `TIME`: the server's time of day.
final class TimeCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("TIME")
                    .group(SERVER)
                    .flags(LOADING, STALE, FAST)
                    .summary("Tells the server's time in seconds and microseconds.")
                    .complexity("O(1)")
                    .since("2.6.0")
                    .tips("nondeterministic_output")
                    .build();

    private static final long MICROS_PER_SECOND = 1_000_000;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long micros = context.server().clock().micros();
        reply.array(2);
        reply.bulkInteger(micros / MICROS_PER_SECOND);
        reply.bulkInteger(micros % MICROS_PER_SECOND);
    }
}
