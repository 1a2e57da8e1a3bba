package dev.larder.server.memory;

import static dev.larder.server.memory.MemoryTag.BLOBS;
import static dev.larder.server.memory.MemoryTag.SLOTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.server.check.InvariantViolation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every invariant of the heap, broken on purpose: the walk must name it.
final class HeapVerifierTest {
    private static final int PAGE = 1; // page 0 is the table's
    private static final int OTHER_PAGE = 2;

    // Offsets in a descriptor, as PageTable draws them.
    private static final int PREV = 0;
    private static final int NEXT = 4;
    private static final int LIVE = 8;
    private static final int HEAD = 10;
    private static final int FRESH = 12;
    private static final int PARTS = 14;
    private static final int SIZE_CLASS = 16;
    private static final int STATE = 18;
    private static final int LIST = 19;

    private final NativeMemory memory = NativeMemory.reserve(1 << 20);
    private final RawBytes bytes = memory.bytes();
    private final ChunkHeap heap = new ChunkHeap(memory, 1 << 20, false);
    private final int[] chunks = new int[20];

    @BeforeEach
    void useTwoPages() {
        for (int index = 0; index < chunks.length; index++) {
            chunks[index] = heap.allocate(BLOBS, 4096);
        }
        for (int index = 0; index < 6; index++) {
            heap.free(BLOBS, chunks[index]);
        }
        heap.verify();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void verify_ofAPageOnTheWrongList_namesM1() {
        bytes.putByte(field(PAGE, LIST), (byte) 1);
        assertThat(broken()).isEqualTo("M1");
    }

    @Test
    void verify_ofAPageLostFromItsList_namesM1() {
        heap.free(BLOBS, chunks[16]);
        heap.free(BLOBS, chunks[17]);
        int next = heap.allocate(BLOBS, 16_384);
        heap.verify();
        bytes.putByte(field(PAGE, LIST), (byte) PageTable.LIST_FULL);
        assertThat(broken()).isEqualTo("M1");
        assertThat(next).isNotEqualTo(ChunkHeap.NONE);
    }

    @Test
    void verify_ofANeighbourThatLinksElsewhere_namesM2() {
        bytes.putInt(field(PAGE, PREV), OTHER_PAGE);
        assertThat(broken()).isEqualTo("M2");
    }

    @Test
    void verify_ofAListThatLoops_namesM2() {
        bytes.putInt(field(PAGE, NEXT), PAGE);
        assertThat(broken()).isEqualTo("M2");
    }

    @Test
    void verify_ofAPageInAnUnknownState_namesM3() {
        bytes.putByte(field(PAGE, STATE), (byte) 9);
        assertThat(broken()).isEqualTo("M3");
    }

    @Test
    void verify_ofAnActivePageThatSaysItIsEmpty_namesM3() {
        bytes.putByte(field(PAGE, STATE), (byte) PageTable.EMPTY);
        assertThat(broken()).isEqualTo("M3");
    }

    @Test
    void verify_ofALostChunk_namesM5() {
        bytes.putShort(field(PAGE, LIVE), (short) 9);
        assertThat(broken()).isEqualTo("M5");
    }

    @Test
    void verify_ofMoreChunksThanFit_namesM5() {
        bytes.putShort(field(PAGE, FRESH), (short) 17);
        assertThat(broken()).isEqualTo("M5");
    }

    @Test
    void verify_ofAnUnknownClass_namesM5() {
        bytes.putByte(field(PAGE, SIZE_CLASS), (byte) 99);
        assertThat(broken()).isEqualTo("M5");
    }

    @Test
    void verify_ofAFreeListThatLoops_namesM6() {
        bytes.putShort(heap.address(chunks[0]) + 2, (short) 5);
        assertThat(broken()).isEqualTo("M6");
    }

    @Test
    void verify_ofAFreeListThatLeavesThePage_namesM6() {
        bytes.putShort(field(PAGE, HEAD), (short) 77);
        assertThat(broken()).isEqualTo("M6");
    }

    @Test
    void verify_ofAFreeChunkWrittenTo_namesM6() {
        bytes.putByte(heap.address(chunks[0]), (byte) 1);
        assertThat(broken()).isEqualTo("M6");
    }

    @Test
    void verify_ofALiveBlobThatLooksFree_namesM6() {
        bytes.putByte(heap.address(chunks[10]), (byte) 0);
        assertThat(broken()).isEqualTo("M6");
    }

    @Test
    void verify_ofLiveSlotsThatBeginWithZero_isContent() {
        int slots = heap.allocate(SLOTS, 4096);
        bytes.putByte(heap.address(slots), (byte) 0);
        heap.verify();
        heap.free(SLOTS, slots);
        heap.verify();
    }

    @Test
    void verify_ofABlobCountedAsAPart_namesM7() {
        bytes.putShort(field(PAGE, PARTS), (short) 1);
        assertThat(broken()).isEqualTo("M7");
    }

    @Test
    void verify_ofMorePartsThanChunks_namesM8() {
        bytes.putShort(field(PAGE, PARTS), (short) 11);
        assertThat(broken()).isEqualTo("M8");
    }

    private static long field(int page, int offset) {
        return ((long) page << PageTable.BYTES_SHIFT) + offset;
    }

    private String broken() {
        InvariantViolation violation = catchThrowableOfType(InvariantViolation.class, heap::verify);
        assertThat(violation).as("the walk found nothing").isNotNull();
        assertThat(violation).hasMessageStartingWith(violation.invariant() + ": ");
        return violation.invariant();
    }
}
