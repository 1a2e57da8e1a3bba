package dev.larder.server.cli;

import dev.larder.server.config.ConfigProblem;
import dev.larder.server.config.ConfigProblem.Kind;
import java.util.List;

/// Tells what is wrong with the settings.
final class ProblemReport {
    private ProblemReport() {}

    /// Prints a line for each of `problems` and answers with which status to end.
    static ExitCode print(Terminal terminal, List<ConfigProblem> problems) {
        for (ConfigProblem problem : problems) {
            terminal.err().println(problem.text());
        }
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        terminal.complain(count + " in the settings");
        return exitCode(problems);
    }

    private static ExitCode exitCode(List<ConfigProblem> problems) {
        if (problems.stream().anyMatch(problem -> problem.kind() == Kind.SETTING)) {
            return ExitCode.CONFIG;
        }
        boolean unreadable = problems.stream().anyMatch(problem -> problem.kind() == Kind.INPUT);
        return unreadable ? ExitCode.NO_INPUT : ExitCode.USAGE;
    }
}
