package dev.larder.server.command.admin;

import dev.larder.server.config.ObserveConfig;
import dev.larder.server.config.Settings;
import dev.larder.server.stats.ServerStats;
import java.util.List;
import java.util.Optional;

/// Lets the statistics follow the settings that are about them: the slow log's and the latency monitor's.
public final class ObserveSettings {
    private static final List<String> NAMES =
            List.of(
                    "slowlog-log-slower-than",
                    "slowlog-max-len",
                    "latency-monitor-threshold",
                    "latency-tracking");

    private ObserveSettings() {}

    /// Applies the settings in force to `stats`, and every later change of them.
    public static void follow(Settings settings, ServerStats stats) {
        apply(settings.current().observe(), stats);
        settings.onChange(
                NAMES,
                (_, after) -> {
                    apply(after.observe(), stats);
                    return Optional.empty();
                });
    }

    private static void apply(ObserveConfig observe, ServerStats stats) {
        stats.slowLog().slowerThanMicros(observe.slowlogMicros());
        stats.slowLog().maxLength(observe.slowlogLengthMax());
        stats.latency().thresholdMillis(observe.latencyMonitorMs());
        stats.commands().latencyTracking(observe.latencyTracking());
    }
}
