package dev.larder.server.cli;

import dev.larder.server.bench.BenchException;
import dev.larder.server.bench.Contest;
import dev.larder.server.bench.HistogramFile;
import dev.larder.server.bench.Load;
import dev.larder.server.bench.Outcome;
import dev.larder.server.bench.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `larder bench`: sends made-up requests to a server, or to several in turn, and says what that took.
@Command(
        name = "bench",
        description = {
            "Sends made-up requests to a server that speaks the Redis protocol, and prints throughput,"
                    + " latencies, and what processor time a request took the server (if it runs on this"
                    + " machine). It writes keys of its own and deletes nothing."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final int PRINT_WITHIN_SECONDS = 5;

    private final Terminal terminal;
    private final Launch launch;
    private final CountDownLatch printed = new CountDownLatch(1);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private BenchTargets servers = new BenchTargets();

    @Mixin private BenchLoads loads = new BenchLoads();

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "none",
            description =
                    "Options that belong together; those given besides it override them. pauses: ten minutes"
                            + " at a fixed rate of what makes caches pause. Default: ${DEFAULT-VALUE}.")
    private String scenario = "";

    @Option(names = "--fill", description = "Writes every key once before anything is measured.")
    private boolean fills;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            defaultValue = "2",
            description =
                    "Seconds of the same load before the first round, not measured; with --grow, of keys"
                            + " that then expire. Default: ${DEFAULT-VALUE}.")
    private double warmUpSeconds;

    @Option(names = "--json", description = "Prints a JSON document instead of tables.")
    private boolean json;

    @Option(
            names = "--histogram",
            paramLabel = "FILE",
            description =
                    "Writes all latencies to a file: HdrHistogram's log if its name ends in .hlog, else"
                            + " tables of percentiles.")
    private Path histogram = Path.of("");

    BenchCommand(Terminal terminal, Launch launch) {
        this.terminal = terminal;
        this.launch = launch;
    }

    @Override
    public Integer call() {
        List<Target> targets;
        Contest.Plan plan;
        try {
            BenchScenario.valueOf(scenario.toUpperCase(Locale.ROOT))
                    .apply(spec, spec.commandLine().getParseResult());
        } catch (IllegalArgumentException _) {
            throw new ParameterException(
                    spec.commandLine(), "--scenario '" + scenario + "' is not pauses");
        }
        try {
            targets = servers.targets();
            plan = new Contest.Plan(loads.loads(), servers.rounds(), warmUpSeconds, fills);
        } catch (IllegalArgumentException senseless) {
            throw new ParameterException(
                    spec.commandLine(), String.valueOf(senseless.getMessage()), senseless);
        }
        try (var contest = new Contest(targets, plan, new BenchBar(terminal))) {
            launch.end().onSignal(() -> endEarly(contest));
            return play(contest, plan).status();
        } finally {
            printed.countDown();
        }
    }

    /// The process was told to end: shows what there is so far first.
    private void endEarly(Contest contest) {
        contest.stop();
        try {
            if (!printed.await(PRINT_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                terminal.complain("bench: a run did not end in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private ExitCode play(Contest contest, Contest.Plan plan) {
        var outcomes = new ArrayList<Outcome>();
        ExitCode code = ExitCode.OK;
        try {
            contest.open();
            for (Load load : plan.loads()) {
                contest.play(load, outcomes);
            }
        } catch (BenchException failed) {
            terminal.complain("bench: " + failed.getMessage());
            code = ExitCode.UNAVAILABLE;
        }
        if (outcomes.isEmpty()) {
            if (code == ExitCode.OK) {
                terminal.complain("bench: ended before anything was measured");
            }
            return code;
        }
        if (json) {
            terminal.out().println(BenchJson.of(loads.summary(), outcomes));
        } else {
            new BenchTable(terminal.out()).print(loads.summary(), outcomes);
        }
        terminal.out().flush();
        return code == ExitCode.OK ? writeHistogram(outcomes) : code;
    }

    private ExitCode writeHistogram(List<Outcome> outcomes) {
        if (histogram.toString().isEmpty()) {
            return ExitCode.OK;
        }
        try {
            HistogramFile.write(histogram, outcomes);
            return ExitCode.OK;
        } catch (IOException unwritable) {
            terminal.complain("bench: cannot write " + histogram + ": " + unwritable.getMessage());
            return ExitCode.CANNOT_CREATE;
        }
    }
}
