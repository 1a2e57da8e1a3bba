package dev.larder.server.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A load played into one server or several, in turn: A B A B, so that what disturbs the machine disturbs
/// all. A workload is warmed up at every server before its first round.
public final class Contest implements AutoCloseable {
    private final List<Target> targets;
    private final Plan plan;
    private final Watcher watcher;
    private final ValuePool pool;
    private final List<ServerProbe> probes = new ArrayList<>();

    private volatile boolean stopped;
    private volatile @Nullable LoadRun current;

    /// What is played.
    ///
    /// @param loads one after the other
    /// @param rounds measured of each
    /// @param warmUpSeconds before that, or 0
    /// @param fills whether all keys are written first
    public record Plan(List<Load> loads, int rounds, double warmUpSeconds, boolean fills) {
        private static final int ROUNDS_MAX = 1000;

        /// Refuses what cannot be meant.
        public Plan {
            if (rounds < 1 || rounds > ROUNDS_MAX) {
                throw new IllegalArgumentException(
                        "rounds " + rounds + " (1 to " + ROUNDS_MAX + ")");
            }
            if (!(warmUpSeconds >= 0)) {
                throw new IllegalArgumentException("warmup " + warmUpSeconds);
            }
        }
    }

    /// Sees runs begin and end.
    public interface Watcher {
        /// A run begins: what it is, and itself.
        void begins(String what, LoadRun run);

        /// It has ended.
        void ended();
    }

    /// A contest between the servers at `targets`.
    public Contest(List<Target> targets, Plan plan, Watcher watcher) {
        this.targets = List.copyOf(targets);
        this.plan = plan;
        this.watcher = watcher;
        this.pool = new ValuePool(plan.loads().getFirst().seed());
    }

    /// Connects to all servers, and fills them if that is planned.
    ///
    /// @throws BenchException if one is not there, or does not let us in
    public void open() throws BenchException {
        for (Target target : targets) {
            probes.add(ServerProbe.open(target));
        }
        if (plan.fills()) {
            Load fill = plan.loads().getFirst().fill();
            for (int server = 0; server < targets.size() && !stopped; server++) {
                Counts counts = run("fill", fill, server).counts();
                if (counts.errorCount() > 0) {
                    String error = counts.errors().keySet().iterator().next();
                    throw new BenchException(
                            targets.get(server).address() + " answers a fill with: " + error);
                }
            }
        }
    }

    /// Plays one of the loads and adds what is measured to `outcomes`, which has it also if the play fails
    /// or is stopped half-way.
    ///
    /// @throws BenchException if a server hangs up
    public void play(Load load, List<Outcome> outcomes) throws BenchException {
        var standings = new ArrayList<Standing>();
        for (int server = 0; server < targets.size(); server++) {
            standings.add(
                    new Standing(
                            targets.get(server).address(),
                            probes.get(server).description(),
                            new ArrayList<>()));
        }
        try {
            play(load, standings, load.workload().name());
        } finally {
            standings.removeIf(standing -> standing.runs().isEmpty());
            if (!standings.isEmpty()) {
                outcomes.add(new Outcome(load.workload().name(), List.copyOf(standings)));
            }
        }
    }

    private void play(Load load, List<Standing> standings, String name) throws BenchException {
        for (int server = 0; server < targets.size() && !stopped; server++) {
            if (plan.warmUpSeconds() > 0) {
                var _ = run(name + " warm-up", load.warmUp(plan.warmUpSeconds()), server);
            }
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (int server = 0; server < targets.size() && !stopped; server++) {
                standings.get(server).runs().add(run(name, load.round(round), server));
            }
        }
    }

    private RunResult run(String what, Load load, int server) throws BenchException {
        Target target = targets.get(server);
        var run = new LoadRun(load);
        current = run;
        if (stopped) {
            run.stop();
        }
        watcher.begins(targets.size() == 1 ? what : what + " " + target.address(), run);
        try {
            return run.run(target, probes.get(server), pool);
        } catch (BenchException failed) {
            throw new BenchException(target.address() + ": " + failed.getMessage(), failed);
        } finally {
            watcher.ended();
        }
    }

    /// Ends it: what was measured counts. Any thread.
    public void stop() {
        stopped = true;
        LoadRun running = current;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public void close() {
        probes.forEach(ServerProbe::close);
    }
}
