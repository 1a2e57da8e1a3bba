package dev.larder.server.memory;

import static dev.larder.server.memory.MemoryTag.BLOBS;
import static dev.larder.server.memory.MemoryTag.SLOTS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.server.check.InvariantViolation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CheckedChunkHeapTest {
    private final NativeMemory memory = NativeMemory.reserve(1 << 20);
    private final RawBytes bytes = memory.bytes();
    private final ChunkHeap heap = new ChunkHeap(memory, 1 << 20, true);
    private final int kept = heap.allocate(BLOBS, 100);
    private final int chunk = heap.allocate(BLOBS, 100);
    private final long at = heap.address(chunk);

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void allocate_ofTheLargestRequest_hasRoomForIt() {
        int large = heap.allocate(SLOTS, ChunkHeap.MAX_CHUNK_BYTES);
        assertThat(heap.chunkBytes(large)).isEqualTo(ChunkHeap.MAX_CHUNK_BYTES);
        bytes.fill(heap.address(large), heap.chunkBytes(large), (byte) 7);
        heap.verify();
        heap.free(SLOTS, large);
        heap.verify();
    }

    @Test
    void usedBytes_countsWhatOwnersMayUse() {
        assertThat(heap.chunkBytes(chunk)).isEqualTo(heap.classBytes(100)).isEqualTo(104);
        assertThat(heap.usedBytes()).isEqualTo(208);
    }

    @Test
    void free_ofAChunkWrittenPastItsEnd_isAViolation() {
        bytes.putByte(at + heap.chunkBytes(chunk), (byte) 0);
        assertThat(violation(heap::verify).invariant()).isEqualTo("M9");
        assertThat(violation(() -> heap.free(BLOBS, chunk)).invariant()).isEqualTo("M9");
    }

    @Test
    void allocate_ofAChunkWrittenAfterItsFree_isAViolationThatSaysWhoFreedIt() {
        heap.free(BLOBS, chunk);
        bytes.putByte(at + 50, (byte) 1);
        assertThat(violation(heap::verify).invariant()).isEqualTo("M10");
        InvariantViolation violation = violation(() -> heap.allocate(BLOBS, 100));
        assertThat(violation.invariant()).isEqualTo("M10");
        assertThat(violation.getCause()).hasMessageContaining("freed here");
        assertThat(requireNonNull(violation.getCause()).getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(getClass().getName()));
    }

    @Test
    void free_twice_isAViolationThatSaysWhoFreedItFirst() {
        heap.free(BLOBS, chunk);
        InvariantViolation violation = violation(() -> heap.free(BLOBS, chunk));
        assertThat(violation.invariant()).isEqualTo("M8");
        assertThat(violation.getCause()).hasMessageContaining("freed here");
    }

    @Test
    void free_poisonsWhatTheOwnerWrote() {
        bytes.fill(at, heap.chunkBytes(chunk), (byte) 'x');
        heap.free(BLOBS, chunk);
        for (int index = 8; index < 112; index++) {
            assertThat(bytes.byteAt(at + index)).isEqualTo((byte) 0xDB);
        }
        assertThat(heap.allocate(BLOBS, 100)).isEqualTo(chunk);
        heap.verify();
        heap.free(BLOBS, kept);
    }

    @Test
    void allocate_ofAnUntouchedChunk_isNoViolation() {
        heap.free(BLOBS, chunk);
        assertThat(heap.allocate(BLOBS, 100)).isEqualTo(chunk);
        assertThatThrownBy(() -> heap.allocate(BLOBS, ChunkHeap.MAX_CHUNK_BYTES + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static InvariantViolation violation(Runnable code) {
        return catchThrowableOfType(InvariantViolation.class, code::run);
    }
}
