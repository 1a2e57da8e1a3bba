package dev.larder.server.cli;

import dev.larder.client.LarderException;
import dev.larder.server.cli.ReplayTarget.Target;
import dev.larder.server.replay.Cache;
import dev.larder.server.replay.Replay;
import dev.larder.server.replay.ReplayException;
import dev.larder.server.replay.ReplayResult;
import dev.larder.server.replay.Requests;
import dev.larder.server.replay.TraceFile;
import dev.larder.server.replay.TraceFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder replay FILE...`: plays recorded requests into a cache and says how many it could answer.
@Command(
        name = "replay",
        description = {
            "Plays recorded requests into a cache over a socket, each file into an empty one: a request"
                    + " looks its key up, and fills it in if it is missing. Says how many were hits.",
            "Without --connect the cache is a server of its own in this process."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final String AUTO = "auto";
    private static final int TOGETHER_MAX = 10_000;

    private final Terminal terminal;
    private final Launch launch;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Traces; .gz and .xz, too.")
    private List<Path> files = List.of();

    @Mixin private ReplayTarget target = new ReplayTarget();

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = AUTO,
            description =
                    "How the files are written: auto, lirs, arc, adapt_size, libcachesim, int32 or int64."
                            + " Default: ${DEFAULT-VALUE}, by name and content.")
    private String format = AUTO;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Plays only the first N requests of each file.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--pipeline",
            paramLabel = "N",
            defaultValue = "512",
            description = "Requests that travel together, 1 to 10000. Default: ${DEFAULT-VALUE}.")
    private int together = 1;

    ReplayCommand(Terminal terminal, Launch launch) {
        this.terminal = terminal;
        this.launch = launch;
    }

    @Override
    public Integer call() {
        target.check(spec);
        check("--limit", limit > 0);
        check("--pipeline", together > 0 && together <= TOGETHER_MAX);
        Optional<TraceFormat> known = knownFormat();
        var table = new ReplayTable(terminal.out());
        try {
            for (Path file : files) {
                TraceFile trace =
                        known.isPresent() ? new TraceFile(file, known.get()) : TraceFile.at(file);
                play(trace, table);
            }
            return ExitCode.OK.status();
        } catch (IOException unreadable) {
            return failed(unreadable, ExitCode.NO_INPUT);
        } catch (ReplayException | LarderException refused) {
            return failed(refused, ExitCode.UNAVAILABLE);
        } catch (StartFailedException failure) {
            return failed(failure, failure.exitCode());
        }
    }

    private int failed(Exception failure, ExitCode code) {
        terminal.complain("replay: " + failure.getMessage());
        return code.status();
    }

    @SuppressWarnings("try") // the bar is taken away before its row is printed
    private void play(TraceFile trace, ReplayTable table)
            throws IOException, ReplayException, StartFailedException {
        long entries = target.entries(trace, limit);
        try (Target cache = target.open(launch, entries);
                Requests requests = trace.open()) {
            table.add(trace, entries, play(requests, cache.cache(), trace));
        }
    }

    private ReplayResult play(Requests requests, Cache cache, TraceFile trace)
            throws IOException, ReplayException {
        try (ReplayBar bar = ReplayBar.of(terminal, trace, limit)) {
            return new Replay(cache, together).play(requests, limit, bar::at);
        }
    }

    private Optional<TraceFormat> knownFormat() {
        Optional<TraceFormat> known = TraceFormat.labelled(format);
        if (known.isEmpty() && !format.equals(AUTO)) {
            String labels =
                    Arrays.stream(TraceFormat.values())
                            .map(TraceFormat::label)
                            .collect(Collectors.joining(", "));
            throw new ParameterException(
                    spec.commandLine(),
                    "--format '" + format + "' is not one of " + AUTO + ", " + labels);
        }
        return known;
    }

    private void check(String option, boolean sane) {
        if (!sane) {
            throw new ParameterException(spec.commandLine(), option + " is out of range");
        }
    }
}
