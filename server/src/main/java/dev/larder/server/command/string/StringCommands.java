package dev.larder.server.command.string;

import dev.larder.server.command.Command;
import java.util.List;

/// The string family, one line a command.
public final class StringCommands {
    /// All of them.
    public static final List<Command> ALL =
            List.of(
                    new AppendCommand(),
                    IncrCommand.DECR,
                    IncrCommand.DECRBY,
                    DelexCommand.DELEX,
                    DelexCommand.DELIFEQ,
                    new DigestCommand(),
                    new GetCommand(),
                    new GetdelCommand(),
                    new GetexCommand(),
                    GetrangeCommand.GETRANGE,
                    new GetsetCommand(),
                    IncrCommand.INCR,
                    IncrCommand.INCRBY,
                    new IncrbyfloatCommand(),
                    new MgetCommand(),
                    MsetCommand.MSET,
                    MsetCommand.MSETNX,
                    SetexCommand.PSETEX,
                    new SetCommand(),
                    SetexCommand.SETEX,
                    new SetnxCommand(),
                    new SetrangeCommand(),
                    new StrlenCommand(),
                    GetrangeCommand.SUBSTR);

    private StringCommands() {}
}
