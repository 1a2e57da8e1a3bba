package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.KEEP_DEADLINE;
import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.Counter;
import java.nio.charset.StandardCharsets;
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
    }

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_withBoundedEntriesInOneShard_equalsAMapInOrderOfUse(long seed) {
        StoreConfig config = StoreConfig.of(64 << 20).withShards(1).withMaxEntries(700);
        run(seed, config.checkedWithGenerationBits(31), 700, 1_500);
    }

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_overManyShardsAndFewGenerations_equalsAMap(long seed) {
        StoreConfig config = StoreConfig.of(128 << 20).withShards(16);
        run(seed, config.checkedWithGenerationBits(5), 0, 400);
    }

    private static void run(long seed, StoreConfig config, long maxEntries, int keys) {
        var random = new SplittableRandom(seed);
        var twin = new Twin(maxEntries);
        Map<Long, String> handles = new HashMap<>();
        List<PinnedValue> pins = new ArrayList<>();
        List<byte[]> pinned = new ArrayList<>();
        try (var fixture = new StoreFixture(config)) {
            for (int step = 0; step < STEPS; step++) {
                int database = random.nextInt(8) == 0 ? random.nextInt(DATABASES) : 0;
                String key = key(random, keys);
                switch (random.nextInt(100)) {
                    case 0 -> {
                        fixture.nowMs += random.nextInt(2_000);
                        expireNow(fixture, twin, maxEntries);
                    }
                    case 1 -> {
                        if (random.nextInt(40) == 0) {
                            fixture.store.flush(database, database);
                            for (String gone : List.copyOf(twin.databases.get(database).keySet())) {
                                twin.remove(database, gone);
                            }
                            if (maxEntries > 0) {
                                fixture.store.awaitSwept();
                            }
                        }
                    }
                    case 2 -> expireNow(fixture, twin, maxEntries);
                    case 3, 4, 5, 6 -> pin(fixture, twin, random, database, key, pins, pinned);
                    default -> step(fixture, twin, random, database, key, handles);
                }
                if (step % VERIFY_EVERY == 0) {
                    compare(fixture, twin, seed, step);
                }
            }
            compare(fixture, twin, seed, STEPS);
            release(pins, pinned, 0);
            if (maxEntries > 0) {
                assertThat(fixture.counters.sum(Counter.EVICTIONS))
                        .as("evictions seen")
                        .isPositive();
            }
            assertThat(fixture.counters.sum(Counter.EXPIRATIONS)).as("expiries seen").isPositive();
        }
    }

    private static String key(SplittableRandom random, int keys) {
        int number = random.nextInt(keys);
        return number % 50 == 7 ? "long-".repeat(120) + number : "key:" + number;
    }

    /// With a bound on the number, what has expired must be gone at one time in both.
    private static void expireNow(StoreFixture fixture, Twin twin, long maxEntries) {
        fixture.ticks();
        if (maxEntries > 0) {
            for (int database = 0; database < DATABASES; database++) {
                for (String key : List.copyOf(twin.databases.get(database).keySet())) {
                    if (twin.get(database, key, fixture.nowMs) == null) {
                        try (ShardGuard guard = fixture.enter(database, key)) {
                            assertThat(guard.find()).isEqualTo(NO_SLOT);
                        }
                    }
                }
            }
        }
    }

    private static int length(SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0 -> 16_300 + random.nextInt(200);
            case 1 -> random.nextInt(80_000);
            case 2, 3 -> random.nextInt(5_000);
            default -> random.nextInt(200);
        };
    }

    private static void step(
            StoreFixture fixture,
            Twin twin,
            SplittableRandom random,
            int database,
            String key,
            Map<Long, String> handles) {
        @Nullable Expected before = twin.get(database, key, fixture.nowMs);
        try (ShardGuard guard = fixture.enter(database, key)) {
            int slot = guard.find();
            assertThat(slot != NO_SLOT).isEqualTo(before != null);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    long deadline =
                            switch (random.nextInt(4)) {
                                case 0 -> fixture.nowMs + 1 + random.nextInt(20_000);
                                case 1 -> KEEP_DEADLINE;
                                default -> NO_DEADLINE;
                            };
                    byte[] value = StoreFixture.pattern(length(random), random.nextLong());
                    guard.reserve(value.length, deadline);
                    guard.putBytes(value, 0, value.length, deadline);
                    twin.put(database, key, new Expected(value, kept(before, deadline)));
                    remember(guard, handles, key);
                }
                case 3 -> {
                    long number = random.nextLong() >> random.nextInt(64);
                    guard.reserve(8, KEEP_DEADLINE);
                    guard.putInteger(number, KEEP_DEADLINE);
                    byte[] digits = StoreFixture.bytes(Long.toString(number));
                    twin.put(database, key, new Expected(digits, kept(before, KEEP_DEADLINE)));
                    remember(guard, handles, key);
                }
                case 4 -> splice(guard, twin, random, database, key, before);
                case 5 -> {
                    assertThat(guard.remove()).isEqualTo(before != null);
                    twin.remove(database, key);
                }
                case 6 -> {
                    if (before != null) {
                        long deadline =
                                random.nextBoolean()
                                        ? NO_DEADLINE
                                        : fixture.nowMs + random.nextInt(30_000);
                        long handle = guard.handle(slot);
                        guard.expireAt(deadline);
                        if (deadline >= 0 && deadline <= fixture.nowMs) {
                            twin.remove(database, key);
                        } else {
                            twin.databases
                                    .get(database)
                                    .put(key, new Expected(before.value, deadline));
                            assertThat(guard.handle(guard.find()))
                                    .as("H1: EXPIRE keeps handles")
                                    .isEqualTo(handle);
                        }
                    }
                }
                default -> {
                    int found = guard.touch();
                    if (before != null) {
                        assertThat(StoreFixture.value(guard, found)).isEqualTo(before.value);
                        assertThat(guard.deadline(found)).isEqualTo(before.deadline);
                        twin.use(database, key);
                    }
                }
            }
        }
    }

    private static long kept(@Nullable Expected before, long deadline) {
        return deadline == KEEP_DEADLINE
                ? (before == null ? NO_DEADLINE : before.deadline)
                : deadline;
    }

    private static void remember(ShardGuard guard, Map<Long, String> handles, String key) {
        String other = handles.put(guard.handle(guard.find()), key);
        assertThat(other).as("H2: a handle came twice, first for %s", other).isNull();
    }

    private static void splice(
            ShardGuard guard,
            Twin twin,
            SplittableRandom random,
            int database,
            String key,
            @Nullable Expected before) {
        byte[] old = before == null ? new byte[0] : before.value;
        byte[] piece =
                StoreFixture.pattern(
                        1 + random.nextInt(random.nextInt(8) == 0 ? 20_000 : 60),
                        random.nextLong());
        int at = random.nextBoolean() ? old.length : random.nextInt(old.length + 40);
        int length = Math.max(old.length, at + piece.length);
        guard.reserveSplice(length);
        guard.splice(at, piece, 0, piece.length);
        byte[] value = Arrays.copyOf(old, length);
        System.arraycopy(piece, 0, value, at, piece.length);
        twin.put(database, key, new Expected(value, kept(before, KEEP_DEADLINE)));
    }

    /// Holds long values as replies do, and lets go of them in any order.
    private static void pin(
            StoreFixture fixture,
            Twin twin,
            SplittableRandom random,
            int database,
            String key,
            List<PinnedValue> pins,
            List<byte[]> pinned) {
        @Nullable Expected before = twin.get(database, key, fixture.nowMs);
        try (ShardGuard guard = fixture.enter(database, key)) {
            int slot = guard.find();
            if (before != null && slot != NO_SLOT && guard.isLong(slot)) {
                pins.add(guard.pin(slot));
                pinned.add(before.value);
            }
        }
        if (pins.size() > 5) {
            int index = random.nextInt(pins.size());
            byte[] seen = new byte[(int) pins.get(index).length()];
            pins.get(index).copyTo(0, seen, 0, seen.length);
            assertThat(seen).as("a held value changed").isEqualTo(pinned.get(index));
            pins.remove(index).release();
            pinned.remove(index);
        }
    }

    private static void release(List<PinnedValue> pins, List<byte[]> pinned, int keep) {
        while (pins.size() > keep) {
            byte[] seen = new byte[(int) pins.getLast().length()];
            pins.getLast().copyTo(0, seen, 0, seen.length);
            assertThat(seen).isEqualTo(pinned.getLast());
            pins.removeLast().release();
            pinned.removeLast();
        }
    }

    private static void compare(StoreFixture fixture, Twin twin, long seed, int step) {
        fixture.store.verify();
        for (int database = 0; database < DATABASES; database++) {
            var seen = new ArrayList<String>();
            fixture.store
                    .keyspace()
                    .forEach(
                            database,
                            fixture.nowMs,
                            (array, offset, length) ->
                                    seen.add(
                                            new String(
                                                    array,
                                                    offset,
                                                    length,
                                                    StandardCharsets.ISO_8859_1)));
            var expected = new ArrayList<String>();
            for (String key : List.copyOf(twin.databases.get(database).keySet())) {
                if (twin.get(database, key, fixture.nowMs) != null) {
                    expected.add(key);
                }
            }
            assertThat(seen)
                    .as("seed %d, step %d, database %d", seed, step, database)
                    .containsExactlyInAnyOrderElementsOf(expected);
            for (String key : expected) {
                try (ShardGuard guard = fixture.enter(database, key)) {
                    Expected value = Objects.requireNonNull(twin.databases.get(database).get(key));
                    assertThat(StoreFixture.value(guard, guard.find())).isEqualTo(value.value);
                }
            }
        }
    }
}
