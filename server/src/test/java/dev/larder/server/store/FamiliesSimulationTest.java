package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.KEEP_DEADLINE;
import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.Counter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: whatever is written, copied, tagged, expired, evicted and flushed in between, an invalidation ends exactly
/// the entries that have the tag or the prefix, says how many they were, and gives their memory back (T1 to T5).
/// Method: a plain map with a set of tags beside each value sees the same seeded operations; few prefixes are
/// tracked, so that many keys share the rest; the walker compares all counts with what entries have, and the
/// fixture fails if a byte is left at the end.
final class FamiliesSimulationTest {
    private static final int STEPS = 30_000;
    private static final int VERIFY_EVERY = 1_500;
    private static final int PREFIXES_MAX = 7;

    /// Keys, of which the first so many have all prefixes there are, more than are tracked.
    private static final int NUMBERS = 200;

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

    private static final class Entry {
        private byte[] value = {};
        private Set<String> tags = new TreeSet<>();

        Entry copy() {
            var copy = new Entry();
            copy.value = value;
            copy.tags = new TreeSet<>(tags);
            return copy;
        }
    }

    private static final class History {
        private final SplittableRandom random;
        private final boolean evicts;
        private final Map<String, Entry> model = new HashMap<>();
        private final Set<String> tracked = new LinkedHashSet<>();
        private final TagNames tagSet = new TagNames();
        private long invalidated;
        private long refused;

        History(long seed, boolean evicts) {
            this.random = new SplittableRandom(seed);
            this.evicts = evicts;
        }

        void run(StoreConfig config) {
            try (var fixture = new StoreFixture(config)) {
                fixture.store
                        .families()
                        .prefixes()
                        .settings(new PrefixSettings((byte) ':', 2, PREFIXES_MAX));
                for (int step = 0; step < STEPS; step++) {
                    if (step % VERIFY_EVERY == 0) {
                        fixture.store.verify();
                        compare(fixture);
                    }
                    step(fixture);
                }
                compare(fixture);
                for (int number = 0; number < NUMBERS; number++) {
                    prefixes(key(number)).forEach(prefix -> invalidatePrefix(fixture, prefix));
                }
                compare(fixture);
                assertThat(invalidated).as("entries invalidated").isGreaterThan(1_000);
                assertThat(refused).as("prefixes not tracked").isPositive();
                long evictions = fixture.counters.sum(Counter.EVICTIONS);
                assertThat(evictions > 0).as("evictions").isEqualTo(evicts);
            }
        }

        private String key() {
            return key(random.nextInt(evicts ? 3_000 : NUMBERS));
        }

        private static String key(int number) {
            return switch (number % 5) {
                case 0 -> "plain" + number;
                case 1 -> "a" + number % 3 + ":" + number;
                default -> "a" + number % 3 + ":b" + number % 7 + ":" + number;
            };
        }

        private byte[] value() {
            int number = random.nextInt(40);
            int length = number == 0 ? 40_000 : number * 7 % 300;
            return StoreFixture.pattern(length + (evicts ? 2_000 : 0), number);
        }

        private List<String> tags() {
            var tags = new ArrayList<String>();
            for (int count = random.nextInt(4); count >= 0; count--) {
                tags.add("tag" + random.nextInt(12));
            }
            return tags;
        }

        private TagNames set(List<String> tags) {
            tagSet.clear();
            tags.forEach(tag -> tagSet.add(StoreFixture.slice(StoreFixture.bytes(tag))));
            return tagSet;
        }

        private void step(StoreFixture fixture) {
            switch (random.nextInt(24)) {
                case 0, 1, 2, 3, 4 -> set(fixture, true);
                case 5, 6 -> set(fixture, false);
                case 7 -> append(fixture);
                case 8 -> remove(fixture);
                case 9 -> expire(fixture);
                case 10 -> transfer(fixture, true);
                case 11 -> transfer(fixture, false);
                case 12 -> increment(fixture);
                case 13, 14 -> addTags(fixture);
                case 15 -> removeTags(fixture);
                case 16 -> rarely(fixture);
                case 17 -> invalidateTag(fixture);
                case 18 -> invalidatePrefix(fixture);
                default -> get(fixture, key());
            }
        }

        /// The prefixes that a new key makes known.
        private void track(String key) {
            for (String prefix : prefixes(key)) {
                if (tracked.size() < PREFIXES_MAX) {
                    tracked.add(prefix);
                }
                if (!tracked.contains(prefix)) {
                    return;
                }
            }
        }

        private static List<String> prefixes(String key) {
            var prefixes = new ArrayList<String>();
            for (int at = key.indexOf(':'); at >= 0 && prefixes.size() < 2; ) {
                prefixes.add(key.substring(0, at + 1));
                at = key.indexOf(':', at + 1);
            }
            return prefixes;
        }

        /// The model forgets what the store has evicted, and only that.
        private void settle(ShardGuard guard, String key) {
            if (guard.find() == NO_SLOT) {
                Entry gone = model.remove(key);
                assertThat(gone == null || evicts).as("%s is lost", key).isTrue();
            } else {
                assertThat(model).containsKey(key);
            }
        }

        private void set(StoreFixture fixture, boolean isTagged) {
            String key = key();
            byte[] value = value();
            List<String> tags = isTagged ? tags() : List.of();
            long deadline = random.nextInt(4) == 0 ? fixture.nowMs + 1_000_000 : NO_DEADLINE;
            try (ShardGuard guard = fixture.enter(0, key)) {
                if (isTagged) {
                    guard.tagging(set(tags));
                }
                guard.reserve(value.length, deadline);
                guard.putBytes(value, 0, value.length, deadline);
            }
            track(key);
            var entry = new Entry();
            entry.value = value;
            entry.tags.addAll(tags);
            model.put(key, entry);
        }

        private void append(StoreFixture fixture) {
            String key = key();
            byte[] piece = StoreFixture.pattern(1 + random.nextInt(30), 1);
            try (ShardGuard guard = fixture.enter(0, key)) {
                settle(guard, key);
                guard.reserveSplice(ShardGuard.END, piece.length);
                settle(guard, key);
                Entry entry = model.computeIfAbsent(key, _ -> new Entry());
                int at = entry.value.length;
                guard.splice(at, piece, 0, piece.length);
                entry.value = Arrays.copyOf(entry.value, at + piece.length);
                System.arraycopy(piece, 0, entry.value, at, piece.length);
            }
            track(key);
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
                guard.expireAt(
                        choice == 0
                                ? fixture.nowMs
                                : choice < 4 ? NO_DEADLINE : fixture.nowMs + 1_000_000);
                if (choice == 0) {
                    model.remove(key);
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
                Entry entry = model.get(from);
                if (entry == null) {
                    return;
                }
                Transfer.run(locked, keepsSource);
                track(to);
                model.put(to, entry.copy());
                if (!keepsSource) {
                    model.remove(from);
                }
            }
        }

        private void increment(StoreFixture fixture) {
            String key = key();
            boolean keeps = random.nextBoolean();
            try (ShardGuard guard = fixture.enter(0, key)) {
                if (keeps) {
                    guard.keepingTags();
                }
                guard.reserve(8, KEEP_DEADLINE);
                settle(guard, key);
                Entry entry = model.computeIfAbsent(key, _ -> new Entry());
                guard.putInteger(random.nextInt(), KEEP_DEADLINE);
                entry.value = StoreFixture.value(guard, guard.find());
                if (!keeps) {
                    entry.tags.clear();
                }
            }
            track(key);
        }

        private void addTags(StoreFixture fixture) {
            String key = key();
            List<String> tags = tags();
            try (ShardGuard guard = fixture.enter(0, key)) {
                int added = EntryTags.add(guard, set(tags));
                settle(guard, key);
                Entry entry = model.get(key);
                int before = entry == null ? 0 : entry.tags.size();
                if (entry != null) {
                    entry.tags.addAll(tags);
                    assertThat(added).isEqualTo(entry.tags.size() - before);
                } else {
                    assertThat(added).isEqualTo(EntryTags.NO_ENTRY);
                }
            }
        }

        private void removeTags(StoreFixture fixture) {
            String key = key();
            List<String> tags = tags();
            try (ShardGuard guard = fixture.enter(0, key)) {
                int removed = EntryTags.remove(guard, set(tags));
                settle(guard, key);
                Entry entry = model.get(key);
                int before = entry == null ? 0 : entry.tags.size();
                if (entry != null) {
                    tags.forEach(entry.tags::remove);
                    assertThat(removed).isEqualTo(before - entry.tags.size());
                } else {
                    assertThat(removed).isEqualTo(EntryTags.NO_ENTRY);
                }
            }
        }

        private void rarely(StoreFixture fixture) {
            switch (random.nextInt(60)) {
                case 0 -> {
                    fixture.store.flush(0, 0);
                    model.clear();
                }
                case 1, 2, 3 -> fixture.ticks();
                case 4 -> fixture.store.swap(0, 1);
                case 5 -> fixture.store.swap(0, 1);
                default -> get(fixture, key());
            }
            if (fixture.store.size(1) > 0) {
                fixture.store.swap(0, 1);
            }
        }

        private void invalidateTag(StoreFixture fixture) {
            if (evicts && random.nextInt(10) != 0) {
                return;
            }
            String tag = "tag" + random.nextInt(12);
            boolean isSwept = random.nextBoolean();
            if (isSwept) {
                fixture.store.awaitSwept();
            }
            long had = model.values().stream().filter(entry -> entry.tags.contains(tag)).count();
            long ended =
                    fixture.store
                            .families()
                            .invalidateTags(0, set(List.of(tag)), random.nextBoolean());
            check(ended, had, isSwept);
            model.values().removeIf(entry -> entry.tags.contains(tag));
        }

        private void invalidatePrefix(StoreFixture fixture) {
            List<String> candidates = prefixes(key());
            if (candidates.isEmpty() || random.nextInt(evicts ? 40 : 4) != 0) {
                return;
            }
            invalidatePrefix(fixture, candidates.get(random.nextInt(candidates.size())));
        }

        private void invalidatePrefix(StoreFixture fixture, String prefix) {
            Families families = fixture.store.families();
            switch (families.prefixes().standing(StoreFixture.bytes(prefix))) {
                case UNTRACKED -> {
                    assertThat(tracked).hasSize(PREFIXES_MAX).doesNotContain(prefix);
                    refused++;
                    return;
                }
                case UNUSED -> assertThat(tracked).doesNotContain(prefix);
                case TRACKED -> assertThat(tracked).contains(prefix);
                case NO_PREFIX, TOO_DEEP -> throw new AssertionError(prefix);
            }
            boolean isSwept = random.nextBoolean();
            if (isSwept) {
                fixture.store.awaitSwept();
            }
            long had = model.keySet().stream().filter(key -> key.startsWith(prefix)).count();
            long ended =
                    families.invalidatePrefixes(
                            0, List.of(StoreFixture.bytes(prefix)), random.nextBoolean());
            check(ended, had, isSwept);
            model.keySet().removeIf(key -> key.startsWith(prefix));
        }

        /// What was dead before and is not swept may be counted again; what was evicted the model knows too much of.
        private void check(long ended, long had, boolean isSwept) {
            if (!evicts && isSwept) {
                assertThat(ended).isEqualTo(had);
            } else if (!evicts) {
                assertThat(ended).isGreaterThanOrEqualTo(had);
            } else if (isSwept) {
                assertThat(ended).isLessThanOrEqualTo(had);
            }
            invalidated += ended;
        }

        private void get(StoreFixture fixture, String key) {
            try (ShardGuard guard = fixture.enter(0, key)) {
                settle(guard, key);
                int slot = guard.touch();
                if (slot != NO_SLOT) {
                    Entry entry = requireNonNull(model.get(key));
                    assertThat(StoreFixture.value(guard, slot)).isEqualTo(entry.value);
                    List<String> tags =
                            Arrays.stream(EntryTags.of(guard))
                                    .map(tag -> new String(tag, ISO_8859_1))
                                    .toList();
                    assertThat(tags).containsExactlyElementsOf(entry.tags);
                }
            }
        }

        private void compare(StoreFixture fixture) {
            if (random.nextBoolean()) {
                fixture.store.awaitSwept();
            }
            for (String key : List.copyOf(model.keySet())) {
                get(fixture, key);
            }
            var walked = new TreeSet<String>();
            fixture.store
                    .keyspace()
                    .forEach(
                            0,
                            fixture.nowMs,
                            (array, offset, length) ->
                                    walked.add(new String(array, offset, length, ISO_8859_1)));
            assertThat(walked).isEqualTo(new TreeSet<>(model.keySet()));
        }
    }
}
