package dev.larder.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Allocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ChunkHeapAllocationTest {
    private static final int ROUNDS = 100_000;

    private final NativeMemory memory = NativeMemory.reserve(8 << 20);
    private final ChunkHeap heap = new ChunkHeap(memory, 8 << 20, false);
    private final RawBytes bytes = memory.bytes();
    private final byte[] key = new byte[40];
    private final int[] ring = new int[1_000];
    private final int[] live = new int[ChunkHeap.MAX_CHUNKS_IN_PAGE];

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void heap_atWork_allocatesNothingOnTheJavaHeap() {
        work();
        assertThat(Allocation.bytesDuring(this::work)).isLessThan(1_000);
        heap.verify();
    }

    private void work() {
        for (int round = 0; round < ROUNDS; round++) {
            int place = round % ring.length;
            if (ring[place] != ChunkHeap.NONE) {
                heap.free(MemoryTag.BLOBS, ring[place]);
            }
            int size = 40 + round * 31 % 3_000;
            int chunk = heap.allocate(MemoryTag.BLOBS, size);
            long at = heap.address(chunk);
            bytes.putByte(at, (byte) 1);
            bytes.copyIn(key, 1, at + 1, 39);
            if (!bytes.equal(at + 1, key, 1, 39) || heap.chunkBytes(chunk) < size) {
                throw new IllegalStateException("round " + round);
            }
            ring[place] = chunk;
            if (round % 1_000 == 0) {
                evacuateAndTrim();
            }
        }
    }

    private void evacuateAndTrim() {
        int page = heap.sparsestPage();
        heap.liveChunks(page, live);
        heap.evacuationEnded(page);
        heap.trim(2, 64);
    }
}
