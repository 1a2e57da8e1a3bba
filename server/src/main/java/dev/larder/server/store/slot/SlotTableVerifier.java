package dev.larder.server.store.slot;

import static dev.larder.server.check.InvariantViolation.require;

import dev.larder.server.memory.RawBytes;

/// Walks the segments of a [SlotTable] and their free lists (M20 to M23).
final class SlotTableVerifier {
    private static final int NO_INDEX = 0xFFFF;

    private final SlotTable table;
    private final RawBytes raw;

    SlotTableVerifier(SlotTable table) {
        this.table = table;
        this.raw = table.raw();
    }

    void verify() {
        int live = 0;
        int retired = 0;
        for (int segment = 0; segment < table.segmentEnd(); segment++) {
            if (table.base(segment) != 0) {
                live += verifySegment(segment);
                retired += shortAt(table.base(segment) + SlotLayout.RETIRED);
            }
        }
        int liveCount = table.liveCount();
        require(live == liveCount, "M23", "%d slots live, the table counts %d", live, liveCount);
        int retiredCount = table.retiredCount();
        require(retired == retiredCount, "M23", "%d retired, counted %d", retired, retiredCount);
    }

    private int verifySegment(int segment) {
        long base = table.base(segment);
        int end = shortAt(base + SlotLayout.WATERMARK);
        int live = 0;
        for (int index = 0; index < end; index++) {
            int generation = raw.intAt(slotAt(base, index));
            live += generation & 1;
            require(
                    Integer.compareUnsigned(generation, table.floor(segment)) > 0,
                    "M21",
                    "a slot of segment %d has generation %d",
                    segment,
                    generation);
        }
        int free = verifyFree(segment, end);
        int retired = shortAt(base + SlotLayout.RETIRED);
        int counted = shortAt(base + SlotLayout.LIVE);
        require(live == counted, "M22", "%d slots live, their segment counts %d", live, counted);
        require(live + free + retired == end, "M22", "%d slots, watermark %d", live + free, end);
        boolean room = live + retired < SlotLayout.SLOTS;
        boolean isMarked = table.isMarked(segment);
        require(room == isMarked, "M23", "segment %d has %d live, marked wrong", segment, live);
        return live;
    }

    /// How many slots the segment lists as free.
    private int verifyFree(int segment, int end) {
        long base = table.base(segment);
        int free = 0;
        int index = shortAt(base + SlotLayout.FREE_HEAD);
        while (index != NO_INDEX) {
            require(index < end, "M22", "segment %d lists index %d as free", segment, index);
            require(
                    ++free <= end,
                    "M22",
                    "the free list of segment %d loops after %d",
                    segment,
                    free);
            int generation = raw.intAt(slotAt(base, index));
            require((generation & 1) == 0, "M20", "a free slot of %d has %d", segment, generation);
            index = raw.intAt(slotAt(base, index) + SlotLayout.NEXT);
        }
        return free;
    }

    private static long slotAt(long base, int index) {
        return base + SlotLayout.HEADER_BYTES + (long) index * SlotLayout.BYTES;
    }

    private int shortAt(long at) {
        return raw.shortAt(at) & 0xFFFF;
    }
}
