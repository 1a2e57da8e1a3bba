package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.stats.Counter;
import dev.larder.server.store.evict.EvictionPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whose place a new entry takes: that of the dead first, and of the living only if it must.
@Timeout(60)
final class StoreRoomTest {
    private static final int BOUND = 1_000;

    @ParameterizedTest
    @EnumSource(EvictionPolicies.class)
    void flushedEntries_underABoundOnTheirNumber_takeNoPlaceFromNewOnes(EvictionPolicies policy) {
        StoreConfig config =
                StoreConfig.of(32 << 20).withShards(4).withMaxEntries(BOUND).withPolicy(policy);
        try (var fixture = new StoreFixture(config)) {
            byte[] value = StoreFixture.bytes("value");
            for (int round = 0; round < 3; round++) {
                for (int number = 0; number < BOUND; number++) {
                    long deadline = fixture.nowMs + 1_000_000 + number;
                    fixture.set(0, "key:" + round + ":" + number, value, deadline);
                }
                for (int number = 0; number < BOUND; number++) {
                    assertThat(fixture.get("key:" + round + ":" + number)).isEqualTo("value");
                }
                fixture.store.flush(0, 0);
            }
            assertThat(fixture.counters.sum(Counter.EVICTIONS)).isZero();
        }
    }

    @Test
    void flushedEntries_metAsVictims_areNoEvictions() {
        StoreConfig config = StoreConfig.of(32 << 20).withShards(2).withMaxEntries(BOUND);
        try (var fixture = new StoreFixture(config)) {
            byte[] value = StoreFixture.bytes("value");
            for (int number = 0; number < BOUND; number++) {
                fixture.set(number % 2, "key:" + number, value, NO_DEADLINE);
                fixture.nowMs++;
            }
            fixture.store.flush(0, 0);
            for (int number = 0; number < BOUND; number++) {
                fixture.set(0, "new:" + number, value, NO_DEADLINE);
            }
            assertThat(fixture.store.size(0) + fixture.store.size(1)).isEqualTo(BOUND);
            assertThat(fixture.counters.sum(Counter.EVICTIONS)).isEqualTo(BOUND / 2);
        }
    }

    /// A write that finds memory full while another thread sweeps must wait for what that brings, not
    /// fail or take the place of the living. The other one is held up by a shard that is taken.
    @Test
    void write_whileAnotherThreadSweeps_waitsForTheSweep() throws Exception {
        StoreConfig config =
                StoreConfig.of(8 << 20)
                        .withShards(2)
                        .withStripes(2)
                        .withPolicy(EvictionPolicies.NOEVICTION);
        try (var fixture = new StoreFixture(config);
                var executor = Executors.newFixedThreadPool(2)) {
            byte[] value = StoreFixture.pattern(1_000, 1);
            fillUp(fixture, value);
            fixture.store.flush(0, 0);
            Slice key = keyOfShard(fixture.store, 1);
            var writer = new AtomicReference<Thread>();
            Future<?> written;
            Shard held = fixture.store.shard(0);
            held.lock.lock();
            try {
                Future<?> sweeper = executor.submit(fixture.store::awaitSwept);
                written =
                        executor.submit(() -> {
                            writer.set(Thread.currentThread());
                            write(fixture, key, value);
                        });
                awaitSleeping(writer, written);
                assertThat(sweeper.isDone()).isFalse();
            } finally {
                held.lock.unlock();
            }
            written.get(20, TimeUnit.SECONDS);
        }
    }

    /// A write that finds nobody to evict must look once more whether there is room: those who could have been evicted may
    /// have gone by themselves. It is held up while it moves a page of a shard that is taken, of which all is deleted.
    @Test
    void write_whileAllThatCouldBeEvictedIsDeleted_findsTheirRoom() throws Exception {
        StoreConfig config =
                StoreConfig.of(4 << 20)
                        .withShards(2)
                        .withStripes(2)
                        .withPolicy(EvictionPolicies.VOLATILE_LRU);
        try (var fixture = new StoreFixture(config);
                var executor = Executors.newSingleThreadExecutor()) {
            Slice key = keyOfShard(fixture.store, 1);
            write(fixture, key, StoreFixture.bytes("value"));
            List<String> names = fillShard(fixture, 0, StoreFixture.pattern(1_000, 1));
            for (int index = 0; index < names.size(); index += 2) {
                fixture.delete(0, names.get(index));
            }
            leaveNoRoom(fixture, 1, StoreFixture.pattern(3_000, 2));
            var writer = new AtomicReference<Thread>();
            Future<?> written;
            MultiGuard all = fixture.store.multi(0).begin(0, fixture.nowMs, true);
            names.forEach(name -> all.add(0, StoreFixture.slice(StoreFixture.bytes(name))));
            try (MultiGuard locked = all.lock()) {
                written =
                        executor.submit(() -> {
                            writer.set(Thread.currentThread());
                            write(fixture, key, StoreFixture.pattern(3_000, 2));
                        });
                awaitSleeping(writer, written);
                assertThat(written.isDone()).isFalse();
                for (int index = 0; index < locked.count(); index++) {
                    locked.at(index).remove();
                }
            }
            written.get(20, TimeUnit.SECONDS);
        }
    }

    /// Writes entries of another shard that cannot be evicted as long as they find room.
    private static void leaveNoRoom(StoreFixture fixture, int shard, byte[] value) {
        for (int number = 0;
                fixture.store.heap().hasRoom(MemoryTag.BLOBS, value.length + 10);
                number++) {
            String name = "more:" + number;
            Slice key = StoreFixture.slice(StoreFixture.bytes(name));
            if (fixture.store.shardOf(fixture.store.hash(key)) == shard) {
                fixture.set(0, name, value, NO_DEADLINE);
            }
        }
    }

    /// Entries of one shard that can be evicted, as many as there is room for.
    private static List<String> fillShard(StoreFixture fixture, int shard, byte[] value) {
        var names = new ArrayList<String>();
        for (int number = 0; fixture.counters.sum(Counter.EVICTIONS) == 0; number++) {
            String name = "key:" + number;
            Slice key = StoreFixture.slice(StoreFixture.bytes(name));
            if (fixture.store.shardOf(fixture.store.hash(key)) == shard) {
                fixture.set(0, name, value, fixture.nowMs + 1_000_000);
                names.add(name);
            }
        }
        return names;
    }

    /// Where nobody living may be evicted, the dead make room wherever the sweep finds them: the living lie before them.
    @Test
    void write_whileMemoryIsFullOfInvalidatedEntries_takesTheirPlace() {
        StoreConfig config =
                StoreConfig.of(8 << 20).withShards(2).withPolicy(EvictionPolicies.NOEVICTION);
        try (var fixture = new StoreFixture(config)) {
            fixture.store.families().prefixes().settings(PrefixSettings.DEFAULT);
            byte[] value = StoreFixture.pattern(1_000, 1);
            for (int number = 0; number < BOUND * 3; number++) {
                fixture.set(0, "living:" + number, value, NO_DEADLINE);
            }
            fillUp(fixture, value);
            List<byte[]> prefix = List.of(StoreFixture.bytes("key:"));
            assertThat(fixture.store.families().invalidatePrefixes(0, prefix, false))
                    .isGreaterThan(BOUND);
            for (int number = 0; number < BOUND; number++) {
                fixture.set(0, "new:" + number, value, NO_DEADLINE);
            }
            for (int number = 0; number < BOUND * 3; number++) {
                assertThat(fixture.get("living:" + number)).isNotNull();
            }
        }
    }

    /// A tick whose time went to other things has not swept, and must say so: the loop would rest.
    @Test
    void backgroundSweep_whoseTimeIsOver_saysThatThereIsMore() {
        try (var fixture = new StoreFixture(StoreConfig.of(8 << 20).withShards(2))) {
            Reclaimer reclaimer = fixture.store.reclaimer();
            long past = System.nanoTime() - 1;
            assertThat(reclaimer.sweep(past)).isFalse();
            fixture.set("key", "value");
            fixture.store.flush(0, 0);
            assertThat(reclaimer.sweep(past)).isTrue();
            assertThat(fixture.store.entries()).isEqualTo(1);
            fixture.store.awaitSwept();
            assertThat(reclaimer.sweep(past)).isFalse();
        }
    }

    private static void fillUp(StoreFixture fixture, byte[] value) {
        try {
            for (int number = 0; ; number++) {
                fixture.set(0, "key:" + number, value, NO_DEADLINE);
            }
        } catch (StoreFullException full) {
            assertThat(fixture.store.entries()).isPositive();
        }
    }

    private static Slice keyOfShard(Store store, int shard) {
        for (int number = 0; ; number++) {
            Slice key = StoreFixture.slice(StoreFixture.bytes("other:" + number));
            if (store.shardOf(store.hash(key)) == shard) {
                return key;
            }
        }
    }

    private static void write(StoreFixture fixture, Slice key, byte[] value) {
        try (ShardGuard guard = fixture.store.enter(1, fixture.nowMs, 0, key)) {
            guard.reserve(value.length, NO_DEADLINE);
            guard.putBytes(value, 0, value.length, NO_DEADLINE);
        }
    }

    /// Returns when the thread waits for something, or has ended.
    private static void awaitSleeping(AtomicReference<Thread> thread, Future<?> job) {
        int seen = 0;
        while (!job.isDone() && seen < 3) {
            Thread running = thread.get();
            if (running != null && running.getState() == Thread.State.TIMED_WAITING) {
                seen++;
            }
            Thread.yield();
        }
    }

    /// An operation must not be confused by the size of the one before.
    @Test
    void fewKeys_afterVeryMany_findRoomUnderABoundOnTheirNumber() {
        StoreConfig config = StoreConfig.of(32 << 20).withShards(4).withMaxEntries(5_000);
        try (var fixture = new StoreFixture(config)) {
            setTogether(fixture, "first:", 5_000);
            setTogether(fixture, "second:", 2);
            assertThat(fixture.get("second:1")).isEqualTo("value");
            assertThat(fixture.store.entries()).isEqualTo(5_000);
        }
    }

    private static void setTogether(StoreFixture fixture, String prefix, int count) {
        byte[] value = StoreFixture.bytes("value");
        MultiGuard several = fixture.store.multi(0).begin(0, fixture.nowMs, true);
        for (int number = 0; number < count; number++) {
            several.add(0, StoreFixture.slice(StoreFixture.bytes(prefix + number)));
        }
        try (MultiGuard keys = several.lock()) {
            keys.reserve(
                    value.length,
                    (length, index, reserving) -> reserving.bytes(length, NO_DEADLINE));
            for (int index = 0; index < count; index++) {
                keys.at(index).putBytes(value, 0, value.length, NO_DEADLINE);
            }
        }
    }

    @Test
    void volatileRandom_ofDeadlinesFarAndNear_choosesAllAlike() {
        StoreConfig config =
                StoreConfig.of(32 << 20)
                        .withShards(1)
                        .withMaxEntries(10_000)
                        .withPolicy(EvictionPolicies.VOLATILE_RANDOM);
        try (var fixture = new StoreFixture(config)) {
            byte[] value = StoreFixture.bytes("value");
            for (int number = 0; number < 200; number++) {
                // Each in a bucket of its own, or nearly.
                fixture.set(0, "far:" + number, value, fixture.nowMs + 600_000L * number + 1_000);
            }
            for (int number = 200; number < 13_000; number++) {
                fixture.set(0, "near:" + number, value, fixture.nowMs + 40_000_000 + number % 7);
            }
            int kept = 0;
            for (int number = 0; number < 200; number++) {
                kept += fixture.get("far:" + number) == null ? 0 : 1;
            }
            // 3,000 of 10,000 went, some of them new: 74 % of the old ones stay.
            assertThat(kept).as("of 200 in sparse buckets").isBetween(120, 175);
        }
    }
}
