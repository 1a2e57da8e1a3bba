package dev.larder.server.store.expire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.check.InvariantViolation;
import dev.larder.server.testing.Allocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimerWheelTest {
    private static final long NOW = 1_800_000_000_123L;
    private static final long TICK_MS = 16;
    private static final long SECOND_MS = 1000;
    private static final long HOUR_MS = 3600 * SECOND_MS;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final long YEAR_MS = 365 * DAY_MS;
    private static final int PLENTY = Integer.MAX_VALUE;

    private final ListedEntries entries = new ListedEntries(1 << 20);
    private final TimerWheel wheel = new TimerWheel(entries, NOW);
    private final List<Integer> expired = new ArrayList<>();

    @AfterEach
    void verify() {
        wheel.verify();
    }

    @Test
    void advance_atTheDeadlineAndATick_expiresTheEntry() {
        add(7, NOW + 1000);
        advance(NOW + 999);
        assertThat(expired).isEmpty();
        advance(NOW + 1000 + TICK_MS);
        assertThat(expired).containsExactly(7);
        assertThat(wheel.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                15,
                16,
                17,
                511,
                512,
                1023,
                1024,
                1025,
                16_383,
                16_384,
                32_768,
                1_048_576,
                HOUR_MS,
                DAY_MS,
                30 * DAY_MS,
                YEAR_MS,
                397 * DAY_MS,
                398 * DAY_MS,
                12 * YEAR_MS
            })
    void advance_inSmallAndLargeSteps_isNeverEarlyAndATickLateAtMost(long ttlMs) {
        for (long stepMs : new long[] {Math.max(1, ttlMs / 1000), Math.max(1, ttlMs / 7), ttlMs}) {
            long from = NOW + ttlMs;
            long deadline = from + ttlMs;
            advance(from);
            add(1, deadline);
            for (long now = from; now < deadline; now += Math.max(1, stepMs)) {
                advance(now);
            }
            advance(deadline - 1);
            assertThat(expired).as("before the deadline, steps of %d", stepMs).isEmpty();
            advance(deadline + TICK_MS);
            assertThat(expired).as("a tick after it, steps of %d", stepMs).containsExactly(1);
            expired.clear();
            advance(NOW);
        }
    }

    @Test
    void add_withAPassedDeadline_expiresWithTheNextTick() {
        advance(NOW + HOUR_MS);
        add(1, NOW - YEAR_MS);
        add(2, 0);
        advance(NOW + HOUR_MS + TICK_MS);
        assertThat(expired).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void add_withTheLatestDeadlineThereIs_staysQueuedForCenturies() {
        long deadline = 1L << 47;
        add(1, deadline);
        for (long now = NOW; now < deadline; now += 100 * YEAR_MS) {
            advance(now);
            wheel.verify();
        }
        assertThat(expired).isEmpty();
        advance(deadline + TICK_MS);
        assertThat(expired).containsExactly(1);
    }

    @Test
    void remove_ofFirstMiddleAndLast_leavesTheOthers() {
        for (int slot = 0; slot < 5; slot++) {
            add(slot, NOW + HOUR_MS);
        }
        for (int slot : new int[] {4, 2, 0}) {
            wheel.remove(slot);
            wheel.verify();
        }
        advance(NOW + HOUR_MS + TICK_MS);
        assertThat(expired).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void rescheduled_later_touchesNothingAndExpiresAtTheNewDeadline() {
        add(1, NOW + SECOND_MS);
        entries.touches = 0;
        reschedule(1, NOW + HOUR_MS);
        assertThat(entries.touches).isZero();
        advance(NOW + HOUR_MS - 1);
        assertThat(expired).isEmpty();
        advance(NOW + HOUR_MS + TICK_MS);
        assertThat(expired).containsExactly(1);
    }

    @Test
    void rescheduled_earlier_expiresAtTheNewDeadline() {
        add(1, NOW + YEAR_MS);
        reschedule(1, NOW + SECOND_MS);
        advance(NOW + SECOND_MS + TICK_MS);
        assertThat(expired).containsExactly(1);
    }

    @Test
    void moved_firstMiddleAndLast_keepsTheQueue() {
        for (int slot = 0; slot < 3; slot++) {
            add(slot, NOW + HOUR_MS);
        }
        for (int slot = 0; slot < 3; slot++) {
            entries.copy(slot, slot + 10);
            wheel.moved(slot, slot + 10);
            wheel.verify();
        }
        advance(NOW + HOUR_MS + TICK_MS);
        assertThat(expired).containsExactlyInAnyOrder(10, 11, 12);
    }

    @Test
    void advance_withASinkThatKeepsTheEntry_saysSo() {
        add(1, NOW);
        assertThatThrownBy(() -> wheel.advance(NOW + 1000, PLENTY, slot -> {}))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageStartingWith("X1: slot 1 expired, but was not removed");
    }

    @Test
    void nextDueMs_ofAnEmptyWheel_isNever() {
        assertThat(wheel.nextDueMs()).isEqualTo(TimerWheel.NEVER);
        add(1, NOW + SECOND_MS);
        assertThat(wheel.nextDueMs()).isLessThanOrEqualTo(NOW + SECOND_MS + TICK_MS);
        wheel.remove(1);
        assertThat(wheel.nextDueMs()).isEqualTo(TimerWheel.NEVER);
    }

    @Test
    void nextDueMs_followedFromOneToTheNext_wakesAFewTimesAnEntry() {
        add(1, NOW + 300 * DAY_MS);
        int wakes = 0;
        while (wheel.size() > 0) {
            long due = wheel.nextDueMs();
            assertThat(wheel.advance(due - 1, PLENTY, this::expire)).as("too early").isZero();
            assertThat(wheel.advance(due, PLENTY, this::expire)).as("in time").isPositive();
            wakes++;
        }
        assertThat(expired).containsExactly(1);
        assertThat(wakes).isLessThanOrEqualTo(6);
    }

    @Test
    void advance_afterTheClockLeaptAYearAhead_takesAStepOrTwoAnEntry() {
        int count = 10_000;
        long far = NOW + YEAR_MS;
        for (int slot = 0; slot < count; slot++) {
            add(slot, slot % 2 == 0 ? NOW + slot * 7919L : far + slot * 7919L);
        }
        int work = advance(far - SECOND_MS);
        assertThat(expired).hasSize(count / 2);
        assertThat(work).isLessThanOrEqualTo(count / 2 + 4 * count / 2);
        assertThat(wheel.size()).isEqualTo(count / 2);
    }

    @Test
    void advance_afterTheClockLeaptAMillenniumAhead_takesAStepAYearOfAParkedEntry() {
        add(1, NOW + 1001 * YEAR_MS);
        assertThat(advance(NOW + 1000 * YEAR_MS)).isLessThanOrEqualTo(1000);
        assertThat(expired).isEmpty();
        advance(NOW + 1001 * YEAR_MS + TICK_MS);
        assertThat(expired).containsExactly(1);
    }

    @Test
    void advance_afterTheClockWentBack_keepsOldAndNewDeadlines() {
        add(1, NOW + HOUR_MS);
        add(2, NOW + 2 * YEAR_MS);
        advance(NOW + SECOND_MS);
        long back = NOW - YEAR_MS;
        advance(back);
        add(3, back + SECOND_MS);
        advance(back + SECOND_MS + TICK_MS);
        assertThat(expired).as("new entries, on the new clock").containsExactly(3);
        advance(NOW + HOUR_MS - 1);
        assertThat(expired).as("the old one, not yet").containsExactly(3);
        advance(NOW + HOUR_MS + TICK_MS);
        assertThat(expired).containsExactly(3, 1);
        advance(NOW + 2 * YEAR_MS + TICK_MS);
        assertThat(expired).containsExactly(3, 1, 2);
    }

    @Test
    void advance_withReadingsThatJitter_costsNoMoves() {
        var random = new SplittableRandom(1);
        for (int slot = 0; slot < 1000; slot++) {
            add(slot, NOW + 1000 * SECOND_MS);
        }
        int work = 0;
        for (long now = NOW; now < NOW + 900 * SECOND_MS; now += 5) {
            work += advance(now - random.nextInt(30));
        }
        assertThat(work).as("moves of 1000 entries").isLessThanOrEqualTo(3000);
        assertThat(expired).isEmpty();
    }

    @Test
    void soonest_amongRenewedEntries_findsTheOneThatEndsFirst() {
        for (int slot = 0; slot < 10; slot++) {
            add(slot, NOW + 100);
            reschedule(slot, NOW + HOUR_MS + slot);
        }
        add(50, NOW + 500 * SECOND_MS);
        assertThat(wheel.soonest()).isEqualTo(50);
        wheel.remove(50);
        assertThat(wheel.soonest()).isBetween(0, 9);
    }

    @Test
    void soonest_andRandom_ofAnEmptyWheel_areNoSlot() {
        assertThat(wheel.soonest()).isEqualTo(TimerWheel.NO_SLOT);
        assertThat(wheel.random(-1)).isEqualTo(TimerWheel.NO_SLOT);
        add(1, NOW);
        wheel.remove(1);
        assertThat(wheel.soonest()).isEqualTo(TimerWheel.NO_SLOT);
        assertThat(wheel.random(0)).isEqualTo(TimerWheel.NO_SLOT);
    }

    @Test
    void random_drawnOften_reachesEveryBucketInUse() {
        long[] ttls = {1, SECOND_MS, 20 * SECOND_MS, HOUR_MS, DAY_MS, 100 * DAY_MS};
        for (int slot = 0; slot < ttls.length; slot++) {
            add(slot, NOW + ttls[slot]);
        }
        var random = new SplittableRandom(1);
        var drawn = new int[ttls.length];
        for (int draw = 0; draw < 6000; draw++) {
            drawn[wheel.random(random.nextLong())]++;
        }
        assertThat(Arrays.stream(drawn)).allMatch(count -> count > 700 && count < 1300);
    }

    @Test
    void clear_ofAFullWheel_forgetsEverything() {
        for (int slot = 0; slot < 100; slot++) {
            add(slot, NOW + slot * 1000L);
        }
        wheel.clear();
        assertThat(wheel.size()).isZero();
        advance(NOW + HOUR_MS);
        assertThat(expired).isEmpty();
        add(3, NOW + 2 * HOUR_MS);
        advance(NOW + 2 * HOUR_MS + TICK_MS);
        assertThat(expired).containsExactly(3);
    }

    @Test
    void verify_ofABrokenLink_namesTheInvariant() {
        add(1, NOW + 1000);
        add(2, NOW + 1000);
        int kept = entries.timerPrev(1);
        entries.timerPrev(1, 1);
        assertThatThrownBy(wheel::verify).hasMessageStartingWith("X1: slot 1 links back to 1");
        entries.timerPrev(1, kept);
        entries.expireAtMs[1] = NOW - HOUR_MS;
        advance(NOW);
        assertThatThrownBy(wheel::verify).hasMessageStartingWith("X2: slot 1");
        entries.expireAtMs[1] = NOW + 1000;
    }

    @Test
    void steadyUse_allocatesNothing() {
        runCycle(20_000);
        assertThat(Allocation.bytesDuring(() -> runCycle(20_000))).isLessThan(10_000);
    }

    private long cycleNow = NOW;

    private void runCycle(int count) {
        ExpiredSink sink = wheel::remove;
        for (int slot = 0; slot < count; slot++) {
            add(slot, cycleNow + (slot & 0xfff));
            reschedule(slot, cycleNow + (slot & 0x7fff));
            cycleNow++;
            wheel.advance(cycleNow, 10, sink);
        }
        cycleNow += DAY_MS;
        wheel.advance(cycleNow, PLENTY, sink);
    }

    private void add(int slot, long expireAtMs) {
        entries.expireAtMs[slot] = expireAtMs;
        wheel.add(slot, expireAtMs);
    }

    private void reschedule(int slot, long expireAtMs) {
        long old = entries.expireAtMs[slot];
        entries.expireAtMs[slot] = expireAtMs;
        wheel.rescheduled(slot, old, expireAtMs);
    }

    private int advance(long nowMs) {
        int work = wheel.advance(nowMs, PLENTY, this::expire);
        assertThat(work).isLessThan(PLENTY);
        return work;
    }

    private void expire(int slot) {
        expired.add(slot);
        wheel.remove(slot);
    }
}
