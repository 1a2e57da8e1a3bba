package dev.larder.server.command;

import dev.larder.protocol.resp.ReplyWriter;
import java.util.List;
import java.util.Locale;

/// A command that is only the name of a group of others: `CONFIG`, whose `GET` and `SET` do the work.
public final class ContainerCommand implements Command {
    private final CommandSpec spec;
    private final List<Command> subcommands;

    /// @param spec what is known of the group as a whole
    /// @param subcommands its members, `HELP` included
    public ContainerCommand(CommandSpec spec, Command... subcommands) {
        this.spec = spec;
        this.subcommands = List.of(subcommands);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public List<Command> subcommands() {
        return subcommands;
    }

    /// Reached when no member has the name that was given.
    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        String name = spec.fullName().toUpperCase(Locale.ROOT);
        throw ReplyError.UNKNOWN_SUBCOMMAND.with(args.text(1), name);
    }
}
