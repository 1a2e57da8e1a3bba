package dev.larder.server.cli;

import dev.larder.server.config.ConfigLoader;
import dev.larder.server.config.ConfigProblem;
import dev.larder.server.config.ConfigResult;
import dev.larder.server.config.OptionList;
import dev.larder.server.config.ProcessConfig;
import dev.larder.server.config.Settings;
import dev.larder.server.logging.Logging;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `larder serve [FILE] [--setting value ...]`: reads the settings, starts the server, and waits for its
/// end.
final class ServeCommand {
    static final String NAME = "serve";

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Terminal terminal;
    private final Launch launch;

    ServeCommand(Terminal terminal, Launch launch) {
        this.terminal = terminal;
        this.launch = launch;
    }

    /// Returns when the server has stopped, with the status to end with.
    ExitCode run(List<String> arguments) {
        var options = OptionList.parse(arguments);
        if (options.words().size() > 1) {
            terminal.complain(
                    "serve: unexpected argument '"
                            + options.words().get(1)
                            + "': one file at most, and a value of several words is one argument"
                            + " (--bind \"127.0.0.1 ::1\")");
            return ExitCode.USAGE;
        }
        var loader = new ConfigLoader();
        try {
            options.words().forEach(file -> loader.file(Path.of(file)));
        } catch (InvalidPathException invalid) {
            terminal.complain("serve: no file name: " + invalid.getMessage());
            return ExitCode.USAGE;
        }
        loader.environment(terminal.environment());
        loader.options(options);
        return switch (loader.finish()) {
            case ConfigResult.Valid(Settings settings, List<String> warnings) ->
                    start(settings, warnings);
            case ConfigResult.Invalid(List<ConfigProblem> problems) ->
                    ProblemReport.print(terminal, problems);
        };
    }

    private ExitCode start(Settings settings, List<String> warnings) {
        ProcessConfig process = settings.current().process();
        try {
            Logging.follow(settings);
        } catch (IOException unwritable) {
            return cannotWrite(process.logFile(), unwritable);
        }
        RunningServer server;
        try {
            server = launch.starter().start(settings);
        } catch (StartFailedException failure) {
            terminal.complain(String.valueOf(failure.getMessage()));
            return failure.exitCode();
        }
        try {
            PidFile pidFile = PidFile.write(process.pidFile());
            for (String warning : warnings) {
                LOG.atWarn().addKeyValue("note", warning).log("settings");
            }
            return attend(server, settings, pidFile);
        } catch (IOException unwritable) {
            server.stop();
            return cannotWrite(process.pidFile(), unwritable);
        }
    }

    private ExitCode cannotWrite(String file, IOException unwritable) {
        terminal.complain("cannot write " + file + ": " + unwritable);
        return ExitCode.CANNOT_CREATE;
    }

    /// Waits for the end, whoever brings it: a client's SHUTDOWN, or a signal.
    private ExitCode attend(RunningServer server, Settings settings, PidFile pidFile) {
        Runnable finish =
                () -> {
                    server.stop();
                    pidFile.delete();
                };
        launch.end().onSignal(finish);
        Banner.print(terminal.out(), launch.version(), server, settings.current());
        LOG.atInfo().addKeyValue("transport", server.transport()).log("ready");
        try {
            server.awaitStop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        finish.run();
        return ExitCode.OK;
    }
}
