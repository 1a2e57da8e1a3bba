package dev.larder.server.config;

import java.util.List;

/// What the server measures and remembers about itself.
///
/// @param slowlogMicros commands that take at least this long are logged; 0 all, negative none
/// @param slowlogLengthMax how many slow commands are remembered
/// @param latencyMonitorMs events that take at least this long are sampled; 0 none
/// @param latencyTracking whether to keep a histogram a command
/// @param latencyPercentiles the percentiles that `INFO` shows of them
/// @param whyMax how many ended entries are remembered
public record ObserveConfig(
        long slowlogMicros,
        int slowlogLengthMax,
        long latencyMonitorMs,
        boolean latencyTracking,
        List<Double> latencyPercentiles,
        int whyMax) {
    static ObserveConfig read(SettingValues values) {
        return new ObserveConfig(
                values.get(ObserveDirectives.SLOWLOG_LOG_SLOWER_THAN),
                (int) Math.min(values.get(ObserveDirectives.SLOWLOG_MAX_LEN), Integer.MAX_VALUE),
                values.get(ObserveDirectives.LATENCY_MONITOR_THRESHOLD),
                values.get(ObserveDirectives.LATENCY_TRACKING),
                values.get(ObserveDirectives.LATENCY_TRACKING_INFO_PERCENTILES),
                values.integer(ObserveDirectives.WHY_MAX));
    }
}
