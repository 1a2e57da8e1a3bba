package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.READS;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ServerIdentity;
import java.util.SplittableRandom;

/// `LOLWUT`: draws a larder. Every call fills the shelves anew; `VERSION` picks one filling by its
/// number, the same each time.
final class LolwutCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("LOLWUT [VERSION version]")
                    .group(SERVER)
                    .flags(READS, FAST)
                    .summary("Draws a larder and tells the version.")
                    .complexity("O(1)")
                    .since("5.0.0")
                    .type("version", ArgType.INTEGER)
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        long seed = new SplittableRandom().nextLong();
        if (args.count() >= 3 && args.is(1, "VERSION")) {
            seed = args.integer(2);
        }
        String version =
                "Larder ver. "
                        + ServerIdentity.LARDER_VERSION
                        + " (Redis ver. "
                        + ServerIdentity.REDIS_VERSION
                        + ")\n";
        reply.verbatim("txt", LarderDrawing.draw(seed) + "\n" + version);
    }
}
