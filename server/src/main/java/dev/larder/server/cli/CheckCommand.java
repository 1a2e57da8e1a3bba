package dev.larder.server.cli;

import dev.larder.server.config.ConfigLoader;
import dev.larder.server.config.ConfigProblem;
import dev.larder.server.config.ConfigResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `larder check FILE`: says what is wrong with a configuration file, and starts nothing.
@Command(
        name = "check",
        description = "Says what is wrong with a configuration file, and starts nothing.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The file, in the style of redis.conf.")
    private Path file = Path.of("");

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var loader = new ConfigLoader();
        loader.file(file);
        return switch (loader.finish()) {
            case ConfigResult.Valid valid -> {
                valid.warnings().forEach(terminal.err()::println);
                terminal.out().println(file + ": valid");
                yield ExitCode.OK.status();
            }
            case ConfigResult.Invalid(List<ConfigProblem> problems) ->
                    ProblemReport.print(terminal, problems).status();
        };
    }
}
