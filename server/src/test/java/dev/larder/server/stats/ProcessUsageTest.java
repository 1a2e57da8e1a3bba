package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessUsageTest {
    private static final String STATUS =
            "Name:\tjava\nVmPeak:\t  999 kB\nVmHWM:\t   65536 kB\nVmRSS:\t   61440 kB\nThreads:\t9\n";

    @Test
    void of_whatTheKernelSays_findsMemoryAndTimes() {
        String stat = "42 (java) S 1 42 42 0 -1 4194560 100 0 3 0 1234 567 8 9 20 0 25 0 1 2 3";
        assertThat(ProcessUsage.of(STATUS, stat))
                .isEqualTo(new ProcessUsage(61440L * 1024, 65536L * 1024, 12.34, 5.67));
    }

    @Test
    void of_aProcessWithBracketsAndBlanksInItsName_isNotMisled() {
        String stat = "42 (a) b) c) S 1 42 42 0 -1 4194560 100 0 3 0 1 2 8 9 20 0 25 0 1 2 3";
        assertThat(ProcessUsage.of(STATUS, stat).userSeconds()).isEqualTo(0.01);
        assertThat(ProcessUsage.of("", stat).residentBytes()).isZero();
    }

    @Test
    void now_onLinux_isThisProcess() {
        ProcessUsage now = ProcessUsage.now();
        assertThat(now.residentBytes()).isBetween(10L << 20, 8L << 30);
        assertThat(now.residentPeakBytes()).isGreaterThanOrEqualTo(now.residentBytes());
        assertThat(now.userSeconds()).isPositive();
    }
}
