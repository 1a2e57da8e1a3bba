package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.KEEP_DEADLINE;
import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.Counter;
import dev.larder.server.store.SharingSettings.Mode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: sharing is never seen in what keys hold, by any way of writing, copying, moving or ending them,
/// and never leaks or ends a value early, also when memory is short and eviction takes owners away.
/// Method: a plain map sees the same seeded operations; values come from a small pool, so that most are
/// shared; modes change in between; the walker compares all counts with what entries hold, and the
/// fixture fails if a byte is left at the end.
final class SharedValuesSimulationTest {
    private static final int STEPS = 30_000;
    private static final int VERIFY_EVERY = 3_000;

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_withPlentyOfMemory_equalsAMap(long seed) {
        StoreConfig config = StoreConfig.of(64 << 20).withShards(8);
        new History(seed, false).run(config.checkedWithGenerationBits(6));
    }

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_withTooLittleMemory_keepsWhatItHasNotEvicted(long seed) {
        StoreConfig config = StoreConfig.of(2 << 20).withShards(2);
        new History(seed, true).run(config.checkedWithGenerationBits(6));
    }

    private static final class History {
        private final SplittableRandom random;
        private final boolean evicts;
        private final Map<String, byte[]> model = new HashMap<>();
        private final int keys;
        private int shared;

        History(long seed, boolean evicts) {
            this.random = new SplittableRandom(seed);
            this.evicts = evicts;
            this.keys = evicts ? 3_000 : 500;
        }

        void run(StoreConfig config) {
            try (var fixture = new StoreFixture(config)) {
                for (int step = 0; step < STEPS; step++) {
                    if (step % VERIFY_EVERY == 0) {
                        Mode mode = step % (2 * VERIFY_EVERY) == 0 ? Mode.AUTO : Mode.ALWAYS;
                        fixture.store.sharing(new SharingSettings(mode, 20, 12_000));
                        compare(fixture);
                    }
                    step(fixture);
                }
                compare(fixture);
                assertThat(shared).as("reads of shared values").isGreaterThan(100);
                long evictions = fixture.counters.sum(Counter.EVICTIONS);
                assertThat(evictions > 0).as("evictions").isEqualTo(evicts);
            }
        }

        private String key() {
            return "key:" + random.nextInt(keys);
        }

        private byte[] value() {
            int number = random.nextInt(evicts ? 1_500 : 40);
            int length = number % 8 == 0 ? number * 300 % 12_000 : number * 7 % 500;
            return StoreFixture.pattern(length + (evicts ? 1_000 : 0), number);
        }

        private void step(StoreFixture fixture) {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> set(fixture);
                case 3 -> append(fixture);
                case 4 -> remove(fixture);
                case 5 -> expire(fixture);
                case 6 -> transfer(fixture, true);
                case 7 -> transfer(fixture, false);
                case 8 -> increment(fixture);
                case 9 -> flushSometimes(fixture);
                default -> get(fixture, key());
            }
        }

        /// The model forgets what the store has evicted, and only that.
        private void settle(ShardGuard guard, String key) {
            if (guard.find() == NO_SLOT) {
                @Nullable Object gone = model.remove(key);
                assertThat(gone == null || evicts).as("%s is lost", key).isTrue();
            } else {
                assertThat(model).containsKey(key);
            }
        }

        private void set(StoreFixture fixture) {
            String key = key();
            byte[] value = value();
            boolean timed = random.nextInt(4) == 0;
            long deadline = timed ? fixture.nowMs + 1_000_000 : NO_DEADLINE;
            try (ShardGuard guard = fixture.enter(0, key)) {
                guard.reserve(value.length, deadline);
                guard.putBytes(value, 0, value.length, deadline);
            }
            model.put(key, value);
        }

        private void append(StoreFixture fixture) {
            String key = key();
            byte[] piece = StoreFixture.pattern(1 + random.nextInt(30), 1);
            try (ShardGuard guard = fixture.enter(0, key)) {
                settle(guard, key);
                guard.reserveSplice(ShardGuard.END, piece.length);
                settle(guard, key);
                byte[] old = model.getOrDefault(key, new byte[0]);
                int at = random.nextBoolean() || old.length == 0 ? old.length : 0;
                guard.splice(at, piece, 0, piece.length);
                byte[] value = Arrays.copyOf(old, Math.max(old.length, at + piece.length));
                System.arraycopy(piece, 0, value, at, piece.length);
                model.put(key, value);
            }
        }

        private void remove(StoreFixture fixture) {
            String key = key();
            try (ShardGuard guard = fixture.enter(0, key)) {
                settle(guard, key);
                assertThat(guard.remove()).isEqualTo(model.remove(key) != null);
            }
        }

        private void expire(StoreFixture fixture) {
            String key = key();
            try (ShardGuard guard = fixture.enter(0, key)) {
                settle(guard, key);
                if (guard.find() == NO_SLOT) {
                    return;
                }
                int choice = random.nextInt(8);
                if (choice == 0) {
                    guard.expireAt(fixture.nowMs);
                    model.remove(key);
                } else {
                    guard.expireAt(choice < 4 ? NO_DEADLINE : fixture.nowMs + 1_000_000);
                }
            }
        }

        private void transfer(StoreFixture fixture, boolean keepsSource) {
            String from = key();
            String to = key();
            if (from.equals(to)) {
                return;
            }
            MultiGuard keys = fixture.store.multi(0).begin(0, fixture.nowMs, true);
            keys.add(0, StoreFixture.slice(StoreFixture.bytes(from)));
            keys.add(0, StoreFixture.slice(StoreFixture.bytes(to)));
            try (MultiGuard locked = keys.lock()) {
                Transfer.reserve(locked, keepsSource);
                settle(locked.at(0), from);
                settle(locked.at(1), to);
                byte @Nullable [] value = model.get(from);
                if (value == null) {
                    return;
                }
                Transfer.run(locked, keepsSource);
                model.put(to, value);
                if (!keepsSource) {
                    model.remove(from);
                }
            }
        }

        private void increment(StoreFixture fixture) {
            String key = key();
            try (ShardGuard guard = fixture.enter(0, key)) {
                guard.reserve(8, KEEP_DEADLINE);
                guard.putInteger(random.nextInt(), KEEP_DEADLINE);
                model.put(key, StoreFixture.value(guard, guard.find()));
            }
        }

        private void flushSometimes(StoreFixture fixture) {
            if (random.nextInt(400) == 0) {
                fixture.store.flush(0, 0);
                model.clear();
            }
        }

        private void get(StoreFixture fixture, String key) {
            try (ShardGuard guard = fixture.enter(0, key)) {
                settle(guard, key);
                int slot = guard.touch();
                if (slot != NO_SLOT) {
                    byte[] expected = model.getOrDefault(key, new byte[0]);
                    assertThat(StoreFixture.value(guard, slot)).isEqualTo(expected);
                    assertThat(guard.valueEquals(slot, expected, 0, expected.length)).isTrue();
                    shared += guard.isShared(slot) ? 1 : 0;
                    assertThat(guard.memoryBytes(slot)).isGreaterThanOrEqualTo(38);
                }
            }
        }

        private void compare(StoreFixture fixture) {
            fixture.store.verify();
            for (int number = 0; number < keys; number++) {
                get(fixture, "key:" + number);
            }
        }
    }
}
