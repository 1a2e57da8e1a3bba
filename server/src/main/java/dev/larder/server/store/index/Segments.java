package dev.larder.server.store.index;

import static dev.larder.server.check.InvariantViolation.require;

import dev.larder.server.memory.RawBytes;
import java.nio.ByteOrder;

/// The inside of segments: some dozens of buckets of one cache line, each with 14 cells.
///
/// ```text
///        0        8        14         16         18                            64
///        +--------+--------+----------+----------+-----------------------------+
///        |  14 tags, 1 B   | passed 2 |  count 2 |    14 slots, 26 bits each   |   one bucket
///        +--------+--------+----------+----------+-----------------------------+
/// ```
///
/// A cell is a tag and a slot. The tag is 0 when the cell is free, or else the lowest 8 bits of the
/// hash (1 for 0), so that a look-up compares 14 tags in two words and reads a key only if a tag
/// agrees: in one of 256 cells by chance. An entry whose home bucket is full lies in the next one
/// that is not, the first following the last. `passed` counts the entries that went past a bucket
/// on their way \[1\]: a search ends at the first bucket nobody went past, and a removal leaves
/// nothing behind that later searches would have to step over. `count`, in the segment's first
/// bucket only, is how many cells are in use.
///
/// Slots are packed from the end of the bucket, lowest bits first; four bits before the last one are
/// unused. As 26 is even, a slot begins at an even bit of its byte and so never leaves the four bytes from
/// there on: it is read and written as one int, which is why it has 26 bits and not 27.
///
/// Tags and `passed` are read and written as lanes of two words, lowest first, and slots in little-endian
/// order, so the byte order of the machine does not matter.
///
/// \[1\] N. Bronson, X. Shi, "Open-sourcing F14 for faster, more memory-efficient hash tables",
/// 2019, <https://engineering.fb.com/2019/04/25/developer-tools/f14/>
final class Segments {
    static final int CELLS = 14;

    /// Bits of a slot number.
    static final int SLOT_BITS = 26;

    static final int BUCKET_BYTES = 64;

    private static final int COUNT = 16;
    private static final int COUNT_BYTES = 2;
    private static final int SLOTS_END = BUCKET_BYTES * Byte.SIZE;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
    private static final boolean REVERSED = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

    static {
        int unused = SLOTS_END - CELLS * SLOT_BITS - (COUNT + COUNT_BYTES) * Byte.SIZE;
        require(unused == 4, "B1", "a bucket of %d bytes has %d bits unused", BUCKET_BYTES, unused);
    }

    /// No cell: what [#locate] answers for a slot that is not there.
    static final int NOWHERE = -1;

    /// Cells whose tags lie in the first word; those of the others are the low lanes of the second.
    private static final int FIRST_CELLS = 8;

    /// The top bit of each lane, and of the lanes of the second word that are tags.
    private static final long TOPS = 0x8080808080808080L;

    private static final long SECOND_TOPS = 0x808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final int PASSED_SHIFT = 48;
    private static final int MASK_16 = 0xffff;

    private final RawBytes raw;

    Segments(RawBytes raw) {
        this.raw = raw;
    }

    /// The size of a segment.
    static int bytes(int buckets) {
        return buckets * BUCKET_BYTES;
    }

    /// The tag of an entry of `hash`: 1 to 255.
    static int tag(long hash) {
        int low = (int) hash & 0xff;
        return low == 0 ? 1 : low;
    }

    /// Where bucket `index` of the segment at `base` lies.
    static long bucket(long base, int index) {
        return base + (long) index * BUCKET_BYTES;
    }

    /// The bucket after `index`; the first follows the last.
    static int after(int index, int buckets) {
        int next = index + 1;
        return next == buckets ? 0 : next;
    }

    /// Which cells of `bucket` have the tag of `hash`: bit `n` for cell `n`.
    int cellsTagged(long bucket, long hash) {
        return equalCells(bucket, tag(hash) * ONES);
    }

    /// The slot in `cell` of `bucket`.
    int slotIn(long bucket, int cell) {
        int bit = slotBit(cell);
        return wordAt(bucket + (bit >>> 3)) >>> (bit & 7) & SLOT_MASK;
    }

    /// Whether any entry went past `bucket`: a search must go on.
    boolean isPassed(long bucket) {
        return passed(raw.longAt(bucket + Long.BYTES)) != 0;
    }

    /// Whether a bucket can be at `bucket`, any number, as far as the region goes.
    boolean isPlace(long bucket) {
        return bucket >= 0 && bucket <= raw.size() - BUCKET_BYTES;
    }

    /// The cell of `slot`, or [#NOWHERE]: the bucket times [#CELLS] plus the cell within it.
    int locate(long base, int buckets, int home, long hash, int slot) {
        int index = home;
        for (int step = 0; step < buckets; step++) {
            long bucket = bucket(base, index);
            for (int hits = cellsTagged(bucket, hash); hits != 0; hits &= hits - 1) {
                int cell = Integer.numberOfTrailingZeros(hits);
                if (slotIn(bucket, cell) == slot) {
                    return index * CELLS + cell;
                }
            }
            if (!isPassed(bucket)) {
                return NOWHERE;
            }
            index = after(index, buckets);
        }
        return NOWHERE;
    }

    /// Files `slot` in the first free cell from its home on. The segment is not full.
    void place(long base, int buckets, int home, long hash, int slot) {
        require(count(base) < buckets * CELLS, "B4", "no free cell for slot %d", slot);
        int index = home;
        for (int step = 0; step < buckets; step++) {
            long bucket = bucket(base, index);
            int free = equalCells(bucket, 0);
            if (free != 0) {
                int cell = Integer.numberOfTrailingZeros(free);
                putSlot(bucket, cell, slot);
                putTag(bucket, cell, tag(hash));
                addCount(base, 1);
                return;
            }
            addPassed(bucket, 1);
            index = after(index, buckets);
        }
        require(false, "B4", "%d cells in use, but none is free for %d", count(base), slot);
    }

    /// Empties `cell`, that of an entry whose home is `home`.
    void vacate(long base, int buckets, int home, int cell) {
        int index = cell / CELLS;
        for (int before = home; before != index; before = after(before, buckets)) {
            addPassed(bucket(base, before), -1);
        }
        putTag(bucket(base, index), cell % CELLS, 0);
        addCount(base, -1);
    }

    /// Which cells of `bucket` are in use: bit `n` for cell `n`.
    int usedCells(long bucket) {
        return ~equalCells(bucket, 0) & (1 << CELLS) - 1;
    }

    /// How many entries of the segment went past a bucket.
    int passed(long base, int index) {
        return passed(raw.longAt(bucket(base, index) + Long.BYTES));
    }

    /// The tag in a cell, 0 for a free one.
    int tagAt(long base, int cell) {
        long bucket = bucket(base, cell / CELLS);
        int lane = cell % CELLS;
        long word = raw.longAt(bucket + (lane & FIRST_CELLS));
        return (int) (word >>> ((lane & FIRST_CELLS - 1) * Byte.SIZE)) & 0xff;
    }

    /// The slot in a cell in use.
    int slot(long base, int cell) {
        return slotIn(bucket(base, cell / CELLS), cell % CELLS);
    }

    /// Writes another slot to a cell in use.
    void slot(long base, int cell, int slot) {
        putSlot(bucket(base, cell / CELLS), cell % CELLS, slot);
    }

    /// How many cells of the segment are in use.
    int count(long base) {
        return raw.shortAt(base + COUNT);
    }

    /// Copies a segment to where there is none.
    void copy(long base, long to, int buckets) {
        raw.copy(base, to, bytes(buckets));
    }

    /// Makes a segment empty, whatever the memory held before.
    void erase(long base, int buckets) {
        for (int index = 0; index < buckets; index++) {
            raw.putLong(bucket(base, index), 0);
            raw.putLong(bucket(base, index) + Long.BYTES, 0);
        }
        raw.putShort(base + COUNT, (short) 0);
    }

    /// The first bit of the slot in `cell`.
    private static int slotBit(int cell) {
        return SLOTS_END - SLOT_BITS * (cell + 1);
    }

    private void putSlot(long bucket, int cell, int slot) {
        if (slot >>> SLOT_BITS != 0) {
            require(false, "B1", "slot %d is beyond %d bits", slot, SLOT_BITS);
        }
        int bit = slotBit(cell);
        int shift = bit & 7;
        long at = bucket + (bit >>> 3);
        int others = wordAt(at) & ~(SLOT_MASK << shift);
        int word = others | slot << shift;
        raw.putInt(at, REVERSED ? Integer.reverseBytes(word) : word);
    }

    private int wordAt(long at) {
        int word = raw.intAt(at);
        return REVERSED ? Integer.reverseBytes(word) : word;
    }

    /// Which cells of a bucket have the tag that fills `pattern`: bit `n` for cell `n`.
    private int equalCells(long bucket, long pattern) {
        long first = equalLanes(raw.longAt(bucket), pattern);
        long second = equalLanes(raw.longAt(bucket + Long.BYTES), pattern) & SECOND_TOPS;
        return gather(first) | gather(second) << FIRST_CELLS;
    }

    /// The top bit of every lane in which `word` and `pattern` agree, exactly: no borrow crosses
    /// lanes.
    private static long equalLanes(long word, long pattern) {
        long differences = word ^ pattern;
        long nonZero = (differences & ~TOPS) + ~TOPS | differences;
        return ~nonZero & TOPS;
    }

    /// The top bits of the eight lanes as a number of eight bits.
    private static int gather(long tops) {
        return (int) (((tops >>> 7) * 0x0102040810204080L) >>> 56);
    }

    private static int passed(long second) {
        return (int) (second >>> PASSED_SHIFT) & MASK_16;
    }

    private void addPassed(long bucket, int change) {
        long second = raw.longAt(bucket + Long.BYTES);
        assert passed(second) + change >= 0 : "B3: fewer than none went past";
        raw.putLong(bucket + Long.BYTES, second + ((long) change << PASSED_SHIFT));
    }

    private void addCount(long base, int change) {
        raw.putShort(base + COUNT, (short) (count(base) + change));
    }

    private void putTag(long bucket, int cell, int tag) {
        long at = bucket + (cell & FIRST_CELLS);
        int shift = (cell & FIRST_CELLS - 1) * Byte.SIZE;
        long word = raw.longAt(at) & ~(0xffL << shift);
        raw.putLong(at, word | (long) tag << shift);
    }
}
