package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.KEEP_DEADLINE;
import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.Counter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: any history of reads and writes leaves the store with exactly what a plain map holds, in exactly
/// the order of use, and with every invariant true.
/// Method: one store and one map see the same seeded operations; replies are compared at each, contents
/// and invariants every few thousand.
final class StoreSimulationTest {
    private static final int STEPS = 60_000;
    private static final int VERIFY_EVERY = 5_000;
    private static final int DATABASES = 3;

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Expected(byte[] value, long deadline) {}

    /// The naive twin: a map in order of use, oldest first.
    private static final class Twin {
        private final List<LinkedHashMap<String, Expected>> databases = new ArrayList<>();
        private final LinkedHashMap<String, Integer> order = new LinkedHashMap<>();
        private final long maxEntries;

        Twin(long maxEntries) {
            this.maxEntries = maxEntries;
            for (int database = 0; database < DATABASES; database++) {
                databases.add(new LinkedHashMap<>());
            }
        }

        @Nullable Expected get(int database, String key, long nowMs) {
            @Nullable Expected found = databases.get(database).get(key);
            if (found != null && found.deadline >= 0 && found.deadline <= nowMs) {
                remove(database, key);
                return null;
            }
            return found;
        }

        void use(int database, String key) {
            order.remove(database + "/" + key);
            order.put(database + "/" + key, database);
        }

        void put(int database, String key, Expected value) {
            if (!databases.get(database).containsKey(key)
                    && maxEntries > 0
                    && order.size() >= maxEntries) {
                Map.Entry<String, Integer> oldest = order.firstEntry();
                remove(
                        oldest.getValue(),
                        oldest.getKey().substring(oldest.getKey().indexOf('/') + 1));
            }
            databases.get(database).put(key, value);
            use(database, key);
        }

        boolean remove(int database, String key) {
            order.remove(database + "/" + key);
            return databases.get(database).remove(key) != null;
        }

        void clear(int database) {
            keys(database).forEach(key -> remove(database, key));
        }

        List<String> keys(int database) {
            return List.copyOf(databases.get(database).keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_withBoundedEntriesInOneShard_equalsAMapInOrderOfUse(long seed) {
        StoreConfig config = StoreConfig.of(64 << 20).withShards(1).withMaxEntries(700);
        new History(seed, 1_500, 700).run(config.checkedWithGenerationBits(31));
    }

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_overManyShardsAndFewGenerations_equalsAMap(long seed) {
        StoreConfig config = StoreConfig.of(128 << 20).withShards(16);
        new History(seed, 400, 0).run(config.checkedWithGenerationBits(5));
    }

    /// A value held as a reply holds it, and what it must go on to be.
    @SuppressWarnings("ArrayRecordComponent") // compared by hand, never with equals
    private record Held(PinnedValue value, byte[] expected) {
        void release() {
            byte[] seen = new byte[(int) value.length()];
            value.copyTo(0, seen, 0, seen.length);
            assertThat(seen).as("a held value changed").isEqualTo(expected);
            value.release();
        }
    }

    /// One history: a store, its twin, and the key whose turn it is.
    private static final class History {
        private final long seed;
        private final int keys;
        private final long maxEntries;
        private final SplittableRandom random;
        private final Twin twin;
        private final Map<Long, String> handles = new HashMap<>();
        private final List<Held> held = new ArrayList<>();
        private int database;
        private String key = "";

        History(long seed, int keys, long maxEntries) {
            this.seed = seed;
            this.keys = keys;
            this.maxEntries = maxEntries;
            this.random = new SplittableRandom(seed);
            this.twin = new Twin(maxEntries);
        }

        void run(StoreConfig config) {
            try (var fixture = new StoreFixture(config)) {
                for (int step = 0; step < STEPS; step++) {
                    database = random.nextInt(8) == 0 ? random.nextInt(DATABASES) : 0;
                    key = key();
                    step(fixture);
                    if (step % VERIFY_EVERY == 0) {
                        compare(fixture, step);
                    }
                }
                compare(fixture, STEPS);
                held.forEach(Held::release);
                long evictions = fixture.counters.sum(Counter.EVICTIONS);
                assertThat(evictions > 0).as("evictions seen").isEqualTo(maxEntries > 0);
                assertThat(fixture.counters.sum(Counter.EXPIRATIONS))
                        .as("expiries seen")
                        .isPositive();
            }
        }

        private String key() {
            int number = random.nextInt(keys);
            return switch (number % 50) {
                case 7 -> "long-".repeat(120) + number;
                case 8 -> "longer-".repeat(1_200) + number;
                case 9 -> "longest-".repeat(7_000) + number;
                default -> "key:" + number;
            };
        }

        private void step(StoreFixture fixture) {
            switch (random.nextInt(100)) {
                case 0 -> {
                    fixture.nowMs += random.nextInt(2_000);
                    expireNow(fixture);
                }
                case 1 -> flushSometimes(fixture);
                case 2 -> expireNow(fixture);
                case 3, 4, 5, 6 -> hold(fixture);
                default -> useOrWrite(fixture);
            }
        }

        private void flushSometimes(StoreFixture fixture) {
            if (random.nextInt(40) != 0) {
                return;
            }
            fixture.store.flush(database, database);
            twin.clear(database);
            if (maxEntries > 0) {
                fixture.store.awaitSwept();
            }
        }

        /// With a bound on the number, what has expired must be gone at one time in both.
        private void expireNow(StoreFixture fixture) {
            fixture.ticks();
            for (int each = 0; maxEntries > 0 && each < DATABASES; each++) {
                for (String any : twin.keys(each)) {
                    if (twin.get(each, any, fixture.nowMs) == null) {
                        assertGone(fixture, each, any);
                    }
                }
            }
        }

        private static void assertGone(StoreFixture fixture, int database, String key) {
            try (ShardGuard guard = fixture.enter(database, key)) {
                assertThat(guard.find()).isEqualTo(NO_SLOT);
            }
        }

        private int length() {
            return switch (random.nextInt(20)) {
                case 0 -> 16_300 + random.nextInt(200);
                case 1 -> random.nextInt(80_000);
                case 2, 3 -> random.nextInt(5_000);
                default -> random.nextInt(200);
            };
        }

        private void useOrWrite(StoreFixture fixture) {
            @Nullable Expected before = twin.get(database, key, fixture.nowMs);
            try (ShardGuard guard = fixture.enter(database, key)) {
                assertThat(guard.find() != NO_SLOT).isEqualTo(before != null);
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> write(guard, before, fixture.nowMs);
                    case 3 -> writeInteger(guard, before);
                    case 4 -> splice(guard, before);
                    case 5 -> {
                        assertThat(guard.remove()).isEqualTo(before != null);
                        twin.remove(database, key);
                    }
                    case 6 -> expire(guard, before, fixture.nowMs);
                    default -> use(guard, before);
                }
            }
        }

        private void write(ShardGuard guard, @Nullable Expected before, long nowMs) {
            long deadline =
                    switch (random.nextInt(4)) {
                        case 0 -> nowMs + 1 + random.nextInt(20_000);
                        case 1 -> KEEP_DEADLINE;
                        default -> NO_DEADLINE;
                    };
            byte[] value = StoreFixture.pattern(length(), random.nextLong());
            guard.reserve(value.length, deadline);
            guard.putBytes(value, 0, value.length, deadline);
            twin.put(database, key, new Expected(value, kept(before, deadline)));
            remember(guard);
        }

        private void writeInteger(ShardGuard guard, @Nullable Expected before) {
            long number = random.nextLong() >> random.nextInt(64);
            guard.reserve(8, KEEP_DEADLINE);
            guard.putInteger(number, KEEP_DEADLINE);
            byte[] digits = StoreFixture.bytes(Long.toString(number));
            twin.put(database, key, new Expected(digits, kept(before, KEEP_DEADLINE)));
            remember(guard);
        }

        private void splice(ShardGuard guard, @Nullable Expected before) {
            byte[] old = before == null ? new byte[0] : before.value;
            int bytes = 1 + random.nextInt(random.nextInt(8) == 0 ? 20_000 : 60);
            byte[] piece = StoreFixture.pattern(bytes, random.nextLong());
            int at = random.nextBoolean() ? old.length : random.nextInt(old.length + 40);
            int length = Math.max(old.length, at + piece.length);
            guard.reserveSplice(at, piece.length);
            guard.splice(at, piece, 0, piece.length);
            byte[] value = Arrays.copyOf(old, length);
            System.arraycopy(piece, 0, value, at, piece.length);
            twin.put(database, key, new Expected(value, kept(before, KEEP_DEADLINE)));
        }

        private void expire(ShardGuard guard, @Nullable Expected before, long nowMs) {
            if (before == null) {
                return;
            }
            long deadline = random.nextBoolean() ? NO_DEADLINE : nowMs + random.nextInt(30_000);
            long handle = guard.handle(guard.find());
            guard.expireAt(deadline);
            if (deadline >= 0 && deadline <= nowMs) {
                twin.remove(database, key);
                return;
            }
            twin.databases.get(database).put(key, new Expected(before.value, deadline));
            assertThat(guard.handle(guard.find())).as("H1: EXPIRE keeps handles").isEqualTo(handle);
        }

        private void use(ShardGuard guard, @Nullable Expected before) {
            int found = guard.touch();
            if (before != null) {
                assertThat(StoreFixture.value(guard, found)).isEqualTo(before.value);
                assertThat(guard.deadline(found)).isEqualTo(before.deadline);
                twin.use(database, key);
            }
        }

        private static long kept(@Nullable Expected before, long deadline) {
            return deadline == KEEP_DEADLINE
                    ? (before == null ? NO_DEADLINE : before.deadline)
                    : deadline;
        }

        private void remember(ShardGuard guard) {
            String other = handles.put(guard.handle(guard.find()), key);
            assertThat(other).as("H2: a handle came twice, first for %s", other).isNull();
        }

        /// Holds long values as replies do, and lets go of them in any order.
        private void hold(StoreFixture fixture) {
            @Nullable Expected before = twin.get(database, key, fixture.nowMs);
            try (ShardGuard guard = fixture.enter(database, key)) {
                int slot = guard.find();
                if (before != null && slot != NO_SLOT && guard.isLong(slot)) {
                    held.add(new Held(guard.pin(slot), before.value));
                }
            }
            if (held.size() > 5) {
                held.remove(random.nextInt(held.size())).release();
            }
        }

        private void compare(StoreFixture fixture, int step) {
            fixture.store.verify();
            for (int each = 0; each < DATABASES; each++) {
                var seen = new ArrayList<String>();
                fixture.store
                        .keyspace()
                        .forEach(
                                each,
                                fixture.nowMs,
                                (array, offset, length) ->
                                        seen.add(new String(array, offset, length, ISO_8859_1)));
                var expected = new ArrayList<String>();
                for (String any : twin.keys(each)) {
                    if (twin.get(each, any, fixture.nowMs) != null) {
                        expected.add(any);
                    }
                }
                assertThat(seen)
                        .as("seed %d, step %d, database %d", seed, step, each)
                        .containsExactlyInAnyOrderElementsOf(expected);
                for (String any : expected) {
                    compareValue(fixture, each, any);
                }
            }
        }

        private void compareValue(StoreFixture fixture, int database, String key) {
            try (ShardGuard guard = fixture.enter(database, key)) {
                Expected value = Objects.requireNonNull(twin.databases.get(database).get(key));
                assertThat(StoreFixture.value(guard, guard.find())).isEqualTo(value.value);
            }
        }
    }
}
