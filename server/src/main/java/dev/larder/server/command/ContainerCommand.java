package dev.larder.server.command;

import dev.larder.protocol.resp.ReplyWriter;
import java.util.ArrayList;
import java.util.List;

/// A command that is only the name of a group of others: `CONFIG`, whose `GET` and `SET` do the work.
public final class ContainerCommand implements Command {
    private final CommandSpec spec;
    private final List<Command> subcommands;

    /// @param spec what is known of the group as a whole, begun with [CommandSpec#container]
    /// @param subcommands its members, `HELP` included
    public ContainerCommand(CommandSpec spec, Command... subcommands) {
        this(spec, List.of(subcommands));
    }

    private ContainerCommand(CommandSpec spec, List<Command> subcommands) {
        this.spec = spec;
        this.subcommands = subcommands;
        for (Command subcommand : subcommands) {
            List<String> names = subcommand.spec().names();
            if (names.size() != 2 || !names.getFirst().equals(spec.name())) {
                throw new IllegalArgumentException(
                        subcommand.spec().fullName() + " is no subcommand of " + spec.name());
            }
        }
    }

    /// A container whose `HELP` is made from the specs of its `subcommands`, in their order.
    ///
    /// @param helpSince the version that first had the `HELP`
    public static ContainerCommand withHelp(
            CommandSpec spec, String helpSince, Command... subcommands) {
        var all = new ArrayList<>(List.of(subcommands));
        all.add(HelpCommand.of(spec, helpSince, subcommands));
        return new ContainerCommand(spec, List.copyOf(all));
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public List<Command> subcommands() {
        return subcommands;
    }

    /// Never called: the dispatcher runs members only, and a container alone has too few arguments.
    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        throw new IllegalStateException(spec.fullName() + " does nothing by itself");
    }
}
