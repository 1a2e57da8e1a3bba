package dev.larder.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the system says is resident follows what the heap says is committed.
final class ResidentMemoryTest {
    private static final Path ROLLUP = Path.of("/proc/self/smaps_rollup");
    private static final long LIMIT = 96 << 20;

    /// What the Java runtime may do meanwhile.
    private static final long NOISE = 24 << 20;

    private final NativeMemory memory = NativeMemory.reserve(1L << 30);
    private final ChunkHeap heap = new ChunkHeap(memory, LIMIT, false);
    private long before;

    @BeforeEach
    void measure() {
        assumeThat(ROLLUP).isReadable();
        before = resident();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void reservation_ofAGibibyte_isNotResident() {
        assertThat(heap.committedBytes()).isZero();
        heap.allocate(MemoryTag.BLOBS, 100);
        assertThat(resident() - before).isLessThan(NOISE);
    }

    @Test
    void residence_throughFillFreeAndTrim_followsCommitment() {
        List<Integer> chunks = fill(16_384);
        assertThat(resident() - before).isBetween(LIMIT - NOISE, LIMIT + NOISE);
        chunks.forEach(chunk -> heap.free(MemoryTag.PARTS, chunk));
        heap.trim(0, Integer.MAX_VALUE);
        assertThat(heap.committedBytes()).isEqualTo(ChunkHeap.PAGE_BYTES);
        assertThat(resident() - before).isLessThan(NOISE);
        fill(120);
        assertThat(resident() - before).isLessThan(LIMIT + NOISE);
    }

    @Test
    void residence_afterTheLimitWasLowered_comesDown() {
        List<Integer> chunks = fill(16_384);
        heap.limitBytes(LIMIT / 4);
        for (int chunk : chunks.subList(0, chunks.size() * 7 / 8)) {
            heap.free(MemoryTag.PARTS, chunk);
        }
        for (int step = 0; step < 100; step++) {
            heap.trim(64);
        }
        assertThat(heap.committedBytes()).isLessThanOrEqualTo(LIMIT / 4);
        assertThat(resident() - before).isLessThan(LIMIT / 4 + NOISE);
    }

    private List<Integer> fill(int size) {
        List<Integer> chunks = new ArrayList<>();
        int chunk = heap.allocate(MemoryTag.PARTS, size);
        while (chunk != ChunkHeap.NONE) {
            memory.bytes().fill(heap.address(chunk), size, (byte) 1);
            chunks.add(chunk);
            chunk = heap.allocate(MemoryTag.PARTS, size);
        }
        return chunks;
    }

    private static long resident() {
        try {
            String line =
                    Files.readAllLines(ROLLUP).stream()
                            .filter(text -> text.startsWith("Rss:"))
                            .findFirst()
                            .orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
