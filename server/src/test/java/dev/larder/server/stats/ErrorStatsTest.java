package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Allocation;
import org.junit.jupiter.api.Test;

final class ErrorStatsTest {
    private final ErrorStats stats = new ErrorStats();

    @Test
    void record_ofSeveralCodes_countsThemApartInTheOrderOfCodes() {
        stats.record("WRONGTYPE");
        stats.record("ERR");
        stats.record("WRONGTYPE");
        assertThat(stats.counts()).containsExactlyEntriesOf(sorted("ERR", 1, "WRONGTYPE", 2));
    }

    @Test
    void record_ofTooManyCodes_countsTheLaterOnesTogether() {
        for (int code = 0; code < ErrorStats.CODES_MAX + 500; code++) {
            stats.record("E" + code);
        }
        stats.record("E0");
        assertThat(stats.counts()).hasSize(ErrorStats.CODES_MAX + 1);
        assertThat(stats.counts()).containsEntry(ErrorStats.OTHER, 500L).containsEntry("E0", 2L);
    }

    @Test
    void reset_afterErrors_forgetsThem() {
        stats.record("ERR");
        stats.reset();
        assertThat(stats.counts()).isEmpty();
    }

    @Test
    void record_ofAKnownCode_allocatesNothing() {
        Runnable hundredThousand =
                () -> {
                    for (int i = 0; i < 100_000; i++) {
                        stats.record("NOAUTH");
                    }
                };
        hundredThousand.run();
        hundredThousand.run();
        assertThat(Allocation.bytesDuring(hundredThousand)).isLessThan(1_000);
    }

    private static java.util.SortedMap<String, Long> sorted(String a, long x, String b, long y) {
        return new java.util.TreeMap<>(java.util.Map.of(a, x, b, y));
    }
}
