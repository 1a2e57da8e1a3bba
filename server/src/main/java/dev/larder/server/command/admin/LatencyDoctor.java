package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;
import dev.larder.server.config.ObserveConfig;
import dev.larder.server.stats.LatencyEvent;
import dev.larder.server.stats.LatencyMonitor.History;
import dev.larder.server.stats.LatencyMonitor.Sample;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the spikes seen so far suggest, in words: a line of figures for each event, then advice.
final class LatencyDoctor {
    private LatencyDoctor() {}

    static String report(CommandContext context) {
        ObserveConfig observe = context.server().settings().current().observe();
        List<History> histories = context.server().stats().latency().histories();
        if (histories.isEmpty()) {
            return observe.latencyMonitorMs() == 0
                    ? "Latency monitoring is off, and nothing was seen while it was on. To switch it"
                            + " on: CONFIG SET latency-monitor-threshold <milliseconds>.\n"
                    : "No event has taken " + observe.latencyMonitorMs() + " ms or longer.\n";
        }
        long now = context.server().clock().millis() / 1000;
        var report = new StringBuilder("Events that took too long:\n\n");
        Set<String> advice = new LinkedHashSet<>();
        for (History history : histories) {
            report.append(figures(history, now));
            advise(history.event(), observe, advice);
        }
        report.append("\nWhat to do:\n\n");
        advice.forEach(line -> report.append("- ").append(line).append('\n'));
        return report.toString();
    }

    private static String figures(History history, long now) {
        List<Sample> samples = history.samples();
        double mean = samples.stream().mapToLong(Sample::millis).average().orElse(0);
        double deviation =
                samples.stream()
                        .mapToDouble(sample -> Math.abs(sample.millis() - mean))
                        .average()
                        .orElse(0);
        double seconds = Math.max(1, now - samples.getFirst().unixSeconds());
        return String.format(
                Locale.ROOT,
                "%s: %d spikes, %.0f ms on average (mean deviation %.0f ms), one in %.1f s;"
                        + " the longest ever took %d ms.%n",
                history.event().text(),
                samples.size(),
                mean,
                deviation,
                seconds / samples.size(),
                history.maxMillis());
    }

    private static void advise(LatencyEvent event, ObserveConfig observe, Set<String> advice) {
        switch (event) {
            case COMMAND -> {
                long thresholdMicros = observe.latencyMonitorMs() * 1000;
                if (observe.slowlogMicros() < 0 || observe.slowlogMicros() > thresholdMicros) {
                    advice.add(
                            "Have the slow log catch these commands: CONFIG SET"
                                    + " slowlog-log-slower-than "
                                    + thresholdMicros);
                }
                advice.add("See which commands they are: SLOWLOG GET, LATENCY HISTOGRAM.");
                advice.add(
                        "Commands over many or large keys (KEYS, a long MGET, values of megabytes)"
                                + " hold up the clients of their event loop: ask for less at once.");
            }
            case FAST_COMMAND ->
                    advice.add(
                            "Fast commands never take this long by themselves: the process did not"
                                    + " get a processor. Look for other load on the machine, a"
                                    + " container's processor limit, swapping, and garbage collection"
                                    + " (INFO memory: java_heap_bytes).");
            case EXPIRE_CYCLE ->
                    advice.add(
                            "Many entries expire at the same moment: spread their times to live by"
                                    + " adding a random part.");
            case EVICTION_DEL ->
                    advice.add(
                            "Freeing one evicted entry takes that long: it holds a value of many"
                                    + " megabytes. Split such values.");
            case EVICTION_CYCLE ->
                    advice.add(
                            "Writes evict many entries at once: avoid single values that are large"
                                    + " against maxmemory, and lower maxmemory in small steps.");
        }
    }
}
