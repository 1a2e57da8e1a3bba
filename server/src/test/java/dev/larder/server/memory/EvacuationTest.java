package dev.larder.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Memory must follow the sizes of values: what old sizes hold serves new ones.
final class EvacuationTest {
    private static final long LIMIT = 16 << 20;

    private final NativeMemory memory = NativeMemory.reserve(LIMIT);
    private final ChunkHeap heap = new ChunkHeap(memory, LIMIT, false);
    private final MovingOwner owner = new MovingOwner(heap, memory.bytes());

    @AfterEach
    void verify() {
        heap.verify();
        memory.close();
    }

    @Test
    void sizes_thatShiftFromSmallToLarge_takeOverTheMemory() {
        fillScattered(100);
        long small = owner.size();
        long evictedBefore = owner.evictions();
        int added = 1_000;
        for (int count = 0; count < added; count++) {
            owner.add(4_000);
        }
        long evicted = owner.evictions() - evictedBefore;
        assertThat(heap.usedBytes()).isGreaterThan(LIMIT * 95 / 100);
        assertThat(evicted)
                .as("small entries evicted for each large one, %d small before", small)
                .isBetween(30L * added, 45L * added);
        assertThat(owner.moves()).isPositive();
        for (int count = 0; count < 5_000; count++) {
            owner.add(4_000);
        }
        assertThat(owner.size()).isGreaterThanOrEqualTo((int) (LIMIT / 4_096 * 97 / 100));
        assertThat(heap.usedBytes()).isGreaterThan(LIMIT * 97 / 100);
    }

    @Test
    void sizes_thatShiftFromLargeToSmall_takeOverTheMemory() {
        fillScattered(4_000);
        for (int count = 0; count < 200_000; count++) {
            owner.add(100);
        }
        assertThat(owner.size()).isGreaterThan((int) (LIMIT / 104 * 95 / 100));
        assertThat(heap.usedBytes()).isGreaterThan(LIMIT * 95 / 100);
    }

    @Test
    void sizes_thatWander_keepTheMemoryInUse() {
        var random = new Random(11);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 60; round++) {
            int size = 20 << random.nextInt(9);
            for (long added = 0; added < LIMIT / 8; added += size) {
                owner.add(size + random.nextInt(size / 4));
            }
            if (owner.evictions() > 0) {
                least = Math.min(least, heap.usedBytes());
            }
        }
        assertThat(least).isGreaterThan(LIMIT * 85 / 100);
    }

    /// Fills the heap, then replaces entries at random, so that age and place have nothing in common.
    private void fillScattered(int size) {
        List<Integer> numbers = new ArrayList<>();
        while (heap.hasRoom(MemoryTag.BLOBS, size)) {
            numbers.add(owner.add(size));
        }
        Collections.shuffle(numbers, new Random(3));
        for (int number : numbers) {
            assertThat(owner.remove(number)).isTrue();
            owner.add(size);
        }
    }
}
