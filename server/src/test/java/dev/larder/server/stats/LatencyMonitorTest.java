package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.LatencyMonitor.Sample;
import org.junit.jupiter.api.Test;

final class LatencyMonitorTest {
    private static final long MILLI = 1_000_000;

    private final LatencyMonitor monitor = new LatencyMonitor();

    @Test
    void isSpike_whileOff_isNever() {
        assertThat(monitor.isSpike(Long.MAX_VALUE - 1)).isFalse();
        monitor.thresholdMillis(5);
        monitor.thresholdMillis(0);
        assertThat(monitor.isSpike(Long.MAX_VALUE - 1)).isFalse();
    }

    @Test
    void isSpike_atTheThreshold_isTrueFromThereOn() {
        monitor.thresholdMillis(5);
        assertThat(monitor.isSpike(5 * MILLI - 1)).isFalse();
        assertThat(monitor.isSpike(5 * MILLI)).isTrue();
        monitor.thresholdMillis(Long.MAX_VALUE);
        assertThat(monitor.isSpike(5 * MILLI)).isFalse();
    }

    @Test
    void add_inOneSecond_keepsTheLongestAsOneSample() {
        monitor.add(LatencyEvent.COMMAND, 100, 7 * MILLI);
        monitor.add(LatencyEvent.COMMAND, 100, 9 * MILLI);
        monitor.add(LatencyEvent.COMMAND, 100, 8 * MILLI);
        monitor.add(LatencyEvent.COMMAND, 101, 6 * MILLI);
        assertThat(monitor.samples(LatencyEvent.COMMAND))
                .containsExactly(new Sample(100, 9), new Sample(101, 6));
        assertThat(monitor.samples(LatencyEvent.EXPIRE_CYCLE)).isEmpty();
    }

    @Test
    void add_beyondTheRing_keepsTheNewestInOrderAndTheMaximumOfAll() {
        monitor.add(LatencyEvent.EVICTION_CYCLE, 1, 900 * MILLI);
        for (int second = 2; second <= 300; second++) {
            monitor.add(LatencyEvent.EVICTION_CYCLE, second, second * MILLI);
        }
        var samples = monitor.samples(LatencyEvent.EVICTION_CYCLE);
        assertThat(samples).hasSize(LatencyMonitor.SAMPLES_MAX).isSortedAccordingTo(byTime());
        assertThat(samples.getLast()).isEqualTo(new Sample(300, 300));
        var history = monitor.histories().getFirst();
        assertThat(history.maxMillis()).isEqualTo(900);
        assertThat(history.latest()).isEqualTo(new Sample(300, 300));
    }

    @Test
    void reset_ofAnEvent_saysWhetherItWasKnown() {
        monitor.add(LatencyEvent.FAST_COMMAND, 100, MILLI);
        assertThat(monitor.reset(LatencyEvent.COMMAND)).isFalse();
        assertThat(monitor.reset(LatencyEvent.FAST_COMMAND)).isTrue();
        assertThat(monitor.reset(LatencyEvent.FAST_COMMAND)).isFalse();
        assertThat(monitor.histories()).isEmpty();
    }

    private static java.util.Comparator<Sample> byTime() {
        return java.util.Comparator.comparingLong(Sample::unixSeconds);
    }
}
