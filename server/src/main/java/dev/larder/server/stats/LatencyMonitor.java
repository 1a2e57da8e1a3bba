package dev.larder.server.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Spikes: events that took at least `latency-monitor-threshold` milliseconds, 160 of each kind.
///
/// Off while the threshold is 0. Whoever has timed an event asks [#isSpike], one volatile read and a
/// comparison, and only then pays for [#add]. Events of one second are one sample, the longest.
public final class LatencyMonitor {
    /// Samples kept of an event; older ones are overwritten.
    static final int SAMPLES_MAX = 160;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile long spikeNanos = Long.MAX_VALUE;

    // Guarded by lock.
    private final Series[] series = new Series[LatencyEvent.values().length];

    /// One spike, or the longest of those of one second.
    ///
    /// @param unixSeconds when it was
    /// @param millis how long it took
    public record Sample(long unixSeconds, long millis) {}

    /// What is known of an event.
    ///
    /// @param event the event
    /// @param samples the samples kept, oldest first; never empty
    /// @param maxMillis the longest since the last reset, whether kept or not
    public record History(LatencyEvent event, List<Sample> samples, long maxMillis) {
        /// The newest sample.
        public Sample latest() {
            return samples.getLast();
        }
    }

    /// A monitor that is off.
    public LatencyMonitor() {
        for (int index = 0; index < series.length; index++) {
            series[index] = new Series();
        }
    }

    /// Whether anything is watched: to be asked by those who would have to read a clock for it.
    public boolean isOn() {
        return spikeNanos != Long.MAX_VALUE;
    }

    /// Whether an event that took `nanos` is to be added. Allocates nothing.
    public boolean isSpike(long nanos) {
        return nanos >= spikeNanos;
    }

    /// Adds an event; call it when [#isSpike].
    public void add(LatencyEvent event, long unixSeconds, long nanos) {
        lock.lock();
        try {
            series[event.ordinal()].add(unixSeconds, nanos / 1_000_000);
        } finally {
            lock.unlock();
        }
    }

    /// The samples of `event`, oldest first; empty if it never spiked.
    public List<Sample> samples(LatencyEvent event) {
        lock.lock();
        try {
            return series[event.ordinal()].samples();
        } finally {
            lock.unlock();
        }
    }

    /// What is known of `event`, if it spiked since the last reset.
    public Optional<History> history(LatencyEvent event) {
        lock.lock();
        try {
            Series of = series[event.ordinal()];
            return of.count == 0
                    ? Optional.empty()
                    : Optional.of(new History(event, of.samples(), of.maxMillis));
        } finally {
            lock.unlock();
        }
    }

    /// All events that spiked since the last reset.
    public List<History> histories() {
        return Arrays.stream(LatencyEvent.values())
                .map(this::history)
                .flatMap(Optional::stream)
                .toList();
    }

    /// Forgets `event`; answers whether there was anything to forget.
    public boolean reset(LatencyEvent event) {
        lock.lock();
        try {
            boolean known = series[event.ordinal()].count > 0;
            series[event.ordinal()] = new Series();
            return known;
        } finally {
            lock.unlock();
        }
    }

    /// Sets the threshold in milliseconds; 0 switches the monitor off.
    public void thresholdMillis(long millis) {
        boolean ever = millis > 0 && millis <= Long.MAX_VALUE / 1_000_000;
        spikeNanos = ever ? millis * 1_000_000 : Long.MAX_VALUE;
    }

    /// A ring of samples.
    private static final class Series {
        private final Sample[] ring = new Sample[SAMPLES_MAX];
        private int count;
        private int next;
        private long maxMillis;

        void add(long unixSeconds, long millis) {
            maxMillis = Math.max(maxMillis, millis);
            int last = (next + SAMPLES_MAX - 1) % SAMPLES_MAX;
            if (count > 0 && ring[last].unixSeconds() == unixSeconds) {
                ring[last] = new Sample(unixSeconds, Math.max(ring[last].millis(), millis));
                return;
            }
            ring[next] = new Sample(unixSeconds, millis);
            next = (next + 1) % SAMPLES_MAX;
            count = Math.min(count + 1, SAMPLES_MAX);
        }

        List<Sample> samples() {
            var samples = new ArrayList<Sample>(count);
            for (int index = 0; index < count; index++) {
                samples.add(ring[(next - count + index + SAMPLES_MAX) % SAMPLES_MAX]);
            }
            return samples;
        }
    }
}
