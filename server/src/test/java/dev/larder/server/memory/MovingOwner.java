package dev.larder.server.memory;

import static dev.larder.server.memory.ChunkHeap.NONE;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cache in miniature: entries in the order of their arrival, evicted oldest first when the heap is
/// full, and moved when that frees a page. An entry is a chunk with its number in it.
final class MovingOwner {
    private static final int NUMBER_AT = 8;

    private final ChunkHeap heap;
    private final RawBytes bytes;
    private final ArrayDeque<Integer> order = new ArrayDeque<>();
    private final Map<Integer, Integer> chunkOf = new HashMap<>();
    private final int[] live = new int[ChunkHeap.MAX_CHUNKS_IN_PAGE];
    private int numbers;
    private long evictions;
    private long moves;

    MovingOwner(ChunkHeap heap, RawBytes bytes) {
        this.heap = heap;
        this.bytes = bytes;
    }

    /// Adds an entry of `size` bytes, making room as it must; answers its number.
    int add(int size) {
        while (!heap.hasRoom(MemoryTag.BLOBS, size)) {
            if (!evacuate() && !evictOldest()) {
                throw new IllegalStateException("no room and nothing to evict");
            }
        }
        int chunk = heap.allocate(MemoryTag.BLOBS, size);
        int number = ++numbers;
        bytes.fill(heap.address(chunk), size, (byte) (number | 1));
        bytes.putInt(heap.address(chunk) + NUMBER_AT, number);
        chunkOf.put(number, chunk);
        order.addLast(number);
        return number;
    }

    /// Removes the entry of that number; false if it was evicted before.
    boolean remove(int number) {
        Integer chunk = chunkOf.remove(number);
        if (chunk == null) {
            return false;
        }
        requireIntact(number, chunk);
        heap.free(MemoryTag.BLOBS, chunk);
        return true;
    }

    int size() {
        return chunkOf.size();
    }

    long evictions() {
        return evictions;
    }

    long moves() {
        return moves;
    }

    private boolean evictOldest() {
        @Nullable Integer number = order.pollFirst();
        while (number != null && !remove(number)) {
            number = order.pollFirst();
        }
        evictions += number == null ? 0 : 1;
        return number != null;
    }

    private boolean evacuate() {
        int page = heap.sparsestPage();
        if (page == ChunkHeap.NO_EVACUATION) {
            return false;
        }
        int count = heap.liveChunks(page, live);
        for (int index = 0; index < count; index++) {
            move(live[index]);
        }
        heap.evacuationEnded(page);
        return true;
    }

    private void move(int chunk) {
        int number = bytes.intAt(heap.address(chunk) + NUMBER_AT);
        requireIntact(number, chunk);
        int size = heap.chunkBytes(chunk);
        int moved = heap.allocateForMove(MemoryTag.BLOBS, size);
        if (moved == NONE) {
            throw new IllegalStateException("the page did not fit elsewhere");
        }
        bytes.copy(heap.address(chunk), heap.address(moved), size);
        chunkOf.put(number, moved);
        heap.free(MemoryTag.BLOBS, chunk);
        moves++;
    }

    private void requireIntact(int number, int chunk) {
        long at = heap.address(chunk);
        if (bytes.intAt(at + NUMBER_AT) != number || bytes.byteAt(at) != (byte) (number | 1)) {
            throw new IllegalStateException("entry " + number + " has lost its bytes");
        }
    }
}
