package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.bytes.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/// Goal: from the answer of an invalidation on nobody reads what had the tag or the prefix before (T2), while others
/// write, read and sweep.
///
/// Method: each key has one writer, which numbers its writes and notes the last one that is over. Who invalidates
/// takes those notes first, and when the answer is there raises for each key the number up to which it must not be
/// read any more. A reader looks at that number before it reads. So a write that was under way while somebody
/// invalidated may be read or not; one that was over before must not.
final class FamiliesConcurrencyTest {
    private static final int LOOPS = 4;
    private static final int KEYS = 256;
    private static final int TAGS = 4;
    private static final int INVALIDATIONS_MIN = 3_000;
    private static final int INVALIDATIONS_MAX = 20_000_000;
    private static final int READS_MIN = 20_000;

    private final StoreFixture fixture =
            new StoreFixture(StoreConfig.of(32 << 20).withShards(8).withStripes(LOOPS));
    private final AtomicLongArray written = new AtomicLongArray(KEYS);
    private final AtomicLongArray ended = new AtomicLongArray(KEYS);
    private final AtomicLong reads = new AtomicLong();
    private final AtomicBoolean done = new AtomicBoolean();

    private static Slice key(int number) {
        return StoreFixture.slice(StoreFixture.bytes("p" + number % TAGS + ":key" + number));
    }

    @Test
    void invalidate_whileOthersReadAndWrite_isSeenByAll() throws Exception {
        fixture.store.families().prefixes().settings(PrefixSettings.DEFAULT);
        try (ExecutorService threads = Executors.newFixedThreadPool(LOOPS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int stripe = 0; stripe < LOOPS; stripe++) {
                all.add(threads.submit(task(stripe)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            done.set(true);
        }
        assertThat(reads.get()).as("entries read").isPositive();
        fixture.close();
    }

    private Callable<Object> task(int stripe) {
        return () -> {
            try {
                if (stripe == 0) {
                    invalidate();
                } else if (stripe == 1) {
                    read(stripe);
                } else {
                    write(stripe);
                }
                return true;
            } finally {
                done.set(true);
            }
        };
    }

    private boolean isWanted(int round) {
        return round < INVALIDATIONS_MIN || (reads.get() < READS_MIN && round < INVALIDATIONS_MAX);
    }

    private void invalidate() {
        var random = new SplittableRandom(1);
        var tags = new TagNames();
        long[] before = new long[KEYS];
        for (int round = 0; isWanted(round) && !done.get(); round++) {
            int family = random.nextInt(TAGS);
            for (int key = family; key < KEYS; key += TAGS) {
                before[key] = written.get(key);
            }
            if (random.nextBoolean()) {
                tags.clear();
                tags.add(StoreFixture.slice(StoreFixture.bytes("t" + family)));
                fixture.store.families().invalidateTags(0, tags, false);
            } else {
                byte[] prefix = StoreFixture.bytes("p" + family + ":");
                fixture.store.families().invalidatePrefixes(0, List.of(prefix), false);
            }
            for (int key = family; key < KEYS; key += TAGS) {
                ended.set(key, before[key]);
            }
            if (round % 8 == 0) {
                fixture.store.tick(0, fixture.nowMs);
            }
        }
    }

    private void write(int stripe) {
        var random = new SplittableRandom(stripe);
        var tags = new TagNames();
        byte[] value = new byte[8];
        for (long number = 1; !done.get(); number++) {
            int key = random.nextInt(KEYS / 2) * 2 + stripe % 2;
            for (int index = 0; index < value.length; index++) {
                value[index] = (byte) (number >>> (8 * index));
            }
            tags.clear();
            tags.add(StoreFixture.slice(StoreFixture.bytes("t" + key % TAGS)));
            try (ShardGuard guard = fixture.store.enter(stripe, fixture.nowMs, 0, key(key))) {
                guard.tagging(tags);
                guard.reserve(value.length, NO_DEADLINE);
                guard.putBytes(value, 0, value.length, NO_DEADLINE);
            }
            written.set(key, number);
            if (number % 64 == 0) {
                fixture.store.tick(stripe, fixture.nowMs);
            }
        }
    }

    private void read(int stripe) {
        var random = new SplittableRandom(stripe);
        while (!done.get()) {
            int key = random.nextInt(KEYS);
            long over = ended.get(key);
            try (ShardGuard guard = fixture.store.enter(stripe, fixture.nowMs, 0, key(key))) {
                int slot = guard.touch();
                if (slot != NO_SLOT) {
                    reads.incrementAndGet();
                    assertThat(number(guard, slot)).as("write of %d", key).isGreaterThan(over);
                }
            }
        }
    }

    private static long number(ShardGuard guard, int slot) {
        byte[] value = StoreFixture.value(guard, slot);
        long number = 0;
        for (int index = 0; index < value.length; index++) {
            number |= (value[index] & 0xFFL) << (8 * index);
        }
        return number;
    }
}
