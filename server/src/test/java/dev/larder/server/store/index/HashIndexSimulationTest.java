package dev.larder.server.store.index;

import static dev.larder.server.store.index.HashIndex.NO_SLOT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.NativeMemory;
import dev.larder.server.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HashIndexSimulationTest {
    private static final long REGION_BYTES = 8 << 20;
    private static final int STEPS = 100_000;
    private static final int KEY_RANGE = 30_000;
    private static final long FIRST_FRESH = 1_000_000;

    private final NativeMemory memory = NativeMemory.reserve(REGION_BYTES);
    private final ChunkHeap heap = new ChunkHeap(memory, REGION_BYTES, true);
    private final MemoryHog hog = new MemoryHog(heap);
    private final Map<Long, Integer> model = new HashMap<>();
    private final List<Long> present = new ArrayList<>();
    private final Map<Long, Integer> placeOf = new HashMap<>();
    private NumberedKeys keys = new NumberedKeys(NumberedKeys::scatter);
    private HashIndex index = new HashIndex(heap, memory.bytes(), keys, 0);
    private int skipBits;
    private static long refusalsOfAll;

    private long refusals;
    private long fresh = FIRST_FRESH;

    /// How hashes are spoilt: the bits that are left random.
    enum Spoilt {
        NOTHING(-1L),
        TAGS(~0xffL),
        BUCKETS(0xff00_0fff_ffff_ffffL),
        MIDDLE(0xff80_0000_0000_00ffL),
        TWELVE_BITS(0x0fff_0000_0000_0000L);

        private final long kept;

        Spoilt(long kept) {
            this.kept = kept;
        }
    }

    static Stream<Arguments> histories() {
        return Seeds.quick()
                .boxed()
                .flatMap(seed ->
                        Stream.of(Spoilt.values()).map(spoilt -> Arguments.of(seed, spoilt)));
    }

    /// A single history may well stay small; all of them together do not.
    @AfterAll
    static void assertRareThingsHappened() {
        assertThat(refusalsOfAll).as("inserts without room").isPositive();
    }

    @AfterEach
    void close() {
        hog.giveBack();
        index.verify();
        index.clear();
        assertThat(heap.usedBytes(MemoryTag.INDEX)).isZero();
        heap.verify();
        heap.close();
        memory.close();
    }

    private void start(SplittableRandom random, Spoilt spoilt) {
        skipBits = random.nextInt(0, 8);
        long shard = skipBits == 0 ? 0 : random.nextLong() << (Long.SIZE - skipBits);
        keys =
                new NumberedKeys(
                        key -> (NumberedKeys.scatter(key) & spoilt.kept) >>> skipBits | shard);
        index = new HashIndex(heap, memory.bytes(), keys, skipBits);
    }

    /// Goal: any history of inserts, removals and replacements, growing and shrinking, with memory
    /// running out at times, keeps B1 to B8 and finds what a map finds.
    /// Method: a `HashMap` from key to slot is the model.
    @ParameterizedTest
    @MethodSource("histories")
    void anyHistory_findsWhatAMapFinds(long seed, Spoilt spoilt) {
        var random = new SplittableRandom(seed);
        start(random, spoilt);
        int bias = 0;
        for (int step = 0; step < STEPS; step++) {
            if (step % 20_000 == 0) {
                bias = random.nextInt(-40, 60);
                hog.giveBack();
                if (random.nextInt(5) == 0) {
                    hog.takeAll();
                }
            }
            if (step % 10_000 == 0) {
                index.verify();
            }
            long key = random.nextInt(KEY_RANGE);
            if (random.nextInt(100) < 50 + bias) {
                put(key);
            } else if (!present.isEmpty()) {
                dropOrReplace(present.get(random.nextInt(present.size())), random);
            }
            lookUp(random.nextInt(KEY_RANGE));
        }
        assertThat(index.size()).isEqualTo(model.size());
        refusalsOfAll += refusals;
        present.forEach(this::lookUp);
        while (!present.isEmpty()) {
            drop(present.getLast());
        }
        assertThat(index.segments()).isZero();
    }

    /// Goal: a scan visits every key that is there from its beginning to its end exactly once, and
    /// no key twice, while the index grows and shrinks by orders of magnitude under it.
    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void scan_throughGrowthAndShrinkage_visitsWhatStaysExactlyOnce(long seed) {
        var random = new SplittableRandom(seed);
        long splits = 0;
        long merges = 0;
        long exchanges = 0;
        for (int round = 0; round < 50; round++) {
            start(random, Spoilt.NOTHING);
            boolean grows = random.nextBoolean();
            long count = grows ? random.nextLong(1 << random.nextInt(1, 13)) : 10_000;
            LongStream.range(0, count).forEach(this::put);
            var staying = new HashSet<Long>();
            present.stream().filter(key -> key % 20 == 0).forEach(staying::add);
            var seen = new HashMap<Long, Integer>();
            fresh = FIRST_FRESH;
            long first = skipBits == 0 ? 0 : keys.hashOfKey(0) >>> (Long.SIZE - skipBits);
            long at = first << (HashIndex.POSITION_BITS - skipBits);
            while (at != HashIndex.DONE) {
                long next = index.scan(at, slot -> seen.merge(keys.key(slot), 1, Integer::sum));
                assertThat(next == HashIndex.DONE || next > at).isTrue();
                at = next;
                int before = index.segments();
                long bytes = heap.usedBytes(MemoryTag.INDEX);
                change(random, grows, staying);
                splits += Math.max(0, index.segments() - before);
                merges += Math.max(0, before - index.segments());
                boolean same = before == index.segments();
                exchanges += same && heap.usedBytes(MemoryTag.INDEX) != bytes ? 1 : 0;
            }
            assertThat(seen.keySet()).containsAll(staying);
            assertThat(seen.values()).allMatch(times -> times == 1);
            while (!present.isEmpty()) {
                drop(present.getLast());
            }
        }
        assertThat(splits).as("splits during scans").isGreaterThan(50);
        assertThat(merges).as("merges during scans").isGreaterThan(50);
        assertThat(exchanges).as("exchanges during scans").isGreaterThan(100);
    }

    /// Adds keys that were never there, or removes keys that need not stay.
    private void change(SplittableRandom random, boolean grows, Set<Long> staying) {
        for (int changes = random.nextInt(100); changes > 0; changes--) {
            if (grows && random.nextInt(10) < 9) {
                put(fresh++);
            } else if (!present.isEmpty()) {
                long key = present.get(random.nextInt(present.size()));
                if (!staying.contains(key)) {
                    drop(key);
                }
            }
        }
    }

    private void put(long key) {
        if (model.containsKey(key)) {
            return;
        }
        long hash = keys.hashOfKey(key);
        if (index.prepareInsert(hash)) {
            int slot = keys.allocate(key);
            index.insert(hash, slot);
            model.put(key, slot);
            placeOf.put(key, present.size());
            present.add(key);
        } else {
            refusals++;
        }
    }

    private void dropOrReplace(long key, SplittableRandom random) {
        if (random.nextInt(10) > 0) {
            drop(key);
            return;
        }
        int old = requireNonNull(model.get(key));
        int fresh = keys.allocate(key);
        index.replace(keys.hashOfKey(key), old, fresh);
        keys.free(old);
        model.put(key, fresh);
    }

    private void drop(long key) {
        int slot = requireNonNull(model.remove(key));
        index.remove(keys.hashOfKey(key), slot);
        keys.free(slot);
        long last = present.removeLast();
        int place = requireNonNull(placeOf.remove(key));
        if (last != key) {
            present.set(place, last);
            placeOf.put(last, place);
        }
    }

    private void lookUp(long key) {
        byte[] bytes = NumberedKeys.bytes(key);
        int slot = index.find(keys.hashOfKey(key), bytes, 0, bytes.length, 0);
        assertThat(slot).isEqualTo(model.getOrDefault(key, NO_SLOT));
    }
}
