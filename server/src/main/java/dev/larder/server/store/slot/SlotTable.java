package dev.larder.server.store.slot;

import static dev.larder.server.check.InvariantViolation.require;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.RawBytes;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// The slots of one shard, or of one stripe of the interner: a generational arena in native memory, grown and shrunk by segments.
///
/// A slot is what an entry *is*; its key and value are only where the slot says they are. A slot keeps
/// its number for as long as its tenant lives, and a number is worth nothing without the generation
/// that was current when it was learnt. Segments are filled from the lowest, so that a table that has
/// become too large for its entries drains from the top and hands its segments back.
///
/// - **M20** A slot's generation is odd while the slot is live and even while it is not.
/// - **M21** A slot number never has the same generation twice: not after being freed, nor after its
///   segment was handed back and allocated again (the segment's floor stays behind). A slot whose
///   generations are used up is retired, never wrapped.
/// - **M22** Of the slots under a segment's watermark each is live, free (on the segment's free list,
///   once) or retired; the segment's counts say how many.
/// - **M23** The table's counts are the sums of its segments'; the segments with room are exactly those
///   marked as such.
///
/// Not thread-safe: its owner's lock guards it. All operations are O(1) and allocate nothing on the
/// Java heap, but for the directory (8 bytes for 170 slots) when a segment is added.
public final class SlotTable {
    /// No slot: the answer of look-ups that found nothing.
    public static final int NO_SLOT = -1;

    /// Bytes of a slot.
    public static final int SLOT_BYTES = SlotLayout.BYTES;

    /// Generations as handles have them: 31 bits.
    public static final int GENERATION_BITS = 31;

    /// The largest number that [#prefix] holds.
    public static final int PREFIX_MAX =
            (1 << (2 * Byte.SIZE - SlotLayout.KIND_BITS - SlotLayout.FLAGS_BITS)) - 1;

    private static final boolean IS_LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private static final int NO_INDEX = 0xFFFF;

    private final ChunkHeap heap;
    private final RawBytes raw;
    private final int lastGeneration;
    private final int segmentsMax;

    /// Where each segment begins in the region; 0 when it is not there.
    private long[] bases = new long[4];

    /// Its chunk.
    private int[] chunks = new int[4];

    /// The highest generation any slot of the segment had when it was last handed back; even.
    private int[] floors = new int[4];

    /// A bit for each segment that has a free slot.
    private long[] withRoom = new long[1];

    private int segmentEnd;
    private int lowestRoom;
    private int lowestAbsent;
    private int liveCount;
    private int retiredCount;

    /// A table for at most `segmentsMax` segments. `generationBits` is 31 but in tests that must see
    /// generations run out.
    public SlotTable(ChunkHeap heap, RawBytes raw, int segmentsMax, int generationBits) {
        if (generationBits < 2 || generationBits > GENERATION_BITS) {
            throw new IllegalArgumentException("generation bits " + generationBits + " (2 to 31)");
        }
        this.heap = heap;
        this.raw = raw;
        this.segmentsMax = segmentsMax;
        this.lastGeneration = (int) ((1L << generationBits) - 1);
    }

    /// How many segments there can be when a slot number has `slotBits` bits.
    public static int segments(int slotBits) {
        return 1 << (slotBits - SlotLayout.INDEX_BITS);
    }

    /// A fresh live slot whose fields other than the generation are undefined. One that was not prepared
    /// ([#prepare]) is taken past the limit if need be; [#NO_SLOT] when the table has its largest size.
    public int allocate() {
        int segment = segmentWithRoom();
        if (segment < 0) {
            segment = addSegment(true);
        }
        if (segment < 0) {
            return NO_SLOT;
        }
        long base = bases[segment];
        int index = shortAt(base + SlotLayout.FREE_HEAD);
        long at;
        int generation;
        if (index != NO_INDEX) {
            at = slotAt(base, index);
            putShort(base + SlotLayout.FREE_HEAD, raw.intAt(at + SlotLayout.NEXT));
            generation = raw.intAt(at + SlotLayout.GENERATION) + 1;
        } else {
            index = shortAt(base + SlotLayout.WATERMARK);
            putShort(base + SlotLayout.WATERMARK, index + 1);
            at = slotAt(base, index);
            generation = floors[segment] + 1;
        }
        assert (generation & 1) == 1 : "M20: slot born with generation " + generation;
        raw.putInt(at + SlotLayout.GENERATION, generation);
        int live = shortAt(base + SlotLayout.LIVE) + 1;
        putShort(base + SlotLayout.LIVE, live);
        liveCount++;
        if (live + shortAt(base + SlotLayout.RETIRED) == SlotLayout.SLOTS) {
            withRoom[segment >>> 6] &= ~(1L << segment);
        }
        return segment << SlotLayout.INDEX_BITS | index;
    }

    /// Makes sure that the next [#allocate] succeeds. False when there is no memory for that.
    public boolean prepare() {
        return segmentWithRoom() >= 0;
    }

    /// Ends the life of `slot`: every handle to it is stale from here on.
    public void free(int slot) {
        int segment = slot >>> SlotLayout.INDEX_BITS;
        int index = slot & SlotLayout.INDEX_MASK;
        long base = bases[segment];
        long at = slotAt(base, index);
        int generation = raw.intAt(at + SlotLayout.GENERATION);
        require((generation & 1) == 1, "M20", "slot %d freed with generation %d", slot, generation);
        raw.putInt(at + SlotLayout.GENERATION, generation + 1);
        if (generation == lastGeneration) {
            putShort(base + SlotLayout.RETIRED, shortAt(base + SlotLayout.RETIRED) + 1);
            retiredCount++;
        } else {
            raw.putInt(at + SlotLayout.NEXT, shortAt(base + SlotLayout.FREE_HEAD));
            putShort(base + SlotLayout.FREE_HEAD, index);
            markRoom(segment);
        }
        int live = shortAt(base + SlotLayout.LIVE) - 1;
        putShort(base + SlotLayout.LIVE, live);
        liveCount--;
        if (live == 0) {
            handBack(segment);
        }
    }

    /// Makes every handle to the live `slot` stale while its tenant stays. False when the slot's
    /// generations are used up: the tenant has to move to a fresh slot.
    public boolean renew(int slot) {
        long at = at(slot) + SlotLayout.GENERATION;
        int generation = raw.intAt(at);
        if (generation >= lastGeneration - 1) {
            return false;
        }
        raw.putInt(at, generation + 2);
        return true;
    }

    /// Whether the next [#renew] of the live `slot` would fail.
    public boolean isUsedUp(int slot) {
        return generation(slot) >= lastGeneration - 1;
    }

    /// Whether `slot` is live in exactly this `generation`. Any numbers may be asked: what was forged is
    /// answered like what is stale. O(1), reads no key.
    public boolean isCurrent(int slot, int generation) {
        int segment = slot >>> SlotLayout.INDEX_BITS;
        int index = slot & SlotLayout.INDEX_MASK;
        return (generation & 1) == 1
                && segment < segmentEnd
                && bases[segment] != 0
                && index < shortAt(bases[segment] + SlotLayout.WATERMARK)
                && raw.intAt(slotAt(bases[segment], index) + SlotLayout.GENERATION) == generation;
    }

    /// Whether `slot`, any number, is live now.
    public boolean isLive(int slot) {
        int segment = slot >>> SlotLayout.INDEX_BITS;
        int index = slot & SlotLayout.INDEX_MASK;
        return segment < segmentEnd
                && bases[segment] != 0
                && index < shortAt(bases[segment] + SlotLayout.WATERMARK)
                && (raw.intAt(slotAt(bases[segment], index)) & 1) == 1;
    }

    /// How many slots are live.
    public int liveCount() {
        return liveCount;
    }

    /// How many slots have used up their generations and are never given out again.
    public int retiredCount() {
        return retiredCount;
    }

    /// One more than the highest segment there is: the end for [#forEachLive].
    public int segmentEnd() {
        return segmentEnd;
    }

    /// Calls `visitor` with each live slot of `segment`; the visitor may free that slot, not others.
    public void forEachLive(int segment, IntConsumer visitor) {
        if (segment >= segmentEnd || bases[segment] == 0) {
            return;
        }
        int end = shortAt(bases[segment] + SlotLayout.WATERMARK);
        for (int index = 0; index < end && bases[segment] != 0; index++) {
            if ((raw.intAt(slotAt(bases[segment], index)) & 1) == 1) {
                visitor.accept(segment << SlotLayout.INDEX_BITS | index);
            }
        }
    }

    /// The first live slot of `segment` whose number within it is `index` at least, as that number, or
    /// [#NO_SLOT]: for walks that are cut in pieces. Others may be freed in between, or the segment.
    public int nextLive(int segment, int index) {
        if (segment >= segmentEnd || bases[segment] == 0) {
            return NO_SLOT;
        }
        int end = shortAt(bases[segment] + SlotLayout.WATERMARK);
        for (int next = index; next < end; next++) {
            if ((raw.intAt(slotAt(bases[segment], next)) & 1) == 1) {
                return next;
            }
        }
        return NO_SLOT;
    }

    /// The slot that is number `index` of `segment`.
    public static int slotOf(int segment, int index) {
        return segment << SlotLayout.INDEX_BITS | index;
    }

    /// The generation of a live slot; odd.
    public int generation(int slot) {
        return raw.intAt(at(slot) + SlotLayout.GENERATION);
    }

    /// The slot used next after this one (towards the head of the eviction order), or `NO_SLOT`.
    public int prev(int slot) {
        return raw.intAt(at(slot) + SlotLayout.PREV);
    }

    /// Sets [#prev].
    public void prev(int slot, int other) {
        raw.putInt(at(slot) + SlotLayout.PREV, other);
    }

    /// The slot used last before this one (towards the tail), or `NO_SLOT`.
    public int next(int slot) {
        return raw.intAt(at(slot) + SlotLayout.NEXT);
    }

    /// Sets [#next].
    public void next(int slot, int other) {
        raw.putInt(at(slot) + SlotLayout.NEXT, other);
    }

    /// The chunk that holds key and value.
    public int blob(int slot) {
        return raw.intAt(at(slot) + SlotLayout.BLOB);
    }

    /// Sets [#blob].
    public void blob(int slot, int chunk) {
        raw.putInt(at(slot) + SlotLayout.BLOB, chunk);
    }

    /// The last use, in milliseconds of the store's clock modulo 2^32.
    public int stamp(int slot) {
        return raw.intAt(at(slot) + SlotLayout.STAMP);
    }

    /// Sets [#stamp].
    public void stamp(int slot, int milliseconds) {
        raw.putInt(at(slot) + SlotLayout.STAMP, milliseconds);
    }

    /// Type and encoding of the value, as the store's `Kind` numbers them.
    public int kind(int slot) {
        return raw.byteAt(at(slot) + SlotLayout.KIND) & SlotLayout.KIND_MASK;
    }

    /// Sets [#kind].
    public void kind(int slot, int kind) {
        merge(at(slot) + SlotLayout.KIND, kind, SlotLayout.KIND_MASK);
    }

    /// The flag bits of [SlotFlags].
    public int flags(int slot) {
        return raw.byteAt(at(slot) + SlotLayout.FLAGS) & SlotLayout.FLAGS_MASK;
    }

    /// Sets [#flags].
    public void flags(int slot, int flags) {
        merge(at(slot) + SlotLayout.FLAGS, flags, SlotLayout.FLAGS_MASK);
    }

    /// The number, 0 to [#PREFIX_MAX], that the bits hold which kind and flags leave.
    public int prefix(int slot) {
        short both = raw.shortAt(at(slot) + SlotLayout.KIND);
        int word = (IS_LITTLE ? both : Short.reverseBytes(both)) & 0xFFFF;
        int low = (word & 0xFF) >>> SlotLayout.KIND_BITS;
        int high = word >>> (Byte.SIZE + SlotLayout.FLAGS_BITS);
        return high << (Byte.SIZE - SlotLayout.KIND_BITS) | low;
    }

    /// Sets [#prefix].
    public void prefix(int slot, int number) {
        long at = at(slot);
        int low = number << SlotLayout.KIND_BITS;
        int high = number >>> (Byte.SIZE - SlotLayout.KIND_BITS) << SlotLayout.FLAGS_BITS;
        merge(at + SlotLayout.KIND, low, ~SlotLayout.KIND_MASK);
        merge(at + SlotLayout.FLAGS, high, ~SlotLayout.FLAGS_MASK);
    }

    private void merge(long at, int bits, int mask) {
        raw.putByte(at, (byte) ((raw.byteAt(at) & ~mask) | (bits & mask)));
    }

    /// The internal id of the database the entry belongs to, 0 to 255.
    public int database(int slot) {
        return raw.byteAt(at(slot) + SlotLayout.DATABASE) & 0xFF;
    }

    /// Sets [#database].
    public void database(int slot, int database) {
        raw.putByte(at(slot) + SlotLayout.DATABASE, (byte) database);
    }

    /// The logarithmic use count of LFU, 0 to 255.
    public int uses(int slot) {
        return raw.byteAt(at(slot) + SlotLayout.USES) & 0xFF;
    }

    /// Sets [#uses].
    public void uses(int slot, int uses) {
        raw.putByte(at(slot) + SlotLayout.USES, (byte) uses);
    }

    /// Where `slot` would lie, whatever it is; 0 if it cannot be anywhere. Any number may be asked, by any
    /// thread, the shard's lock held or not. Does not touch the slot.
    public long glimpse(int slot) {
        long[] now = bases;
        int segment = slot >>> SlotLayout.INDEX_BITS;
        int index = slot & SlotLayout.INDEX_MASK;
        boolean isPlace = segment < now.length && index < SlotLayout.SLOTS && now[segment] != 0;
        return isPlace ? slotAt(now[segment], index) : 0;
    }

    /// What stands as the chunk of key and value at `place`, an answer of [#glimpse] that is not 0. Any
    /// thread; the answer may be any number.
    public int glimpseBlob(long place) {
        return raw.intAt(place + SlotLayout.BLOB);
    }

    /// Where the neighbour towards the head lies of the slot at `place`, likewise.
    public long glimpsePrev(long place) {
        return glimpse(raw.intAt(place + SlotLayout.PREV));
    }

    /// Where the neighbour towards the tail lies of the slot at `place`, likewise.
    public long glimpseNext(long place) {
        return glimpse(raw.intAt(place + SlotLayout.NEXT));
    }

    private long at(int slot) {
        assert isLive(slot) : "M20: slot " + slot + " used while not live";
        return bases[slot >>> SlotLayout.INDEX_BITS]
                + SlotLayout.HEADER_BYTES
                + (long) (slot & SlotLayout.INDEX_MASK) * SlotLayout.BYTES;
    }

    private static long slotAt(long base, int index) {
        return base + SlotLayout.HEADER_BYTES + (long) index * SlotLayout.BYTES;
    }

    /// The lowest segment with a free slot, added if need be; negative when there is no memory.
    private int segmentWithRoom() {
        for (int word = lowestRoom >>> 6; word < withRoom.length; word++) {
            if (withRoom[word] != 0) {
                lowestRoom = word << 6;
                return lowestRoom + Long.numberOfTrailingZeros(withRoom[word]);
            }
        }
        lowestRoom = withRoom.length << 6;
        return addSegment(false);
    }

    private int addSegment(boolean beyond) {
        int segment = lowestAbsent;
        while (segment < bases.length
                && (bases[segment] != 0 || floors[segment] >= lastGeneration)) {
            segment++;
        }
        if (segment >= segmentsMax) {
            return NO_SLOT;
        }
        int chunk =
                beyond
                        ? heap.allocateBeyond(MemoryTag.SLOTS, SlotLayout.SEGMENT_BYTES)
                        : heap.allocate(MemoryTag.SLOTS, SlotLayout.SEGMENT_BYTES);
        if (chunk == ChunkHeap.NONE) {
            return NO_SLOT;
        }
        if (segment == bases.length) {
            bases = Arrays.copyOf(bases, segment * 2);
            chunks = Arrays.copyOf(chunks, segment * 2);
            floors = Arrays.copyOf(floors, segment * 2);
        }
        long base = heap.address(chunk);
        bases[segment] = base;
        chunks[segment] = chunk;
        raw.putLong(base, 0);
        raw.putLong(base + 8, 0);
        putShort(base + SlotLayout.FREE_HEAD, NO_INDEX);
        lowestAbsent = segment + 1;
        segmentEnd = Math.max(segmentEnd, segment + 1);
        markRoom(segment);
        return segment;
    }

    /// Gives an empty segment's memory back; its highest generation stays behind as its floor.
    private void handBack(int segment) {
        long base = bases[segment];
        int floor = floors[segment];
        int end = shortAt(base + SlotLayout.WATERMARK);
        for (int index = 0; index < end; index++) {
            floor = maxUnsigned(floor, raw.intAt(slotAt(base, index) + SlotLayout.GENERATION));
        }
        retiredCount -= shortAt(base + SlotLayout.RETIRED);
        // A segment with a retired slot stays away for good: its floor leaves no generation.
        floors[segment] =
                Integer.compareUnsigned(floor, lastGeneration) > 0 ? lastGeneration : floor;
        heap.free(MemoryTag.SLOTS, chunks[segment]);
        bases[segment] = 0;
        chunks[segment] = ChunkHeap.NONE;
        withRoom[segment >>> 6] &= ~(1L << segment);
        lowestAbsent = Math.min(lowestAbsent, segment);
        while (segmentEnd > 0 && bases[segmentEnd - 1] == 0) {
            segmentEnd--;
        }
    }

    private static int maxUnsigned(int a, int b) {
        return Integer.compareUnsigned(a, b) >= 0 ? a : b;
    }

    private void markRoom(int segment) {
        int word = segment >>> 6;
        if (word >= withRoom.length) {
            withRoom = Arrays.copyOf(withRoom, Math.max(word + 1, withRoom.length * 2));
        }
        withRoom[word] |= 1L << segment;
        lowestRoom = Math.min(lowestRoom, segment);
    }

    private int shortAt(long at) {
        return raw.shortAt(at) & 0xFFFF;
    }

    private void putShort(long at, int value) {
        raw.putShort(at, (short) value);
    }

    /// Walks every segment and every free list. O(slots); for tests and `LARDER VERIFY`.
    public void verify() {
        new SlotTableVerifier(this).verify();
    }

    // ---- for the walker

    RawBytes raw() {
        return raw;
    }

    /// Where `segment` begins; 0 when it is not there.
    long base(int segment) {
        return bases[segment];
    }

    /// The highest generation that `segment` had when it was last handed back.
    int floor(int segment) {
        return floors[segment];
    }

    /// Whether `segment` is marked as one with a free slot.
    boolean isMarked(int segment) {
        return (withRoom[segment >>> 6] >>> segment & 1) == 1;
    }
}
