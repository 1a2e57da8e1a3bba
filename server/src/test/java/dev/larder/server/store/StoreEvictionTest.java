package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.stats.Counter;
import dev.larder.server.store.evict.EvictionPolicies;
import dev.larder.server.store.evict.PolicySettings;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes when memory or the number of entries is bounded.
final class StoreEvictionTest {
    private static final long MEMORY = 8 << 20;

    @Test
    void eviction_inOneShard_followsTheTrueOrderOfUseByMemoryToo() {
        try (var fixture = new StoreFixture(StoreConfig.of(MEMORY).withShards(1))) {
            var random = new SplittableRandom(1);
            var order = new LinkedHashMap<String, Boolean>(16, 0.75f, true);
            byte[] value = StoreFixture.pattern(1000, 1);
            for (int step = 0; step < 40_000; step++) {
                String key = "key:" + random.nextInt(12_000);
                long evictions = fixture.counters.sum(Counter.EVICTIONS);
                fixture.set(0, key, value, NO_DEADLINE);
                order.put(key, true);
                long gone = fixture.counters.sum(Counter.EVICTIONS) - evictions;
                assertOldestGone(fixture, order, gone);
            }
            assertThat(fixture.store.entries()).isEqualTo(order.size());
            assertThat(fixture.counters.sum(Counter.EVICTIONS)).isGreaterThan(1_000);
        }
    }

    private static void assertOldestGone(
            StoreFixture fixture, SequencedMap<String, Boolean> order, long count) {
        for (long gone = 0; gone < count; gone++) {
            String oldest = order.firstEntry().getKey();
            order.remove(oldest);
            try (ShardGuard guard = fixture.enter(0, oldest)) {
                assertThat(guard.find()).as("%s was the oldest", oldest).isEqualTo(NO_SLOT);
            }
        }
    }

    @Test
    void valueSizes_thatShift_getTheMemoryOfTheOldOnes() {
        try (var fixture = new StoreFixture(StoreConfig.of(4 * MEMORY).withShards(4))) {
            for (int number = 0; number < 400_000; number++) {
                fixture.set(0, "small:" + number, StoreFixture.pattern(100, number), NO_DEADLINE);
            }
            long full = fixture.store.figures().committedBytes();
            for (int number = 0; number < 40_000; number++) {
                fixture.nowMs++;
                fixture.set(0, "large:" + number, StoreFixture.pattern(4_000, number), NO_DEADLINE);
            }
            fixture.store.verify();
            StoreFigures figures = fixture.store.figures();
            long hits = 0;
            for (int number = 0; number < 40_000; number++) {
                hits += fixture.get(0, "large:" + number) == null ? 0 : 1;
            }
            assertThat(full).isGreaterThan(3 * MEMORY);
            assertThat(figures.committedBytes()).isLessThanOrEqualTo(4 * MEMORY + 4 * MEMORY / 64);
            // 32 MiB hold at most 8,200 such values; all but a few must fit when the small ones
            // have gone.
            assertThat(hits).as("large values kept, %s", figures).isGreaterThan(6_500);
        }
    }

    @ParameterizedTest
    @EnumSource(EvictionPolicies.class)
    void everyPolicy_keepsTheLimitAndTheInvariants(EvictionPolicies policy) {
        try (var fixture =
                new StoreFixture(StoreConfig.of(MEMORY).withShards(4).withPolicy(policy))) {
            var random = new SplittableRandom(7);
            int refused = 0;
            for (int step = 0; step < 60_000; step++) {
                fixture.nowMs += step % 10 == 0 ? 1 : 0;
                String key = "key:" + random.nextInt(30_000);
                if (random.nextInt(3) == 0) {
                    fixture.get(0, key);
                } else {
                    long deadline =
                            random.nextBoolean()
                                    ? fixture.nowMs + 1_000_000 + random.nextInt(100_000)
                                    : NO_DEADLINE;
                    byte[] value = StoreFixture.pattern(random.nextInt(1_500), step);
                    refused += isStored(fixture, key, value, deadline) ? 0 : 1;
                }
                if (step % 20_000 == 0) {
                    fixture.store.verify();
                }
            }
            assertThat(fixture.store.figures().committedBytes())
                    .isLessThanOrEqualTo(MEMORY + MEMORY / 32);
            if (policy == EvictionPolicies.NOEVICTION) {
                assertThat(refused).isPositive();
            } else {
                assertThat(fixture.counters.sum(Counter.EVICTIONS)).isPositive();
            }
            if (!policy.isVolatile() && policy != EvictionPolicies.NOEVICTION) {
                assertThat(refused).isZero();
            }
        }
    }

    @Test
    void policy_changedOnAFullStore_worksFromThereOn() {
        try (var fixture = new StoreFixture(StoreConfig.of(MEMORY).withShards(4))) {
            var random = new SplittableRandom(3);
            for (EvictionPolicies policy : EvictionPolicies.values()) {
                fixture.store.policy(policy, PolicySettings.DEFAULT);
                fixture.store.verify();
                for (int step = 0; step < 8_000; step++) {
                    fixture.nowMs++;
                    long deadline = random.nextBoolean() ? fixture.nowMs + 10_000_000 : NO_DEADLINE;
                    String key = "key:" + random.nextInt(50_000);
                    byte[] value = StoreFixture.pattern(900, step);
                    boolean mayRefuse =
                            policy.isVolatile() || policy == EvictionPolicies.NOEVICTION;
                    assertThat(isStored(fixture, key, value, deadline) || mayRefuse).isTrue();
                }
                fixture.store.verify();
            }
        }
    }

    /// Whether there was memory for the entry.
    private static boolean isStored(StoreFixture fixture, String key, byte[] value, long deadline) {
        try {
            fixture.set(0, key, value, deadline);
            return true;
        } catch (StoreFullException e) {
            return false;
        }
    }

    @Test
    void limit_loweredUnderUse_isReachedByTicksAlone() {
        try (var fixture = new StoreFixture(StoreConfig.of(4 * MEMORY).withShards(8))) {
            for (int number = 0; number < 100_000; number++) {
                fixture.set(0, "key:" + number, StoreFixture.pattern(300, number), NO_DEADLINE);
            }
            fixture.store.maxMemoryBytes(MEMORY);
            fixture.ticks();
            fixture.store.verify();
            assertThat(fixture.store.figures().committedBytes()).isLessThanOrEqualTo(MEMORY);
            assertThat(fixture.store.entries()).isGreaterThan(10_000);
            fixture.set("new", "value");
            assertThat(fixture.get("new")).isEqualTo("value");
        }
    }

    @Test
    void noeviction_whenFull_refusesAndChangesNothing() {
        StoreConfig config =
                StoreConfig.of(MEMORY).withShards(1).withPolicy(EvictionPolicies.NOEVICTION);
        try (var fixture = new StoreFixture(config)) {
            byte[] value = StoreFixture.pattern(1_000, 1);
            int[] stored = {0};
            assertThatThrownBy(
                            () -> {
                                for (; ; stored[0]++) {
                                    fixture.set(0, "key:" + stored[0], value, NO_DEADLINE);
                                }
                            })
                    .isInstanceOf(StoreFullException.class);
            assertThat(fixture.store.entries()).isEqualTo(stored[0]);
            assertThatThrownBy(() ->
                            fixture.set(0, "key:0", StoreFixture.pattern(90_000, 2), NO_DEADLINE))
                    .isInstanceOf(StoreFullException.class);
            assertThat(fixture.get(0, "key:0")).isEqualTo(value);
            assertThat(fixture.delete(0, "key:1")).isTrue();
            fixture.set(0, "again", value, NO_DEADLINE);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void longAndShortKeys_underASmallLimit_makeRoomForEachOther(long seed) {
        int[] keyLengths = {1, 30, 251, 3_000, 8_192, 8_193, 20_000, 33_000, 57_344};
        int[] valueLengths = {0, 3, 200, 4_096, 4_097, 16_384, 20_000, 100_000};
        StoreConfig config = StoreConfig.of(MEMORY).withShards(4).checkedWithGenerationBits(31);
        var random = new SplittableRandom(seed);
        try (var fixture = new StoreFixture(config)) {
            for (int step = 0; step < 6_000; step++) {
                fixture.nowMs += random.nextInt(3);
                // Sizes shift: in a phase most keys and values are of one length.
                boolean usual = random.nextInt(4) > 0;
                int phase = step / 500;
                int keyLength = keyLengths[(usual ? phase : random.nextInt(9)) % 9];
                int valueLength = valueLengths[(usual ? phase * 3 : random.nextInt(8)) % 8];
                String key = random.nextInt(300) + "-" + "k".repeat(keyLength);
                key = key.substring(0, Math.min(key.length(), 57_344));
                byte[] value = StoreFixture.pattern(valueLength, step);
                long deadline = random.nextBoolean() ? NO_DEADLINE : fixture.nowMs + 500;
                fixture.set(0, key, value, deadline);
                assertThat(fixture.get(0, key)).as("step %d", step).isEqualTo(value);
                if (step % 100 == 0) {
                    fixture.ticks();
                    fixture.store.verify();
                }
            }
            assertThat(fixture.counters.sum(Counter.EVICTIONS)).isPositive();
            assertThat(fixture.counters.sum(Counter.EXPIRATIONS)).isPositive();
            assertThat(fixture.store.heap().figures().pagesEvacuated()).isPositive();
        }
    }

    @Test
    void manyShards_stayNearTheTrueOrder() {
        StoreConfig config = StoreConfig.of(16 * MEMORY).withShards(16).withMaxEntries(20_000);
        try (var fixture = new StoreFixture(config)) {
            var window = new ArrayDeque<String>();
            for (int number = 0; number < 200_000; number++) {
                fixture.nowMs += number % 20 == 0 ? 1 : 0;
                fixture.set(0, "key:" + number, StoreFixture.pattern(20, number), NO_DEADLINE);
                window.add("key:" + number);
                if (window.size() > 20_000) {
                    window.remove();
                }
            }
            long kept = window.stream().filter(key -> fixture.get(0, key) != null).count();
            assertThat(kept).as("of the 20,000 newest").isGreaterThan(19_900);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EvictionPolicies.class,
            names = {"ALLKEYS_SIEVE", "ALLKEYS_LFU", "ALLKEYS_RANDOM"})
    void victims_ofPoliciesWithoutAnOrderOverShards_comeFromAllShardsAlike(
            EvictionPolicies policy) {
        StoreConfig config =
                StoreConfig.of(16 * MEMORY).withShards(8).withMaxEntries(8_000).withPolicy(policy);
        try (var fixture = new StoreFixture(config)) {
            for (int number = 0; number < 24_000; number++) {
                fixture.set("key:" + number, "value");
            }
            for (int number = 0; number < 8; number++) {
                // 1,000 each, were all shards alike; a shard that is drained for the others has
                // few.
                assertThat(fixture.store.shard(number).index.size())
                        .as("entries of shard %d", number)
                        .isBetween(700L, 1_300L);
            }
        }
    }
}
