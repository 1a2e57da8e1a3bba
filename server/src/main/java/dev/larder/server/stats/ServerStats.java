package dev.larder.server.stats;

/// All that the server counts about itself, made once at start and handed to those who count.
///
/// @param counters the catalogue's counters
/// @param commands calls, times, failures and latencies by command
/// @param errors error replies by code
/// @param slowLog the slowest commands
/// @param latency spikes of commands and background work
/// @param rates requests and bytes a second
/// @param memoryPeak the most memory that the store ever took
/// @param health what was noticed about the server's own health
public record ServerStats(
        PaddedCounters counters,
        CommandStats commands,
        ErrorStats errors,
        SlowLog slowLog,
        LatencyMonitor latency,
        InstantaneousRates rates,
        PeakGauge memoryPeak,
        HealthNotes health) {
    /// Statistics of a server with `stripes` event loops and `commandCount` numbered commands.
    public static ServerStats create(int stripes, int commandCount) {
        var counters = new PaddedCounters(stripes);
        return new ServerStats(
                counters,
                new CommandStats(stripes, commandCount),
                new ErrorStats(),
                new SlowLog(),
                new LatencyMonitor(),
                new InstantaneousRates(counters),
                new PeakGauge(),
                new HealthNotes());
    }

    /// Samples what changes by itself; to be called about every [InstantaneousRates#SAMPLE_MILLIS] by one
    /// and the same thread.
    ///
    /// @param nowNanos a reading of the monotonic clock
    /// @param usedBytes the memory that the store takes
    public void sample(long nowNanos, long usedBytes) {
        rates.sample(nowNanos);
        memoryPeak.offer(usedBytes);
    }

    /// What `CONFIG RESETSTAT` sets back: all but slow log and spikes, which have commands of their own.
    public void reset() {
        counters.reset();
        commands.reset();
        errors.reset();
    }
}
