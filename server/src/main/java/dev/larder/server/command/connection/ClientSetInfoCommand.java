package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;

/// `CLIENT SETINFO`: which library the client uses.
final class ClientSetInfoCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("CLIENT SETINFO <LIB-NAME libname|LIB-VER libver>")
                    .group(CONNECTION)
                    .flags(NOSCRIPT, LOADING, STALE)
                    .label("LIB-NAME", "attr")
                    .summary("Notes the name or the version of the library that the client uses.")
                    .complexity("O(1)")
                    .since("7.2.0")
                    .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        String attribute = args.text(2);
        if (args.is(2, "LIB-NAME")) {
            context.session().libraryName(ClientText.attribute(args, 3, attribute));
        } else if (args.is(2, "LIB-VER")) {
            context.session().libraryVersion(ClientText.attribute(args, 3, attribute));
        } else {
            throw ReplyError.CLIENT_OPTION.with(attribute);
        }
        reply.ok();
    }
}
