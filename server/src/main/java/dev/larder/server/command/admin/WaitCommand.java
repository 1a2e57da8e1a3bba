package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandGroup.GENERIC;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;

/// `WAIT`: how many replicas have the caller's writes: none, and none will, so nobody waits.
final class WaitCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("WAIT numreplicas timeout")
                    .group(GENERIC)
                    .categories(AclCategory.CONNECTION)
                    .summary("Tells how many replicas have the writes so far: always 0, at once.")
                    .complexity("O(1)")
                    .since("3.0.0")
                    .type("numreplicas", ArgType.INTEGER)
                    .tips("request_policy:all_shards", "response_policy:agg_min")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        args.integer(1);
        long timeoutMs = args.integer(2, ReplyError.TIMEOUT_NOT_INTEGER);
        if (timeoutMs < 0) {
            throw ReplyError.TIMEOUT_NEGATIVE.exception();
        }
        reply.integer(0);
    }
}
