package dev.larder.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class RateScheduleTest {
    private static final long START = 1_000_000_007L;

    @Test
    void dueAt_ofOneThread_isEvenlySpaced() {
        RateSchedule schedule = RateSchedule.of(1_000, START, 0, 1);
        assertThat(schedule.dueAt(0)).isEqualTo(START);
        assertThat(schedule.dueAt(1)).isEqualTo(START + 1_000_000);
        assertThat(schedule.dueAt(999)).isEqualTo(START + 999_000_000L);
    }

    @Test
    void dueAt_ofSeveralThreads_takesTurns() {
        var dates = new TreeSet<Long>();
        for (int thread = 0; thread < 3; thread++) {
            RateSchedule schedule = RateSchedule.of(1_000, START, thread, 3);
            for (int number = 0; number < 100; number++) {
                dates.add(schedule.dueAt(number));
            }
        }
        assertThat(dates).hasSize(300);
        long expected = START;
        for (long date : dates) {
            assertThat(date).isEqualTo(expected);
            expected += 1_000_000;
        }
    }

    @Test
    void dueAt_afterAWeek_hasNotDrifted() {
        RateSchedule schedule = RateSchedule.of(30_000, START, 1, 2);
        long week = 7L * 86_400;
        long due = schedule.dueAt(week * 15_000) - START;
        assertThat((double) due).isCloseTo(week * 1e9, within(100_000.0));
    }

    @Test
    void dueAt_ofAConnection_isThatOfItsTurnInTheThread() {
        RateSchedule schedule = RateSchedule.of(10_000, START, 1, 2);
        assertThat(schedule.dueAt(4, 3, 10)).isEqualTo(schedule.dueAt(43));
    }
}
