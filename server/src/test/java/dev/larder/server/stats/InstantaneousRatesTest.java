package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.InstantaneousRates.Metric;
import org.junit.jupiter.api.Test;

final class InstantaneousRatesTest {
    private static final long SAMPLE_NANOS = InstantaneousRates.SAMPLE_MILLIS * 1_000_000;

    private final PaddedCounters counters = new PaddedCounters(2);
    private final InstantaneousRates rates = new InstantaneousRates(counters);
    private long nowNanos = -5_000_000_000L;

    @Test
    void perSecond_beforeTwoSamples_isZero() {
        counters.add(0, Counter.COMMANDS, 1_000);
        assertThat(rates.perSecond(Metric.COMMANDS)).isZero();
        sampleAfter(SAMPLE_NANOS);
        assertThat(rates.perSecond(Metric.COMMANDS)).isZero();
    }

    @Test
    void perSecond_underASteadyLoad_isThatLoad() {
        sampleAfter(SAMPLE_NANOS);
        for (int sample = 0; sample < 16; sample++) {
            counters.add(0, Counter.COMMANDS, 60);
            counters.add(1, Counter.COMMANDS, 40);
            counters.add(1, Counter.BYTES_OUT, 4096);
            sampleAfter(SAMPLE_NANOS);
        }
        assertThat(rates.perSecond(Metric.COMMANDS)).isEqualTo(1_000);
        assertThat(rates.perSecond(Metric.BYTES_OUT)).isEqualTo(40_960);
        assertThat(rates.perSecond(Metric.BYTES_IN)).isZero();
    }

    @Test
    void perSecond_afterALateSample_reckonsWithTheTimeThatPassed() {
        sampleAfter(SAMPLE_NANOS);
        for (int sample = 0; sample < 16; sample++) {
            counters.add(0, Counter.COMMANDS, 500);
            sampleAfter(5 * SAMPLE_NANOS);
        }
        assertThat(rates.perSecond(Metric.COMMANDS)).isEqualTo(1_000);
    }

    @Test
    void perSecond_afterTheLoadEnds_fallsToZeroWithinSixteenSamples() {
        sampleAfter(SAMPLE_NANOS);
        counters.add(0, Counter.COMMANDS, 1_600);
        sampleAfter(SAMPLE_NANOS);
        assertThat(rates.perSecond(Metric.COMMANDS)).isEqualTo(1_000);
        for (int sample = 0; sample < 15; sample++) {
            sampleAfter(SAMPLE_NANOS);
        }
        assertThat(rates.perSecond(Metric.COMMANDS)).isEqualTo(1_000);
        sampleAfter(SAMPLE_NANOS);
        assertThat(rates.perSecond(Metric.COMMANDS)).isZero();
    }

    @Test
    void sample_twiceAtOneTime_changesNothing() {
        sampleAfter(SAMPLE_NANOS);
        counters.add(0, Counter.COMMANDS, 1_600);
        sampleAfter(0);
        assertThat(rates.perSecond(Metric.COMMANDS)).isZero();
    }

    private void sampleAfter(long nanos) {
        nowNanos += nanos;
        rates.sample(nowNanos);
    }
}
