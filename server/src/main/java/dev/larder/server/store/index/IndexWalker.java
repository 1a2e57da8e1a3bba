package dev.larder.server.store.index;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.store.index.Segments.CELLS;

import dev.larder.server.memory.ChunkHeap;
import java.util.Arrays;

/// Walks an index and checks B1 to B8. O(size).
final class IndexWalker {
    private final ChunkHeap heap;
    private final Segments segments;
    private final Directory directory;
    private final Homes homes;
    private final KeySource keys;

    IndexWalker(IndexParts parts) {
        this.heap = parts.heap();
        this.segments = parts.segments();
        this.directory = parts.directory();
        this.homes = parts.homes();
        this.keys = parts.keys();
    }

    void verify(long size) {
        directory.verify();
        int segmentCount = directory.segments();
        require(size > 0 || segmentCount <= 1, "B7", "no entry, %d segments", segmentCount);
        if (segmentCount == 0) {
            require(size == 0, "B7", "%d entries without a segment", size);
            return;
        }
        verifyChunks(segmentCount);
        long seen = 0;
        for (int entry = 0; entry < directory.length(); ) {
            long segment = directory.at(entry);
            seen += verifySegment(entry, segment);
            entry += directory.span(Directory.depth(segment));
        }
        require(seen == size, "B4", "%d entries, size is %d", seen, size);
    }

    private void verifyChunks(int segmentCount) {
        var chunks = new int[segmentCount];
        int found = 0;
        for (int entry = 0; entry < directory.length(); ) {
            long segment = directory.at(entry);
            chunks[found++] = Directory.chunk(segment);
            verifySize(segment);
            entry += directory.span(Directory.depth(segment));
        }
        Arrays.sort(chunks);
        for (int at = 1; at < chunks.length; at++) {
            require(chunks[at - 1] != chunks[at], "B5", "chunk %d stands twice", chunks[at]);
        }
    }

    private void verifySize(long segment) {
        int buckets = Directory.buckets(segment);
        require(SegmentSizes.isSize(buckets), "B8", "a segment of %d buckets", buckets);
        int room = heap.chunkBytes(Directory.chunk(segment));
        int bytes = Segments.bytes(buckets);
        require(room >= bytes, "B8", "%d buckets in a chunk of %d bytes", buckets, room);
    }

    private int verifySegment(int entry, long segment) {
        long base = heap.address(Directory.chunk(segment));
        int buckets = Directory.buckets(segment);
        var passed = new int[buckets];
        int seen = 0;
        for (int cell = 0; cell < SegmentSizes.cells(buckets); cell++) {
            if (segments.tagAt(base, cell) != 0) {
                verifyCell(entry, segment, cell, passed);
                seen++;
            }
        }
        int count = segments.count(base);
        require(seen == count, "B4", "%d cells in use, count is %d", seen, count);
        for (int index = 0; index < buckets; index++) {
            int kept = segments.passed(base, index);
            require(kept == passed[index], "B3", "%d went past, kept %d", passed[index], kept);
        }
        return seen;
    }

    /// Checks one cell in use; counts the buckets its entry went past.
    private void verifyCell(int entry, long segment, int cell, int[] passed) {
        long base = heap.address(Directory.chunk(segment));
        int slot = segments.slot(base, cell);
        long hash = keys.hashOf(slot);
        int tag = segments.tagAt(base, cell);
        int wanted = Segments.tag(hash);
        require(tag == wanted, "B2", "slot %d: tag %d, hash says %d", slot, tag, wanted);
        int belongs = directory.first(hash);
        require(belongs == entry, "B6", "slot %d at %d, belongs to %d", slot, entry, belongs);
        int buckets = Directory.buckets(segment);
        int home = homes.home(hash, segment);
        int met = segments.locate(base, buckets, home, hash, slot);
        require(met == cell, "B1", "slot %d in cell %d, met in %d", slot, cell, met);
        for (int index = home; index != cell / CELLS; index = Segments.after(index, buckets)) {
            passed[index]++;
        }
    }
}
