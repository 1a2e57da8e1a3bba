package dev.larder.server.store.index;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import java.util.Arrays;

/// Takes all memory that is left, so that the next allocation fails, and gives it back.
final class MemoryHog {
    private final ChunkHeap heap;
    private int[] chunks = new int[64];
    private int count;

    MemoryHog(ChunkHeap heap) {
        this.heap = heap;
    }

    void takeAll() {
        int chunk = heap.allocate(MemoryTag.INDEX, Segments.BYTES);
        while (chunk != ChunkHeap.NONE) {
            if (count == chunks.length) {
                chunks = Arrays.copyOf(chunks, count * 2);
            }
            chunks[count++] = chunk;
            chunk = heap.allocate(MemoryTag.INDEX, Segments.BYTES);
        }
    }

    void giveBack() {
        while (count > 0) {
            heap.free(MemoryTag.INDEX, chunks[--count]);
        }
    }
}
