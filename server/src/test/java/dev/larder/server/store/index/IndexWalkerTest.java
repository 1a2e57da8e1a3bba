package dev.larder.server.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.NativeMemory;
import dev.larder.server.memory.RawBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Breaks an index by hand, one invariant at a time: a walker that finds nothing proves nothing.
final class IndexWalkerTest {
    private static final int ENTRIES = 100;

    /// All entries in one bucket and those after it.
    private static final int HOME = 5;

    private static final int BUCKETS = 30;
    private static final long HOME_HASH =
            (((long) HOME << Homes.BITS) / BUCKETS + 1) << (Long.SIZE - Homes.BITS);
    private static final int PASSED = 14;
    private static final int COUNT = 16;

    private final NativeMemory memory = NativeMemory.reserve(1 << 20);
    private final ChunkHeap heap = new ChunkHeap(memory, 1 << 20, true);
    private final RawBytes raw = memory.bytes();
    private final NumberedKeys keys = new NumberedKeys(key -> HOME_HASH | key + 1);
    private final Segments segments = new Segments(raw);
    private final Directory directory = new Directory(0);
    private long base;

    @BeforeEach
    void fill() {
        long segment = emptySegment();
        base = heap.address(Directory.chunk(segment));
        directory.begin(segment);
        for (int key = 0; key < ENTRIES; key++) {
            segments.place(base, BUCKETS, HOME, keys.hashOfKey(key), keys.allocate(key));
        }
        walk(ENTRIES);
    }

    private long emptySegment() {
        int chunk = heap.allocate(MemoryTag.INDEX, Segments.bytes(BUCKETS));
        segments.erase(heap.address(chunk), BUCKETS);
        return Directory.segment(chunk, BUCKETS);
    }

    @AfterEach
    void close() {
        heap.close();
        memory.close();
    }

    private void walk(long size) {
        new IndexWalker(new IndexParts(heap, segments, directory, new Homes(0), keys, 0))
                .verify(size);
    }

    private void assertBroken(String invariant) {
        assertThatThrownBy(() -> walk(ENTRIES)).hasMessageStartingWith(invariant + ": ");
    }

    @Test
    void walk_ofAnEntryNoSearchReaches_namesB1() {
        long bucket = Segments.bucket(base, HOME);
        raw.putShort(bucket + PASSED, (short) 0);
        assertBroken("B1");
    }

    @Test
    void walk_ofASlotInTwoCells_namesB1() {
        int first = HOME * Segments.CELLS;
        segments.slot(base, first + 1, segments.slot(base, first));
        raw.putByte(Segments.bucket(base, HOME) + 1, (byte) segments.tagAt(base, first));
        assertBroken("B1");
    }

    @Test
    void walk_ofAnotherTag_namesB2() {
        raw.putByte(Segments.bucket(base, HOME) + 3, (byte) 200);
        assertBroken("B2");
    }

    @Test
    void walk_ofACounterTooHigh_namesB3() {
        long bucket = Segments.bucket(base, 25);
        raw.putShort(bucket + PASSED, (short) 1);
        assertBroken("B3");
    }

    @Test
    void walk_ofAWrongCount_namesB4() {
        raw.putShort(base + COUNT, (short) (ENTRIES - 1));
        assertBroken("B4");
        raw.putShort(base + COUNT, (short) ENTRIES);
        assertThatThrownBy(() -> walk(ENTRIES + 1)).hasMessageStartingWith("B4: 100 entries");
    }

    @Test
    void walk_ofASegmentThatStandsTwice_namesB5() {
        long other = emptySegment();
        long upper = -1;
        directory.split(0, whole(directory.segmentOf(0)), other);
        directory.split(upper, other, other);
        assertBroken("B5");
    }

    @Test
    void walk_ofAnEntryInTheWrongSegment_namesB6() {
        long other = emptySegment();
        directory.split(0, other, whole(directory.segmentOf(0)));
        assertBroken("B6");
    }

    @Test
    void walk_ofASegmentOfAnotherSize_namesB8() {
        int chunk = Directory.chunk(directory.segmentOf(0));
        directory.replace(0, Directory.segment(chunk, BUCKETS + 1));
        assertBroken("B8");
        directory.replace(0, Directory.segment(chunk, SegmentSizes.BUCKETS_MAX));
        assertBroken("B8");
    }

    /// The segment without its depth, to be put elsewhere.
    private static long whole(long segment) {
        return Directory.segment(Directory.chunk(segment), Directory.buckets(segment));
    }

    @Test
    void walk_ofEntriesWithoutASegment_namesB7() {
        directory.clear();
        assertBroken("B7");
    }

    @Test
    void walk_ofAnEmptyIndexWithTwoSegments_namesB7() {
        long other = emptySegment();
        segments.erase(base, BUCKETS);
        directory.split(0, whole(directory.segmentOf(0)), other);
        assertThat(directory.segments()).isEqualTo(2);
        assertThatThrownBy(() -> walk(0)).hasMessageStartingWith("B7");
    }
}
