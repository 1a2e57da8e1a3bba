package dev.larder.server.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `larder` itself: says what commands there are.
@Command(
        name = "larder",
        description = "An LRU and interning cache server that speaks the Redis protocol.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class RootCommand implements Runnable, IVersionProvider {
    private final String version;

    @Spec private CommandSpec spec = CommandSpec.create();

    RootCommand(String version) {
        this.version = version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Larder " + version};
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /// The exit statuses, as a footer of help texts.
    static String[] exitStatuses() {
        String[] lines =
                Arrays.stream(ExitCode.values())
                        .map(code -> String.format("  %3d  %s", code.status(), code.meaning()))
                        .toArray(String[]::new);
        return new String[] {
            "", "Exit statuses:", Arrays.stream(lines).collect(Collectors.joining("%n"))
        };
    }

    /// Completes what annotations cannot say.
    static void complete(CommandLine command, RootCommand root) {
        command.getCommandSpec().versionProvider(root);
        command.getCommandSpec().usageMessage().footer(exitStatuses());
    }
}
