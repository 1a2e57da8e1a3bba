package dev.larder.server.config;

/// How the process presents itself and how it ends.
///
/// @param logLevel how much is logged
/// @param logFile where to; empty for standard error
/// @param pidFile where the process id is written; empty for nowhere
/// @param shutdownTimeoutMs how long a stop waits for replies to reach their clients
public record ProcessConfig(
        LogLevel logLevel, String logFile, String pidFile, long shutdownTimeoutMs) {
    static ProcessConfig read(SettingValues values) {
        return new ProcessConfig(
                values.get(ProcessDirectives.LOGLEVEL),
                values.get(ProcessDirectives.LOGFILE),
                values.get(ProcessDirectives.PIDFILE),
                values.get(ProcessDirectives.SHUTDOWN_TIMEOUT) * 1_000);
    }
}
