package dev.larder.server.store.expire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TimerWheelSimulationTest {
    private static final int SLOTS = 4000;
    private static final int STEPS = 400_000;
    private static final long TICK_MS = 16;
    private static final long START = 1_800_000_000_000L;

    /// A reading that is behind another by no more is another thread's; by more, the clock was set back.
    private static final long SLACK_MS = 2 * TICK_MS;

    /// The wheel's whole span: what is later waits in its last bucket in no order.
    private static final long REACH_MS = 390L * 24 * 3600 * 1000;

    private final ListedEntries entries = new ListedEntries(SLOTS);
    private final TimerWheel wheel = new TimerWheel(entries, START);

    /// The model: what is queued, in no order, and where each slot stands in it.
    private final ArrayList<Integer> queued = new ArrayList<>();

    private final int[] placeOf = new int[SLOTS];
    private SplittableRandom random = new SplittableRandom(0);
    private long now = START;

    /// The latest reading of the clock since it was last set back, and what that was when a reading was last behind it.
    private long latest = START;

    private long passed = Long.MIN_VALUE;
    private long expirations;
    private long lags;
    private long leaps;
    private long stepsBack;

    /// Goal: whatever is added, removed, renewed and moved, and however the clock goes, an entry
    /// expires at its deadline, never before, and is freed with the next tick; or, if it was queued
    /// with a reading behind the latest one, with the next tick after that.
    /// Method: a list of what is queued is the model; it is searched for overdue entries.
    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_expiresEachEntryAtItsDeadline(long seed) {
        random = new SplittableRandom(seed);
        Arrays.fill(placeOf, -1);
        for (int step = 0; step < STEPS; step++) {
            change();
            if (random.nextInt(4) == 0) {
                passTime();
            }
            if (step % 5000 == 0) {
                wheel.verify();
                assertNothingIsOverdue();
            }
        }
        wheel.verify();
        assertThat(wheel.size()).isEqualTo(queued.size());
        assertThat(expirations).as("expirations").isGreaterThan(1000);
        assertThat(leaps).as("leaps of the clock").isGreaterThan(10);
        assertThat(stepsBack).as("steps back of the clock").isGreaterThan(10);
        assertThat(lags).as("readings behind the latest one").isGreaterThan(10);
    }

    private void change() {
        int slot = random.nextInt(SLOTS);
        if (placeOf[slot] < 0) {
            entries.expireAtMs[slot] = deadline();
            wheel.add(slot, entries.expireAtMs[slot]);
            enqueue(slot);
        } else if (random.nextInt(3) == 0) {
            wheel.remove(slot);
            dequeue(slot);
        } else if (random.nextInt(10) == 0) {
            moveTo(slot, random.nextInt(SLOTS));
        } else {
            long old = entries.expireAtMs[slot];
            entries.expireAtMs[slot] = deadline();
            wheel.rescheduled(slot, old, entries.expireAtMs[slot]);
        }
        assertThat(wheel.size()).isEqualTo(queued.size());
    }

    /// Times to live from a millisecond to years, all magnitudes equally often.
    private long deadline() {
        return now + (random.nextLong() >>> (1 + random.nextInt(22, 63)));
    }

    private void moveTo(int slot, int target) {
        if (placeOf[target] < 0) {
            entries.copy(slot, target);
            wheel.moved(slot, target);
            dequeue(slot);
            enqueue(target);
        }
    }

    private void passTime() {
        switch (random.nextInt(1000)) {
            case 0 -> {
                now += random.nextLong(1L << random.nextInt(1, 38));
                leaps++;
            }
            case 1 -> {
                now -= random.nextLong(1L << random.nextInt(1, 36));
                stepsBack++;
            }
            case 2 -> now -= random.nextInt(30);
            default -> now += random.nextInt(20);
        }
        noteReading();
        int budget = 1 + random.nextInt(50);
        boolean complete = random.nextInt(3) == 0;
        int work;
        do {
            work = wheel.advance(now, budget, this::expire);
            assertThat(work).isBetween(0, budget);
        } while (complete && work == budget);
        if (work < budget) {
            assertThat(wheel.nextDueMs()).as("all is done until later").isGreaterThan(now - 32);
        }
    }

    private void noteReading() {
        if (now < latest - SLACK_MS) {
            latest = now;
            passed = Long.MIN_VALUE;
        } else if (now < latest) {
            passed = latest;
            lags++;
        } else {
            latest = now;
        }
    }

    private void expire(int slot) {
        assertThat(placeOf[slot]).as("slot %d is queued", slot).isNotNegative();
        assertThat(entries.expireAtMs[slot]).as("deadline").isLessThanOrEqualTo(now);
        wheel.remove(slot);
        dequeue(slot);
        expirations++;
    }

    private void assertNothingIsOverdue() {
        while (wheel.advance(now, 1000, this::expire) == 1000) {
            wheel.verify();
        }
        boolean lagged = now < passed + TICK_MS;
        long early = now - TICK_MS - (lagged ? SLACK_MS : 0);
        for (int slot : queued) {
            assertThat(entries.expireAtMs[slot]).as("slot %d", slot).isGreaterThan(early);
        }
    }

    private void enqueue(int slot) {
        placeOf[slot] = queued.size();
        queued.add(slot);
    }

    private void dequeue(int slot) {
        int last = queued.removeLast();
        if (last != slot) {
            queued.set(placeOf[slot], last);
            placeOf[last] = placeOf[slot];
        }
        placeOf[slot] = -1;
    }

    /// Goal: the entry offered as the soonest is near the soonest at any scale: at most twice as
    /// far. Method: a sorted map is the model; the wheel's choices are removed until nothing is
    /// left.
    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void soonest_comparedWithTheModel_isAtMostTwiceAsFar(long seed) {
        random = new SplittableRandom(seed);
        var pending = new TreeMap<Long, Integer>();
        for (int slot = 0; slot < SLOTS; slot++) {
            long deadline = Math.min(deadline(), START + REACH_MS - slot);
            if (pending.putIfAbsent(deadline, slot) == null) {
                entries.expireAtMs[slot] = deadline;
                wheel.add(slot, deadline);
            }
        }
        while (!pending.isEmpty()) {
            int slot = wheel.soonest();
            long best = pending.firstKey() - now;
            long found = entries.expireAtMs[slot] - now;
            assertThat(found).isLessThanOrEqualTo(2 * best + 2 * TICK_MS);
            assertThat(pending.remove(entries.expireAtMs[slot])).isEqualTo(slot);
            wheel.remove(slot);
            if (random.nextInt(8) == 0 && !pending.isEmpty()) {
                now += (pending.firstKey() - now) / 2;
                wheel.advance(now, Integer.MAX_VALUE, due -> assertThat(due).isNegative());
            }
        }
        assertThat(wheel.soonest()).isEqualTo(TimerWheel.NO_SLOT);
    }

    /// Goal: a million entries that end within the same seconds are moved down ahead of time in
    /// small steps; none is freed late, and no step touches more than its budget.
    @Test
    void aMillionEntriesOfOneHour_areFreedInTimeInBoundedSteps() {
        int count = 1_000_000;
        var many = new ListedEntries(count);
        var big = new TimerWheel(many, START);
        for (int slot = 0; slot < count; slot++) {
            many.expireAtMs[slot] = START + 3_600_000 + slot / 100;
            big.add(slot, many.expireAtMs[slot]);
        }
        var late = new long[1];
        var clock = new long[1];
        ExpiredSink sink =
                slot -> {
                    late[0] = Math.max(late[0], clock[0] - many.expireAtMs[slot]);
                    assertThat(many.expireAtMs[slot]).isLessThanOrEqualTo(clock[0]);
                    big.remove(slot);
                };
        int budget = 100;
        for (clock[0] = START; big.size() > 0; clock[0] += 10) {
            // What a loop would do every 10 ms: a handful of steps, others served between them.
            for (int turn = 0; turn < 40; turn++) {
                many.touches = 0;
                int work = big.advance(clock[0], budget, sink);
                assertThat(many.touches).isLessThanOrEqualTo(12L * budget);
                if (work < budget) {
                    break;
                }
            }
        }
        assertThat(late[0]).as("latest of a million, ms").isLessThanOrEqualTo(2 * TICK_MS + 10);
        assertThat(clock[0]).isLessThan(START + 3_600_000 + count / 100 + 100);
    }
}
