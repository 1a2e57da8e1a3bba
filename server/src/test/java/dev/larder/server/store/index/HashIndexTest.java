package dev.larder.server.store.index;

import static dev.larder.server.store.index.HashIndex.NO_SLOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.check.InvariantViolation;
import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.NativeMemory;
import dev.larder.server.testing.Allocation;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HashIndexTest {
    private static final long REGION_BYTES = 16 << 20;
    private static final int CAPACITY = SegmentSizes.CELLS_MAX;

    private final NativeMemory memory = NativeMemory.reserve(REGION_BYTES);
    private final ChunkHeap heap = new ChunkHeap(memory, REGION_BYTES, true);
    private final MemoryHog hog = new MemoryHog(heap);
    private NumberedKeys keys = new NumberedKeys(NumberedKeys::scatter);
    private HashIndex index = new HashIndex(heap, memory.bytes(), keys, 0);

    /// Starts over with keys hashed another way.
    private void hashedBy(LongUnaryOperator hash) {
        keys = new NumberedKeys(hash);
        index = new HashIndex(heap, memory.bytes(), keys, 0);
    }

    @AfterEach
    void verifyAndClose() {
        index.verify();
        index.clear();
        index.verify();
        assertThat(heap.usedBytes(MemoryTag.INDEX)).isZero();
        heap.verify();
        heap.close();
        memory.close();
    }

    @Test
    void find_inAnEmptyIndex_isNoSlot() {
        assertThat(find(1)).isEqualTo(NO_SLOT);
        assertThat(index.glimpse(0)).isZero();
        assertThat(index.glimpse(-1)).isZero();
        assertThat(index.contains(7, 7)).isFalse();
        assertThat(index.random(123)).isEqualTo(NO_SLOT);
        assertThat(index.find(1, slot -> true)).isEqualTo(NO_SLOT);
        assertThat(index.scan(0, slot -> {})).isEqualTo(HashIndex.DONE);
        assertThat(heap.usedBytes()).isZero();
    }

    @Test
    void find_ofKeysThatAreAndAreNotThere_tellsThemApart() {
        for (long key = 0; key < 100_000; key += 2) {
            put(key);
        }
        for (long key = 0; key < 100_000; key++) {
            int slot = find(key);
            if (key % 2 == 0) {
                assertThat(keys.key(slot)).isEqualTo(key);
                assertThat(index.contains(keys.hashOfKey(key), slot)).isTrue();
            } else {
                assertThat(slot).isEqualTo(NO_SLOT);
            }
        }
        assertThat(index.size()).isEqualTo(50_000);
    }

    @Test
    void find_inAnotherDatabase_isNoSlot() {
        put(1);
        byte[] key = NumberedKeys.bytes(1);
        long hash = keys.hashOfKey(1);
        assertThat(index.find(hash, key, 0, key.length, 1)).isEqualTo(NO_SLOT);
    }

    @Test
    void find_byAFilter_meetsTheSlotByItsHash() {
        for (long key = 0; key < 5000; key++) {
            put(key);
        }
        for (long key = 0; key < 5000; key++) {
            int wanted = find(key);
            assertThat(index.find(keys.hashOfKey(key), slot -> slot == wanted)).isEqualTo(wanted);
        }
        assertThat(index.find(keys.hashOfKey(1), slot -> false)).isEqualTo(NO_SLOT);
    }

    @Test
    void candidate_ofAnEntryInItsHomeBucket_isTheSlot() {
        put(1);
        long hash = keys.hashOfKey(1);
        long bucket = index.glimpse(hash);
        assertThat(bucket).isNotZero();
        assertThat(index.glimpseSlot(bucket, hash)).isEqualTo(find(1));
        assertThat(index.glimpseSlot(bucket, hash ^ 1)).isEqualTo(NO_SLOT);
    }

    @Test
    void replace_ofASlot_findsTheKeyInTheOther() {
        put(1);
        int old = find(1);
        int fresh = keys.allocate(1);
        index.replace(keys.hashOfKey(1), old, fresh);
        keys.free(old);
        assertThat(find(1)).isEqualTo(fresh);
        assertThat(index.size()).isEqualTo(1);
        assertThatThrownBy(() -> index.replace(keys.hashOfKey(1), old, fresh))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageStartingWith("B1: slot 0 is not filed");
    }

    @Test
    void remove_ofWhatIsNotThere_isAViolation() {
        assertThatThrownBy(() -> index.remove(1, 1)).hasMessageStartingWith("B1");
        put(1);
        int slot = find(1);
        index.remove(keys.hashOfKey(1), slot);
        assertThatThrownBy(() -> index.remove(keys.hashOfKey(1), slot))
                .hasMessageStartingWith("B1");
    }

    @Test
    void insert_withoutRoomPrepared_isAViolation() {
        assertThatThrownBy(() -> index.insert(1, 1)).hasMessageStartingWith("B7");
        hashedBy(key -> 0);
        for (long key = 0; key < CAPACITY; key++) {
            assertThat(put(key)).isTrue();
        }
        assertThatThrownBy(() -> index.insert(0, CAPACITY)).hasMessageStartingWith("B4");
    }

    @Test
    void prepareInsert_withoutAnyMemory_isFalse() {
        hog.takeAll();
        assertThat(index.prepareInsert(1)).isFalse();
        hog.giveBack();
        assertThat(index.prepareInsert(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 400, 500, 600})
    void prepareInsert_withoutMemoryToGrow_fillsTheSegmentToTheLastCell(int before) {
        for (long key = 0; key < before; key++) {
            assertThat(put(key)).isTrue();
        }
        int cells = SegmentSizes.cells(SegmentSizes.bucketsFor(before - 1));
        hog.takeAll();
        for (long key = before; key < cells; key++) {
            assertThat(put(key)).as("entry %d", key).isTrue();
        }
        index.verify();
        assertThat(put(cells)).isFalse();
        assertThat(heap.hasRoom(MemoryTag.INDEX, index.lackedBytes())).isFalse();
        for (long key = 0; key < cells; key++) {
            assertThat(keys.key(find(key))).isEqualTo(key);
        }
        hog.giveBack();
        assertThat(heap.hasRoom(MemoryTag.INDEX, index.lackedBytes())).isTrue();
        assertThat(put(cells)).isTrue();
        assertThat(index.segments()).isEqualTo(cells == CAPACITY ? 2 : 1);
    }

    @Test
    void prepareInsert_withMemoryForHalfASplit_leavesTheOtherHalfWhereItIs() {
        for (long key = 0; key < SegmentSizes.SPLIT_AT; key++) {
            put(key);
        }
        assertThat(index.segments()).isEqualTo(1);
        hog.takeAll();
        int half = SegmentSizes.bucketsFor(SegmentSizes.SPLIT_AT / 2);
        assertThat(hog.giveBackOne(half)).isTrue();
        long before = heap.usedBytes(MemoryTag.INDEX);
        assertThat(put(-1)).isTrue();
        assertThat(index.segments()).isEqualTo(2);
        assertThat(heap.usedBytes(MemoryTag.INDEX) - before)
                .isEqualTo(heap.classBytes(Segments.bytes(half)));
        index.verify();
        for (long key = -1; key < SegmentSizes.SPLIT_AT; key++) {
            assertThat(keys.key(find(key))).isEqualTo(key);
        }
        hog.giveBack();
    }

    @Test
    void insert_beyondWhatWasPrepared_growsPastTheLimit() {
        heap.limitBytes(0);
        assertThat(index.prepareInsert(keys.hashOfKey(0))).isFalse();
        heap.limitBytes(REGION_BYTES);
        put(0);
        heap.limitBytes(0);
        for (long key = 1; key < 3000; key++) {
            index.insert(keys.hashOfKey(key), keys.allocate(key));
        }
        index.verify();
        for (long key = 0; key < 3000; key++) {
            assertThat(keys.key(find(key))).isEqualTo(key);
        }
        assertThat(heap.isOverLimit()).isTrue();
    }

    @Test
    void insert_ofASlotBeyondTheBits_isAViolation() {
        long hash = keys.hashOfKey(1);
        int most = (1 << HashIndex.SLOT_BITS) - 1;
        for (int slot : new int[] {most, 0, most - 1, 1}) {
            assertThat(index.prepareInsert(hash)).isTrue();
            index.insert(hash, slot);
        }
        assertThatThrownBy(() -> index.insert(hash, most + 1)).hasMessageStartingWith("B1");
        for (int slot : new int[] {most, 0, most - 1, 1}) {
            assertThat(index.find(hash, found -> found == slot)).isEqualTo(slot);
            index.remove(hash, slot);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 0x0000_ffff_ffff_ffffL, 0x00ff_0000_0000_0000L})
    void prepareInsert_ofHashesThatCannotBeToldApart_endsAtOneFullSegment(long hash) {
        hashedBy(key -> hash);
        for (long key = 0; key < CAPACITY; key++) {
            assertThat(put(key)).isTrue();
        }
        assertThat(put(CAPACITY)).isFalse();
        assertThat(index.segments()).isEqualTo(1);
        index.verify();
        for (long key = 0; key < CAPACITY; key++) {
            assertThat(keys.key(find(key))).isEqualTo(key);
        }
        for (long key = 0; key < CAPACITY; key += 2) {
            drop(key);
        }
        index.verify();
        for (long key = 0; key < CAPACITY; key++) {
            assertThat(find(key) != NO_SLOT).isEqualTo(key % 2 == 1);
        }
    }

    @Test
    void prepareInsert_ofHashesThatAgreeInAFewBits_splitsUntilThereIsRoom() {
        hashedBy(key -> NumberedKeys.scatter(key) >>> 3);
        for (long key = 0; key < 700; key++) {
            assertThat(put(key)).isTrue();
        }
        assertThat(index.segments()).isEqualTo(5);
        index.verify();
    }

    @Test
    void insertAndRemove_ofManyKeys_readABoundedNumberOfKeysEach() {
        int count = 200_000;
        for (long key = 0; key < count; key++) {
            keys.rehashes = 0;
            put(key);
            assertThat(keys.rehashes).isLessThanOrEqualTo(SegmentSizes.SPLIT_AT);
        }
        for (long key = 0; key < count; key++) {
            int slot = find(key);
            keys.rehashes = 0;
            index.remove(keys.hashOfKey(key), slot);
            keys.free(slot);
            assertThat(keys.rehashes)
                    .isLessThan(2L * SegmentSizes.shrinkBelow(SegmentSizes.BUCKETS_MAX));
        }
        assertThat(heap.usedBytes(MemoryTag.INDEX)).isZero();
    }

    @Test
    void bytesAnEntry_whileGrowingAndShrinking_stayBounded() {
        try (var own = NativeMemory.reserve(REGION_BYTES);
                var plain = new ChunkHeap(own, REGION_BYTES, false)) {
            var grown = index;
            index = new HashIndex(plain, own.bytes(), keys, 0);
            int count = 300_000;
            for (long key = 0; key < count; key++) {
                put(key);
                if (key > 10_000 && key % 1000 == 0) {
                    assertThat(plain.usedBytes(MemoryTag.INDEX) / (double) key).isBetween(5.0, 6.5);
                }
                if (key > 100_000 && key % 1000 == 0) {
                    double pages = plain.figures().activePages() * (double) ChunkHeap.PAGE_BYTES;
                    assertThat(pages / key).as("in whole pages").isLessThan(8.0);
                }
            }
            for (long key = 0; key < count - 10_000; key++) {
                drop(key);
                if (key % 1000 == 0) {
                    double left = count - 1 - key;
                    assertThat(plain.usedBytes(MemoryTag.INDEX) / left).isLessThan(11.0);
                }
            }
            index = grown;
        }
    }

    @Test
    void remove_inTheOrderOfAScan_givesTheMemoryBackAsItGoes() {
        int count = 200_000;
        for (long key = 0; key < count; key++) {
            put(key);
        }
        long full = heap.usedBytes(MemoryTag.INDEX);
        var found = new SlotList();
        for (long at = 0; at != HashIndex.DONE; ) {
            found.count = 0;
            at = index.scan(at, found::add);
            for (int next = 0; next < found.count; next++) {
                drop(keys.key(found.slots[next]));
            }
            double share = index.size() / (double) count;
            assertThat(heap.usedBytes(MemoryTag.INDEX))
                    .isLessThanOrEqualTo((long) (full * (share * 1.1 + 0.05)));
        }
        assertThat(index.size()).isZero();
    }

    @Test
    void random_overAFullIndex_isNearlyUniform() {
        int count = 3000;
        for (long key = 0; key < count; key++) {
            put(key);
        }
        int rounds = 100;
        var drawn = new int[count];
        var random = new SplittableRandom(1);
        for (int draw = 0; draw < count * rounds; draw++) {
            drawn[index.random(random.nextLong())]++;
        }
        double squares = 0;
        for (int times : drawn) {
            assertThat(times).isPositive();
            squares += (times - rounds) * (double) (times - rounds) / rounds;
        }
        // Chi-square over its degrees of freedom: 1 if uniform, more by the unevenness of segments.
        assertThat(squares / count).isLessThan(3.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void random_overAFewEntries_findsThemAll(int count) {
        for (long key = 0; key < count; key++) {
            put(key);
        }
        var drawn = new int[count];
        var random = new SplittableRandom(1);
        for (int draw = 0; draw < 2000; draw++) {
            drawn[index.random(random.nextLong())]++;
        }
        assertThat(drawn).doesNotContain(0);
    }

    @Test
    void steadyUse_allocatesNothing() {
        churn(0, 30_000);
        assertThat(Allocation.bytesDuring(() -> churn(30_000, 60_000))).isLessThan(10_000);
    }

    private final byte[] keyBytes = new byte[NumberedKeys.KEY_BYTES];

    /// Keeps 20,000 entries, a new one for each old one, so that segments split and merge.
    private void churn(long from, long to) {
        for (long key = from; key < to; key++) {
            putQuietly(key);
            if (key >= 20_000) {
                long old = key - 20_000;
                long hash = keys.hashOfKey(old);
                int slot = index.find(hash, bytesOf(old), 0, keyBytes.length, 0);
                index.remove(hash, slot);
                keys.free(slot);
            }
        }
    }

    private byte[] bytesOf(long key) {
        for (int at = 0; at < keyBytes.length; at++) {
            keyBytes[at] = (byte) (key >>> (56 - 8 * at));
        }
        return keyBytes;
    }

    private void putQuietly(long key) {
        long hash = keys.hashOfKey(key);
        if (index.prepareInsert(hash)) {
            index.insert(hash, keys.allocate(key));
        }
    }

    @Test
    void skipBits_outOfRange_areRefused() {
        assertThatThrownBy(() -> new HashIndex(heap, memory.bytes(), keys, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashIndex(heap, memory.bytes(), keys, 13))
                .hasMessage("skip bits: 13");
    }

    private boolean put(long key) {
        long hash = keys.hashOfKey(key);
        if (!index.prepareInsert(hash)) {
            return false;
        }
        index.insert(hash, keys.allocate(key));
        return true;
    }

    private void drop(long key) {
        int slot = find(key);
        index.remove(keys.hashOfKey(key), slot);
        keys.free(slot);
    }

    private int find(long key) {
        byte[] bytes = NumberedKeys.bytes(key);
        return index.find(keys.hashOfKey(key), bytes, 0, bytes.length, 0);
    }
}
