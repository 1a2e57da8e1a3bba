package dev.larder.server.memory;

import static dev.larder.server.memory.ChunkHeap.NONE;
import static dev.larder.server.memory.MemoryTag.BLOBS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Writers overwrite entries of a shared table, each under the lock of its entry, while others move
/// entries, give pages back and change the limit. No entry ever reads back another's bytes.
final class ChunkHeapConcurrencyTest {
    private static final int ENTRIES = 4_096;
    private static final int LOCKS = 64;
    private static final int WRITERS = 3;
    private static final int WRITES = 60_000;
    private static final long LIMIT = 12 << 20;
    private static final int SIZE_MAX = 6_000;

    /// Of a chunk: a mark that is not 0, the entry's number, the length, and bytes that follow from both.
    private static final int ENTRY_AT = 4;

    private static final int LENGTH_AT = 8;
    private static final int BODY_AT = 12;

    private final NativeMemory memory = NativeMemory.reserve(2 * LIMIT);
    private final RawBytes bytes = memory.bytes();
    private final SpinLock[] locks = new SpinLock[LOCKS];

    /// Guarded by the lock of the entry.
    private final int[] chunks = new int[ENTRIES];

    private volatile boolean writing = true;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void entries_underWritesMovesAndTrims_keepTheirBytes(boolean checked)
            throws ExecutionException, InterruptedException {
        for (int index = 0; index < LOCKS; index++) {
            locks[index] = new SpinLock();
        }
        var heap = new ChunkHeap(memory, LIMIT, checked);
        List<Future<Long>> writers = new ArrayList<>();
        try (var threads = Executors.newCachedThreadPool()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                long seed = writer;
                writers.add(threads.submit(() -> write(heap, seed)));
            }
            Future<Long> moves = threads.submit(() -> moveWhileWriting(heap));
            Future<Long> trims = threads.submit(() -> trimWhileWriting(heap));
            long refused = 0;
            for (Future<Long> writer : writers) {
                refused += writer.get();
            }
            writing = false;
            assertThat(moves.get()).as("entries moved").isPositive();
            assertThat(trims.get()).as("pages given back").isPositive();
            assertThat(refused).as("writes refused").isBetween(1L, (long) WRITERS * WRITES / 2);
        }
        heap.verify();
        for (int entry = 0; entry < ENTRIES; entry++) {
            replace(heap, entry, NONE);
        }
        assertThat(heap.usedBytes()).isZero();
        heap.verify();
        memory.close();
    }

    private long write(ChunkHeap heap, long seed) {
        var random = new SplittableRandom(seed);
        long refused = 0;
        for (int write = 0; write < WRITES; write++) {
            int entry = random.nextInt(ENTRIES);
            int size = BODY_AT + random.nextInt(1 + SIZE_MAX * (write % 1_000) / 1_000);
            SpinLock lock = locks[entry % LOCKS];
            lock.lock();
            try {
                int fresh = heap.allocate(BLOBS, size);
                if (fresh == NONE) {
                    refused++;
                } else {
                    fill(heap.address(fresh), entry, size);
                }
                replace(heap, entry, fresh);
            } finally {
                lock.unlock();
            }
        }
        return refused;
    }

    private void fill(long at, int entry, int size) {
        bytes.fill(at + BODY_AT, size - BODY_AT, (byte) (entry + size));
        bytes.putInt(at + LENGTH_AT, size);
        bytes.putInt(at + ENTRY_AT, entry);
        bytes.putByte(at, (byte) 1);
    }

    private void replace(ChunkHeap heap, int entry, int fresh) {
        int old = chunks[entry];
        chunks[entry] = fresh;
        if (old != NONE) {
            requireIntact(heap.address(old), entry);
            heap.free(BLOBS, old);
        }
    }

    private void requireIntact(long at, int entry) {
        int size = bytes.intAt(at + LENGTH_AT);
        boolean intact = bytes.byteAt(at) == 1 && bytes.intAt(at + ENTRY_AT) == entry;
        for (int index = BODY_AT; intact && index < size; index += 61) {
            intact = bytes.byteAt(at + index) == (byte) (entry + size);
        }
        if (!intact) {
            throw new IllegalStateException("entry " + entry + " has lost its bytes");
        }
    }

    private long moveWhileWriting(ChunkHeap heap) {
        int[] live = new int[ChunkHeap.MAX_CHUNKS_IN_PAGE];
        long moves = 0;
        while (writing) {
            int page = heap.sparsestPage();
            if (page == ChunkHeap.NO_EVACUATION) {
                Thread.onSpinWait();
                continue;
            }
            int count = heap.liveChunks(page, live);
            for (int index = 0; index < count; index++) {
                moves += move(heap, live[index]) ? 1 : 0;
            }
            heap.evacuationEnded(page);
        }
        return moves;
    }

    /// The chunk is read before its lock is known, so what it says is only believed once its entry
    /// says the same.
    private boolean move(ChunkHeap heap, int chunk) {
        int entry = bytes.intAt(heap.address(chunk) + ENTRY_AT);
        if (entry < 0 || entry >= ENTRIES) {
            return false;
        }
        SpinLock lock = locks[entry % LOCKS];
        lock.lock();
        try {
            if (chunks[entry] != chunk) {
                return false;
            }
            int moved = heap.allocateForMove(BLOBS, heap.chunkBytes(chunk));
            if (moved == NONE) {
                return false;
            }
            bytes.copy(heap.address(chunk), heap.address(moved), heap.chunkBytes(chunk));
            replace(heap, entry, moved);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private long trimWhileWriting(ChunkHeap heap) {
        var random = new SplittableRandom(99);
        long given = 0;
        while (writing) {
            given += heap.trim(random.nextInt(4), 64);
            heap.limitBytes(LIMIT - random.nextLong(LIMIT / 2));
            Thread.yield();
        }
        return given;
    }
}
