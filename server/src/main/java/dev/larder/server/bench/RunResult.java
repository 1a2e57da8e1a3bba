package dev.larder.server.bench;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/// What one run measured.
///
/// @param requests that got a reply
/// @param nanos from the first request to the last reply
/// @param latencies in nanoseconds
/// @param counts what else was counted
/// @param longestAtNanos how long after the beginning the longest wait began
/// @param server what the server says it did meanwhile
public record RunResult(
        long requests,
        long nanos,
        Histogram latencies,
        Counts counts,
        long longestAtNanos,
        ServerWork server) {
    private static final double NANOS_A_SECOND = 1e9;

    /// Requests a second.
    public double throughput() {
        return nanos == 0 ? 0 : requests * NANOS_A_SECOND / nanos;
    }

    /// The server's processor time for a request, in microseconds; empty if its process is not here.
    public OptionalDouble cpuMicros() {
        OptionalLong cpu = server.cpuNanos();
        return cpu.isEmpty() || requests == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(cpu.getAsLong() / 1e3 / requests);
    }

    /// The latency that so many percent of the requests did not exceed, in milliseconds.
    public double percentileMs(double percent) {
        return latencies.getValueAtPercentile(percent) / 1e6;
    }

    /// The longest wait, in milliseconds.
    public double longestMs() {
        return latencies.getMaxValue() / 1e6;
    }

    /// Hits among look-ups, 0 to 1; empty if nothing was looked up.
    public OptionalDouble hitRatio() {
        long all = counts.hits() + counts.misses();
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) counts.hits() / all);
    }

    /// Bytes of requests a second.
    public double sentRate() {
        return nanos == 0 ? 0 : counts.bytesSent() * NANOS_A_SECOND / nanos;
    }

    /// Bytes of replies a second.
    public double receivedRate() {
        return nanos == 0 ? 0 : counts.bytesReceived() * NANOS_A_SECOND / nanos;
    }
}
