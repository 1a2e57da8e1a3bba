package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;

/// `PING`: is anybody there?
final class PingCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("PING [message]")
                    .group(CONNECTION)
                    .flags(FAST)
                    .summary("Answers PONG, or the message if there is one.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .tips("request_policy:all_shards", "response_policy:all_succeeded")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        switch (args.count()) {
            case 1 -> reply.simple("PONG");
            case 2 -> reply.bulk(args.slice(1));
            default -> throw ReplyError.WRONG_ARITY.with(SPEC.fullName());
        }
    }
}
