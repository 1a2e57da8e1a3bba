package dev.larder.server.store.index;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import java.util.Arrays;

/// Takes all memory that is left, so that the next allocation of a segment of any size fails, and gives it
/// back.
final class MemoryHog {
    private final ChunkHeap heap;
    private int[] chunks = new int[64];
    private int count;

    MemoryHog(ChunkHeap heap) {
        this.heap = heap;
    }

    void takeAll() {
        takeOfEachSize(1);
        takeOfEachSize(Integer.MAX_VALUE);
    }

    private void takeOfEachSize(int most) {
        for (int buckets = SegmentSizes.BUCKETS_MAX; buckets > 0; buckets--) {
            int taken = 0;
            while (SegmentSizes.isSize(buckets) && taken < most && take(Segments.bytes(buckets))) {
                taken++;
            }
        }
    }

    private boolean take(int bytes) {
        int chunk = heap.allocate(MemoryTag.INDEX, bytes);
        if (chunk == ChunkHeap.NONE) {
            return false;
        }
        if (count == chunks.length) {
            chunks = Arrays.copyOf(chunks, count * 2);
        }
        chunks[count++] = chunk;
        return true;
    }

    /// Gives back one chunk for a segment of `buckets`; false if the hog has none.
    boolean giveBackOne(int buckets) {
        for (int at = 0; at < count; at++) {
            if (heap.chunkBytes(chunks[at]) == heap.classBytes(Segments.bytes(buckets))) {
                heap.free(MemoryTag.INDEX, chunks[at]);
                chunks[at] = chunks[--count];
                return true;
            }
        }
        return false;
    }

    void giveBack() {
        while (count > 0) {
            heap.free(MemoryTag.INDEX, chunks[--count]);
        }
    }
}
