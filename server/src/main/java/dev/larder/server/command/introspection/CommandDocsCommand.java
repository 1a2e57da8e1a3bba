package dev.larder.server.command.introspection;

import static dev.larder.server.command.AclCategory.CONNECTION;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `COMMAND DOCS`: what a person needs to know to use a command, for tools such as `redis-cli`.
final class CommandDocsCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("COMMAND DOCS [command-name [command-name ...]]")
                    .group(SERVER)
                    .categories(CONNECTION)
                    .flags(LOADING, STALE)
                    .summary("Documents commands: what they do, what they take, since when.")
                    .complexity("O(N), N being the number of commands asked for")
                    .since("7.0.0")
                    .tips("nondeterministic_output_order")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        CommandTable commands = context.server().commands();
        List<CommandTable.Entry> wanted =
                args.count() == 2 ? commands.commands() : named(commands, args);
        reply.map(wanted.size());
        for (CommandTable.Entry entry : wanted) {
            reply.bulk(entry.spec().fullName());
            CommandDocs.write(entry, reply);
        }
    }

    /// Names that are none are left out.
    private static List<CommandTable.Entry> named(CommandTable commands, Args args) {
        var named = new ArrayList<CommandTable.Entry>();
        for (int index = 2; index < args.count(); index++) {
            Optional<CommandTable.Entry> entry = commands.named(args.text(index));
            entry.ifPresent(named::add);
        }
        return named;
    }
}
