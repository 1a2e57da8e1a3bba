package dev.larder.server.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line: which commands there are, and what to say when it makes no sense.
///
/// `serve` does not go through the option parser: its options are the settings, which report all of
/// their problems at once, and a server that starts should load nothing that it does not need.
public final class LarderCli {
    private static final String NAME = "larder";
    private static final List<String> HELP = List.of("--help", "-h");

    private final Terminal terminal;
    private final Launch launch;

    /// The command line of a program, talking to `terminal`.
    public LarderCli(Terminal terminal, Launch launch) {
        this.terminal = terminal;
        this.launch = launch;
    }

    /// Does what `arguments` say, and answers with which status to end.
    public ExitCode run(List<String> arguments) {
        boolean serves = !arguments.isEmpty() && arguments.getFirst().equals(ServeCommand.NAME);
        if (!serves) {
            return parsed(arguments);
        }
        if (arguments.stream().anyMatch(HELP::contains)) {
            new CommandLine(ServeHelp.spec()).usage(terminal.out());
            return ExitCode.OK;
        }
        return new ServeCommand(terminal, launch).run(arguments.subList(1, arguments.size()));
    }

    private ExitCode parsed(List<String> arguments) {
        CommandLine commands = commands();
        if (arguments.isEmpty()) {
            commands.usage(terminal.err());
            return ExitCode.USAGE;
        }
        int status = commands.execute(arguments.toArray(String[]::new));
        for (ExitCode code : ExitCode.values()) {
            if (code.status() == status) {
                return code;
            }
        }
        return ExitCode.SOFTWARE;
    }

    /// Every command. A new one needs a line here and a class of its own.
    private CommandLine commands() {
        var root = new RootCommand(launch.version());
        var commands = new CommandLine(root);
        RootCommand.complete(commands, root);
        commands.setCommandName(NAME)
                .addSubcommand(ServeCommand.NAME, ServeHelp.spec())
                .addSubcommand("check", new CheckCommand(terminal))
                .addSubcommand("bench", new BenchCommand(terminal, launch))
                .addSubcommand("docs", new DocsCommand(terminal, launch.pages()))
                .addSubcommand("replay", new ReplayCommand(terminal, launch))
                .addSubcommand("train", new TrainCommand(launch))
                .addSubcommand(new CommandLine.HelpCommand());
        commands.setOut(new PrintWriter(terminal.out(), true, terminal.out().charset()))
                .setErr(new PrintWriter(terminal.err(), true, terminal.err().charset()))
                .setExpandAtFiles(false)
                .setUsageHelpWidth(ServeHelp.WIDTH)
                .setParameterExceptionHandler(this::misused);
        return commands;
    }

    private int misused(ParameterException misuse, String[] arguments) {
        CommandLine command = misuse.getCommandLine();
        boolean noSuchCommand =
                misuse instanceof UnmatchedArgumentException
                        && !arguments[0].startsWith("-")
                        && command.getParent() == null;
        terminal.complain(
                noSuchCommand
                        ? "there is no command '" + arguments[0] + "'"
                        : String.valueOf(misuse.getMessage()));
        UnmatchedArgumentException.printSuggestions(misuse, command.getErr());
        terminal.err().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.status();
    }
}
