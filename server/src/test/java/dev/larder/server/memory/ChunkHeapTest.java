package dev.larder.server.memory;

import static dev.larder.server.memory.ChunkHeap.NONE;
import static dev.larder.server.memory.ChunkHeap.NO_EVACUATION;
import static dev.larder.server.memory.ChunkHeap.PAGE_BYTES;
import static dev.larder.server.memory.MemoryTag.BLOBS;
import static dev.larder.server.memory.MemoryTag.INDEX;
import static dev.larder.server.memory.MemoryTag.INTERNED;
import static dev.larder.server.memory.MemoryTag.PARTS;
import static dev.larder.server.memory.MemoryTag.SLOTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.check.InvariantViolation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ChunkHeapTest {
    private static final long RESERVED = 16 << 20;

    private final NativeMemory memory = NativeMemory.reserve(RESERVED);
    private final RawBytes bytes = memory.bytes();
    private final ChunkHeap heap = new ChunkHeap(memory, RESERVED, false);

    @AfterEach
    void verify() {
        heap.verify();
        heap.close();
        memory.close();
    }

    @Test
    void allocate_ofAFreshHeap_answersAMarkedChunkOfItsClass() {
        int chunk = heap.allocate(BLOBS, 100);
        assertThat(chunk).isNotEqualTo(NONE);
        assertThat(heap.chunkBytes(chunk)).isEqualTo(104).isEqualTo(heap.classBytes(100));
        assertThat(bytes.byteAt(heap.address(chunk))).isEqualTo(ChunkHeap.FRESH_MARK);
        assertThat(heap.usedBytes(BLOBS)).isEqualTo(104);
        assertThat(heap.usedBytes()).isEqualTo(104);
    }

    @Test
    void allocate_ofAnySize_answersDisjointChunksWithinTheirPage() {
        long end = 0;
        List<Long> starts = new ArrayList<>();
        for (int size = 1; size <= ChunkHeap.MAX_CHUNK_BYTES; size += 61 + size / 8) {
            int chunk = heap.allocate(PARTS, size);
            long at = heap.address(chunk);
            assertThat(heap.chunkBytes(chunk)).isGreaterThanOrEqualTo(size);
            assertThat(at / PAGE_BYTES).isEqualTo((at + heap.chunkBytes(chunk) - 1) / PAGE_BYTES);
            starts.add(at);
            end = Math.max(end, at + heap.chunkBytes(chunk));
            bytes.fill(at, heap.chunkBytes(chunk), (byte) 0x5A);
        }
        assertThat(starts).doesNotHaveDuplicates();
        assertThat(end).isLessThanOrEqualTo(RESERVED);
    }

    @Test
    void allocate_ofABadSize_isRefused() {
        assertThatThrownBy(() -> heap.allocate(BLOBS, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> heap.allocate(BLOBS, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> heap.allocate(BLOBS, ChunkHeap.MAX_CHUNK_BYTES + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65529");
    }

    @Test
    void free_ofTheLastChunk_emptiesThePageForAnyClass() {
        int small = heap.allocate(BLOBS, 16);
        long committed = heap.committedBytes();
        heap.free(BLOBS, small);
        assertThat(heap.usedBytes()).isZero();
        assertThat(heap.committedBytes()).isEqualTo(committed);
        int large = heap.allocate(SLOTS, 4096);
        assertThat(heap.committedBytes()).isEqualTo(committed);
        assertThat(heap.address(large) / PAGE_BYTES).isEqualTo(heap.address(small) / PAGE_BYTES);
        heap.free(SLOTS, large);
    }

    @Test
    void free_thenAllocate_reusesTheChunkFreedLast() {
        int first = heap.allocate(BLOBS, 100);
        int second = heap.allocate(BLOBS, 100);
        int third = heap.allocate(BLOBS, 100);
        heap.free(BLOBS, first);
        heap.free(BLOBS, second);
        assertThat(heap.allocate(BLOBS, 99)).isEqualTo(second);
        assertThat(heap.allocate(BLOBS, 98)).isEqualTo(first);
        assertThat(heap.chunkBytes(third)).isEqualTo(104);
    }

    @Test
    void allocate_withSeveralPagesInUse_fillsTheFullest() {
        List<Integer> chunks = fill(BLOBS, 4096, 48); // three pages of 16
        int sparse = page(chunks.getFirst());
        int full = page(chunks.getLast());
        for (int chunk : chunks.subList(0, 15)) {
            heap.free(BLOBS, chunk);
        }
        heap.free(BLOBS, chunks.getLast());
        assertThat(page(heap.allocate(BLOBS, 4096))).isEqualTo(full).isNotEqualTo(sparse);
    }

    @Test
    void free_twice_isAViolation() {
        for (MemoryTag tag : MemoryTag.values()) {
            int kept = heap.allocate(tag, 64);
            int chunk = heap.allocate(tag, 64);
            heap.free(tag, chunk);
            assertViolation("M8", () -> heap.free(tag, chunk));
            heap.free(tag, kept);
        }
    }

    @Test
    void free_twiceAfterItsPageWasReleased_isAViolation() {
        int chunk = heap.allocate(BLOBS, 64);
        heap.free(BLOBS, chunk);
        assertViolation("M8", () -> heap.free(BLOBS, chunk));
    }

    @Test
    void free_ofWhatIsNoChunk_isAViolation() {
        int chunk = heap.allocate(BLOBS, 128);
        heap.allocate(INDEX, 128);
        assertViolation("M8", () -> heap.free(BLOBS, NONE));
        assertViolation("M8", () -> heap.free(BLOBS, -1));
        assertViolation("M8", () -> heap.free(BLOBS, chunk + 1));
        assertViolation("M8", () -> heap.free(BLOBS, chunk + 16)); // its neighbour, never allocated
        assertViolation("M8", () -> heap.free(SLOTS, chunk));
        assertViolation("M8", () -> heap.free(PARTS, chunk));
    }

    @Test
    void free_ofAMetadataChunkThatLooksFree_isNoViolation() {
        int kept = heap.allocate(INDEX, 64);
        int chunk = heap.allocate(INDEX, 64);
        byte[] remains = new byte[8];
        heap.free(INDEX, chunk);
        bytes.copyOut(heap.address(chunk), remains, 0, 8);
        assertThat(heap.allocate(INDEX, 64)).isEqualTo(chunk);
        bytes.copyIn(remains, 0, heap.address(chunk), 8);
        heap.free(INDEX, chunk);
        heap.free(INDEX, kept);
        assertThat(heap.usedBytes()).isZero();
    }

    @Test
    void allocate_ofAChunkWrittenAfterItsFree_isAViolation() {
        heap.allocate(BLOBS, 64);
        int chunk = heap.allocate(BLOBS, 64);
        long at = heap.address(chunk);
        heap.free(BLOBS, chunk);
        int stamp = bytes.intAt(at + 4);
        bytes.putInt(at + 4, 0);
        assertViolation("M6", () -> heap.allocate(BLOBS, 64));
        bytes.putInt(at + 4, stamp);
    }

    @Test
    void tags_ofDifferentKinds_shareNoPage() {
        int blob = heap.allocate(BLOBS, 64);
        int part = heap.allocate(PARTS, 64);
        int interned = heap.allocate(INTERNED, 64);
        int slots = heap.allocate(SLOTS, 64);
        int index = heap.allocate(INDEX, 64);
        assertThat(page(part)).isEqualTo(page(blob));
        assertThat(page(interned)).isEqualTo(page(blob));
        assertThat(List.of(page(blob), page(slots), page(index))).doesNotHaveDuplicates();
        for (MemoryTag tag : MemoryTag.values()) {
            assertThat(heap.usedBytes(tag)).as("%s", tag).isEqualTo(64);
        }
    }

    @Test
    void allocate_atTheLimit_answersNoneUntilSomethingIsFreed() {
        heap.limitBytes(4 * PAGE_BYTES); // one of them for the page table
        List<Integer> chunks = fill(BLOBS, 16_384, 13);
        assertThat(chunks).hasSize(12);
        assertThat(heap.committedBytes()).isEqualTo(4 * PAGE_BYTES);
        assertThat(heap.hasRoom(BLOBS, 16_384)).isFalse();
        assertThat(heap.hasRoom(BLOBS, 16)).isFalse();
        assertThat(heap.allocate(BLOBS, 16)).isEqualTo(NONE);
        heap.free(BLOBS, chunks.getFirst());
        assertThat(heap.hasRoom(BLOBS, 16_384)).isTrue();
        assertThat(heap.hasRoom(BLOBS, 16)).isFalse();
        assertThat(heap.allocate(BLOBS, 16_384)).isEqualTo(chunks.getFirst());
    }

    @Test
    void allocate_atTheEndOfTheRegion_answersNone() {
        heap.limitBytes(Long.MAX_VALUE);
        List<Integer> chunks = fill(PARTS, 16_384, 2_000);
        assertThat(chunks).hasSize((int) (RESERVED / PAGE_BYTES - 1) * 4);
        assertThat(heap.hasRoom(PARTS, 16_384)).isFalse();
        assertThat(heap.committedBytes()).isEqualTo(RESERVED);
    }

    @Test
    void limitBytes_loweredUnderUse_failsAllocationUntilBelow() {
        List<Integer> chunks = fill(INDEX, 16_384, 40);
        long committed = heap.committedBytes(); // ten pages and the table's
        heap.limitBytes(committed - 2 * PAGE_BYTES);
        assertThat(heap.isOverLimit()).isTrue();
        heap.free(INDEX, chunks.removeLast());
        assertThat(heap.hasRoom(INDEX, 16_384)).isFalse();
        assertThat(heap.allocate(INDEX, 16_384)).isEqualTo(NONE);
        freeAll(INDEX, chunks.subList(0, 4));
        assertThat(heap.allocate(INDEX, 16_384)).isEqualTo(NONE);
        freeAll(INDEX, chunks.subList(4, 8));
        assertThat(heap.isOverLimit()).isFalse();
        assertThat(heap.hasRoom(INDEX, 16_384)).isTrue();
        assertThat(heap.allocate(INDEX, 16_384)).isNotEqualTo(NONE);
        assertThat(heap.committedBytes()).isEqualTo(heap.limitBytes());
    }

    @Test
    void allocate_ofMovableChunks_leavesAReserveToTheOthers() {
        heap.limitBytes(128 * PAGE_BYTES);
        assertThat(fill(BLOBS, 16_384, 1_000)).hasSize((128 - 4 - 1) * 4);
        assertThat(heap.hasRoom(BLOBS, 16)).isFalse();
        assertThat(heap.hasRoom(PARTS, 16)).isFalse();
        assertThat(heap.hasRoom(SLOTS, 4_096)).isTrue();
        assertThat(fill(SLOTS, 4_096, 1_000)).hasSize(4 * 16);
        assertThat(heap.hasRoom(INDEX, 16)).isFalse();
        assertThat(heap.isOverLimit()).isFalse();
        assertThat(heap.committedBytes()).isEqualTo(heap.limitBytes());
    }

    @Test
    void allocateBeyond_atTheLimit_goesPastItUntilTheRegionIsFull() {
        heap.limitBytes(128 * PAGE_BYTES);
        fill(SLOTS, 4_096, 4_000);
        List<Integer> chunks = new ArrayList<>();
        chunks.add(heap.allocateBeyond(BLOBS, 16_384));
        assertThat(heap.isOverLimit()).isTrue();
        assertThat(heap.allocate(SLOTS, 64)).isEqualTo(NONE);
        for (int left = 4 * 128 - 1; left > 0; left--) {
            chunks.add(heap.allocateBeyond(BLOBS, 16_384));
        }
        assertThatThrownBy(() -> heap.allocateBeyond(BLOBS, 16_384))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("16777216 bytes");
        freeAll(BLOBS, chunks);
        assertThat(heap.isOverLimit()).isFalse();
        assertThat(heap.trim(1_000)).isEqualTo(128);
        assertThat(heap.committedBytes()).isEqualTo(heap.limitBytes());
    }

    @Test
    void allocateForMove_aboveTheLimit_usesPagesInUseOnly() {
        List<Integer> chunks = fill(BLOBS, 16_384, 8);
        heap.limitBytes(PAGE_BYTES);
        assertThat(heap.allocateForMove(BLOBS, 16_384)).isEqualTo(NONE);
        heap.free(BLOBS, chunks.getFirst());
        assertThat(heap.allocate(BLOBS, 16_384)).isEqualTo(NONE);
        assertThat(heap.allocateForMove(BLOBS, 16_384)).isEqualTo(chunks.getFirst());
        assertThat(heap.allocateForMove(BLOBS, 64)).isEqualTo(NONE);
    }

    @Test
    void chunkOfAWholePage_freed_leavesThePageToOtherSizes() {
        List<Integer> chunks = fill(BLOBS, ChunkHeap.MAX_CHUNK_BYTES, 10);
        assertThat(heap.figures().activePages()).isEqualTo(10);
        assertThat(page(chunks.get(3)) * (long) PAGE_BYTES).isEqualTo(heap.address(chunks.get(3)));
        heap.verify();
        heap.free(BLOBS, chunks.get(3));
        assertThat(heap.figures().emptyPages()).isEqualTo(1);
        assertThat(page(heap.allocate(BLOBS, 64))).isEqualTo(page(chunks.get(3)));
        freeAll(BLOBS, fill(BLOBS, 30_000, 5));
        heap.verify();
    }

    @Test
    void allocateDenser_ofAChunk_isOnAnotherPageAtLeastAsFull() {
        List<Integer> chunks = fill(INDEX, 4096, 40); // 16 a page: two full ones, and 8
        int sparse = chunks.get(32);
        int full = chunks.getFirst();
        assertThat(heap.allocateDenser(INDEX, sparse)).isEqualTo(NONE);
        heap.free(INDEX, full);
        assertThat(heap.allocateDenser(INDEX, chunks.get(1))).isEqualTo(NONE);
        heap.limitBytes(0);
        assertThat(heap.allocateDenser(INDEX, sparse)).isEqualTo(full);
        heap.free(INDEX, sparse);
        heap.verify();
    }

    @Test
    void allocateDenser_untilThereIsNone_emptiesPages() {
        List<Integer> chunks = fill(INDEX, 2048, 320); // 32 a page
        for (int index = 0; index < 320; index++) {
            if (index % 4 != 0) {
                heap.free(INDEX, chunks.get(index));
            }
        }
        assertThat(heap.figures().activePages()).isEqualTo(10);
        for (int round = 0; round < 10; round++) {
            for (int index = 0; index < 320; index += 4) {
                int denser = heap.allocateDenser(INDEX, chunks.get(index));
                if (denser != NONE) {
                    heap.free(INDEX, chunks.get(index));
                    chunks.set(index, denser);
                }
            }
        }
        heap.verify();
        assertThat(heap.figures().activePages()).isEqualTo(3);
    }

    @Test
    void trim_ofEmptyPages_keepsAStockAndGivesTheRestBack() {
        freeAll(BLOBS, fill(BLOBS, 16_384, 400)); // a hundred pages
        assertThat(heap.figures().emptyPages()).isEqualTo(100);
        assertThat(heap.trim(10)).isEqualTo(10);
        assertThat(heap.trim(1_000)).isEqualTo(74);
        HeapFigures figures = heap.figures();
        assertThat(figures.emptyPages()).isEqualTo(16);
        assertThat(figures.gonePages()).isEqualTo(84);
        assertThat(figures.committedBytes()).isEqualTo(17 * PAGE_BYTES);
        assertThat(heap.trim(0, Integer.MAX_VALUE)).isEqualTo(16);
        assertThat(heap.committedBytes()).isEqualTo(PAGE_BYTES);
        heap.verify();
        assertThat(fill(BLOBS, 16_384, 400)).hasSize(400);
        assertThat(heap.figures().gonePages()).isZero();
    }

    @Test
    void sparsestPage_withoutSlack_answersNone() {
        fill(BLOBS, 4096, 16 * 3 + 8);
        assertThat(heap.sparsestPage()).isEqualTo(NO_EVACUATION);
    }

    @Test
    void sparsestPage_ofMetadata_isNeverChosen() {
        List<Integer> chunks = fill(INDEX, 4096, 16 * 4);
        for (int index = 0; index < chunks.size(); index += 2) {
            heap.free(INDEX, chunks.get(index));
        }
        assertThat(heap.sparsestPage()).isEqualTo(NO_EVACUATION);
    }

    @Test
    void sparsestPage_emptiedByItsOwner_servesAnotherClass() {
        List<Integer> chunks = fill(BLOBS, 4096, 16 * 3);
        freeAll(BLOBS, chunks.subList(0, 12));
        freeAll(BLOBS, chunks.subList(16, 24));
        heap.limitBytes(heap.committedBytes());
        assertThat(heap.hasRoom(BLOBS, 64)).isFalse();
        int page = heap.sparsestPage();
        assertThat(page).isEqualTo(page(chunks.getFirst()));
        int[] live = new int[ChunkHeap.MAX_CHUNKS_IN_PAGE];
        int count = heap.liveChunks(page, live);
        assertThat(List.of(live[0], live[1], live[2], live[3])).isEqualTo(chunks.subList(12, 16));
        for (int index = 0; index < count; index++) {
            int moved = heap.allocateForMove(BLOBS, 4096);
            assertThat(page(moved)).isEqualTo(page(chunks.get(20)));
            heap.verify();
            heap.free(BLOBS, live[index]);
        }
        assertThat(heap.liveChunks(page, live)).isZero();
        heap.evacuationEnded(page); // too late: nothing happens
        assertThat(heap.hasRoom(BLOBS, 64)).isTrue();
        assertThat(page(heap.allocate(BLOBS, 64))).isEqualTo(page);
        HeapFigures figures = heap.figures();
        assertThat(figures.evacuationsBegun()).isEqualTo(1);
        assertThat(figures.pagesEvacuated()).isEqualTo(1);
    }

    @Test
    void evacuationEnded_beforeThePageIsEmpty_letsItTakeAllocationsAgain() {
        List<Integer> chunks = fill(BLOBS, 4096, 16 * 2);
        freeAll(BLOBS, chunks.subList(0, 15));
        freeAll(BLOBS, chunks.subList(16, 20));
        int page = heap.sparsestPage();
        assertThat(page).isEqualTo(page(chunks.getFirst()));
        assertThat(heap.sparsestPage()).isEqualTo(NO_EVACUATION);
        heap.limitBytes(heap.committedBytes());
        assertThat(fill(BLOBS, 4096, 100)).hasSize(4);
        heap.evacuationEnded(page);
        assertThat(fill(BLOBS, 4096, 100)).hasSize(15);
    }

    @Test
    void sparsestPage_givenUpOnce_isNotTheNextChoice() {
        List<Integer> chunks = fill(BLOBS, 4096, 16 * 4);
        freeAll(BLOBS, chunks.subList(0, 15));
        freeAll(BLOBS, chunks.subList(16, 30));
        int first = heap.sparsestPage();
        heap.evacuationEnded(first);
        int second = heap.sparsestPage();
        assertThat(first).isEqualTo(page(chunks.getFirst()));
        assertThat(second).isEqualTo(page(chunks.get(16)));
        heap.evacuationEnded(second);
        assertThat(heap.sparsestPage()).isEqualTo(first);
    }

    @Test
    void liveChunks_intoASmallArray_answersTheFirstOnes() {
        List<Integer> chunks = fill(BLOBS, 4096, 16 * 3);
        freeAll(BLOBS, chunks.subList(16, 24));
        freeAll(BLOBS, chunks.subList(32, 40));
        int page = heap.sparsestPage();
        int[] two = new int[2];
        assertThat(heap.liveChunks(page, two)).isEqualTo(2);
        assertThat(page(two[0])).isEqualTo(page);
        assertThat(heap.liveChunks(page(chunks.getFirst()), two)).isZero();
        assertThat(heap.liveChunks(0, two)).isZero();
    }

    @Test
    void figures_ofAMixedHeap_addUp() {
        fill(BLOBS, 100, 10);
        fill(SLOTS, 4096, 17);
        HeapFigures figures = heap.figures();
        assertThat(figures.totalUsedBytes()).isEqualTo(10 * 104 + 17 * 4096);
        assertThat(figures.usedBytes()).containsEntry(SLOTS, 17 * 4096L);
        assertThat(figures.activePages()).isEqualTo(3);
        assertThat(figures.tablePages()).isEqualTo(1);
        assertThat(figures.committedBytes()).isEqualTo(4 * PAGE_BYTES);
        assertThat(figures.classes())
                .containsExactly(
                        new HeapFigures.ClassFigures(PageKind.MOVABLE, 104, 1, 10, 630),
                        new HeapFigures.ClassFigures(PageKind.SLOTS, 4096, 2, 17, 32));
        assertThat(figures.classes().get(1).freeBytes()).isEqualTo(15 * 4096);
        assertThat(figures.fragmentation()).isBetween(3.6, 3.8);
    }

    private List<Integer> fill(MemoryTag tag, int size, int count) {
        List<Integer> chunks = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            int chunk = heap.allocate(tag, size);
            if (chunk == NONE) {
                return chunks;
            }
            chunks.add(chunk);
        }
        return chunks;
    }

    private void freeAll(MemoryTag tag, List<Integer> chunks) {
        chunks.forEach(chunk -> heap.free(tag, chunk));
    }

    private int page(int chunk) {
        return (int) (heap.address(chunk) / PAGE_BYTES);
    }

    private static void assertViolation(String invariant, Runnable code) {
        assertThatThrownBy(code::run)
                .isInstanceOfSatisfying(
                        InvariantViolation.class,
                        violation -> assertThat(violation.invariant()).isEqualTo(invariant));
    }
}
