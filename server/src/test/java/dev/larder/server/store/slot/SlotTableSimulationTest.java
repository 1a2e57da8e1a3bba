package dev.larder.server.store.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.NativeMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: a name of a slot, once stale, is never good again, and no generation comes twice, also where
/// generations run out within seconds.
/// Method: generations of 8 bits, so that a slot has 127 lives; random births, renewals and deaths; the
/// last generation of every slot is remembered, and old names, forged ones among them, are tried again
/// and again.
final class SlotTableSimulationTest {
    private static final int GENERATION_BITS = 8;
    private static final int GENERATION_MAX = (1 << GENERATION_BITS) - 1;
    private static final int STEPS = Integer.getInteger("larder.steps", 1_000_000);
    private static final int STALE_KEPT = 4_096;
    private static final int LIVE_MAX = 2_000;
    private static final int VERIFY_EVERY = 50_000;

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_withGenerationsThatRunOut_acceptsNoStaleName(long seed) {
        try (NativeMemory memory = NativeMemory.reserve(64 << 20);
                var heap = new ChunkHeap(memory, 64 << 20, true)) {
            var table = new SlotTable(heap, memory.bytes(), 1 << 16, GENERATION_BITS);
            var history = new History(table, seed);
            for (int step = 1; step <= STEPS; step++) {
                history.step();
                if (step % VERIFY_EVERY == 0) {
                    table.verify();
                    history.tryAllStale();
                }
            }
            history.end();
            table.verify();
            assertThat(table.liveCount()).isZero();
            assertThat(heap.usedBytes()).isZero();
        }
    }

    private record Name(int slot, int generation) {}

    private static final class History {
        private final SlotTable table;
        private final SplittableRandom random;
        private final List<Name> live = new ArrayList<>();
        private final List<Name> stale = new ArrayList<>();
        private final Map<Integer, Integer> lastGenerations = new HashMap<>();
        private long staleTried;
        private long refusedRenewals;
        private int lives;

        /// How many live slots the table tends to; it changes, so that segments come and go.
        private int wanted = LIVE_MAX;

        History(SlotTable table, long seed) {
            this.table = table;
            this.random = new SplittableRandom(seed);
        }

        void step() {
            if (random.nextInt(5_000) == 0) {
                wanted = 1 + random.nextInt(LIVE_MAX);
            }
            boolean grows = random.nextInt(wanted * 2) >= live.size();
            if (live.isEmpty() || (grows && random.nextInt(3) > 0)) {
                bear();
            } else if (grows) {
                renew(random.nextInt(live.size()));
            } else {
                free(random.nextInt(live.size()));
            }
            tryStale();
        }

        private void bear() {
            int slot = table.allocate();
            assertThat(slot).isNotEqualTo(SlotTable.NO_SLOT);
            var name = new Name(slot, table.generation(slot));
            assertThat(name.generation).isBetween(1, GENERATION_MAX);
            remember(name);
            live.add(name);
            lives++;
        }

        /// M21: no generation of a slot comes twice, as each is above the one before.
        private void remember(Name name) {
            Integer before = lastGenerations.put(name.slot, name.generation);
            if (before != null && before >= name.generation) {
                throw new AssertionError("generation " + before + " came before " + name);
            }
        }

        private void renew(int index) {
            Name name = live.get(index);
            boolean usedUp = table.isUsedUp(name.slot);
            assertThat(table.renew(name.slot)).isEqualTo(!usedUp);
            if (usedUp) {
                refusedRenewals++;
                free(index);
                return;
            }
            var renewed = new Name(name.slot, table.generation(name.slot));
            remember(renewed);
            live.set(index, renewed);
            outlive(name);
        }

        private void free(int index) {
            Name name = live.get(index);
            if (!table.isCurrent(name.slot, name.generation)) {
                throw new AssertionError(name + " is live and not good");
            }
            live.set(index, live.getLast());
            live.removeLast();
            table.free(name.slot);
            outlive(name);
        }

        private void outlive(Name name) {
            if (stale.size() < STALE_KEPT) {
                stale.add(name);
            } else {
                stale.set(random.nextInt(STALE_KEPT), name);
            }
        }

        private void tryStale() {
            if (!stale.isEmpty()) {
                Name name = stale.get(random.nextInt(stale.size()));
                refuse(name.slot, name.generation);
                // What was never given out: the next generations, even ones, other slots.
                Name one = live.isEmpty() ? name : live.get(random.nextInt(live.size()));
                refuse(one.slot, one.generation + 1);
                refuse(one.slot, one.generation + 2);
                refuse(random.nextInt() | 1 << 30, one.generation);
            }
        }

        void tryAllStale() {
            stale.forEach(name -> refuse(name.slot, name.generation));
        }

        private void refuse(int slot, int generation) {
            staleTried++;
            if (table.isCurrent(slot, generation)) {
                throw new AssertionError("slot " + slot + ": good in " + generation);
            }
        }

        void end() {
            System.out.printf(
                    "%,d lives in %,d slots, %,d renewals refused, %,d stale names tried, 0 accepted%n",
                    lives, lastGenerations.size(), refusedRenewals, staleTried);
            assertThat(refusedRenewals).as("generations that ran out").isPositive();
            assertThat(lastGenerations.values())
                    .as("slots that were retired")
                    .contains(GENERATION_MAX);
            while (!live.isEmpty()) {
                free(live.size() - 1);
            }
            tryAllStale();
        }
    }
}
