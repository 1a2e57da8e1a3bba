package dev.larder.server.memory;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The descriptors of all pages, at the beginning of the region: 32 bytes a page of 64 KiB.
///
/// ```text
///      0            4            8      10     12     14     16
///      +------------+------------+------+------+------+------+
///      |    prev    |    next    | live | head | fresh| parts|
///      +---+---+---+---+---------+------+------+------+------+
///   16 | c | k | s | l | evacuation |inter.|     unused       |
///      +---+---+---+---+------------+-------------------------+
///   32    c size class   k kind   s state   l list
/// ```
///
/// `live` chunks are allocated, those of index `fresh` and above were never used since the page was
/// opened, and the rest are threaded on the free list that begins at index `head`, each naming the
/// next. `parts` of the live ones are charged to `PARTS`, `interned` to `INTERNED`. `prev` and `next` link the page into one
/// list at a time, of whatever its state says.
///
/// The table covers the whole region, and so its own pages too; only what is touched is resident:
/// one page of descriptors speaks for 128 MiB. Everything here is guarded by the heap's lock,
/// except that the class of a page may be read by whoever owns a chunk on it.
final class PageTable {
    static final StructLayout STRUCT =
            MemoryLayout.structLayout(
                    JAVA_INT.withName("prev"),
                    JAVA_INT.withName("next"),
                    JAVA_SHORT.withName("live"),
                    JAVA_SHORT.withName("head"),
                    JAVA_SHORT.withName("fresh"),
                    JAVA_SHORT.withName("parts"),
                    JAVA_BYTE.withName("class"),
                    JAVA_BYTE.withName("kind"),
                    JAVA_BYTE.withName("state"),
                    JAVA_BYTE.withName("list"),
                    JAVA_INT.withName("evacuation"),
                    JAVA_SHORT.withName("interned"),
                    JAVA_SHORT.withName("unused"),
                    JAVA_INT.withName("unusedToo"));

    static final int BYTES_SHIFT = 5;

    /// No page: page 0 always belongs to the table.
    static final int NO_PAGE = 0;

    /// No chunk, as a link: the largest index is 4095.
    static final int NO_INDEX = 0xFFFF;

    /// In use: holds chunks of one class and kind.
    static final int ACTIVE = 1;

    /// Resident and empty, kept for the next allocation.
    static final int EMPTY = 2;

    /// On its way back to the system; on no list, and in the hands of one thread.
    static final int LEAVING = 3;

    /// Given back to the system: not resident.
    static final int GONE = 4;

    /// Lists 0 to 3 hold active pages by the quarter of their chunks that is live.
    static final int QUARTERS = 4;

    /// Active and full: on no list.
    static final int LIST_FULL = 4;

    /// Active and being evacuated: on no list.
    static final int LIST_EVACUATING = 5;

    private static final long PREV = STRUCT.byteOffset(groupElement("prev"));
    private static final long NEXT = STRUCT.byteOffset(groupElement("next"));
    private static final long LIVE = STRUCT.byteOffset(groupElement("live"));
    private static final long HEAD = STRUCT.byteOffset(groupElement("head"));
    private static final long FRESH = STRUCT.byteOffset(groupElement("fresh"));
    private static final long PARTS = STRUCT.byteOffset(groupElement("parts"));
    private static final long CLASS = STRUCT.byteOffset(groupElement("class"));
    private static final long KIND = STRUCT.byteOffset(groupElement("kind"));
    private static final long STATE = STRUCT.byteOffset(groupElement("state"));
    private static final long LIST = STRUCT.byteOffset(groupElement("list"));
    private static final long INTERNED = STRUCT.byteOffset(groupElement("interned"));
    private static final long EVACUATION = STRUCT.byteOffset(groupElement("evacuation"));

    static {
        if (STRUCT.byteSize() != 1 << BYTES_SHIFT) {
            throw new ExceptionInInitializerError(
                    "page descriptor: " + STRUCT.byteSize() + " bytes, budget 32");
        }
    }

    private final RawBytes bytes;

    PageTable(RawBytes bytes) {
        this.bytes = bytes;
    }

    /// How many pages a table for `pages` pages takes itself.
    static int pagesOfTable(int pages) {
        long tableBytes = (long) pages << BYTES_SHIFT;
        return (int) ((tableBytes + ChunkHeap.PAGE_BYTES - 1) / ChunkHeap.PAGE_BYTES);
    }

    /// Which page of the table describes `page`.
    static int pageOfTable(int page) {
        return page >>> (ChunkHeap.PAGE_SHIFT - BYTES_SHIFT);
    }

    /// Writes every field of a page that begins to hold chunks.
    void open(int page, PageKind kind, int sizeClass) {
        long at = at(page);
        bytes.putLong(at + PREV, 0); // both links
        bytes.putShort(at + LIVE, (short) 0);
        bytes.putShort(at + HEAD, (short) NO_INDEX);
        bytes.putShort(at + FRESH, (short) 0);
        bytes.putShort(at + PARTS, (short) 0);
        bytes.putShort(at + INTERNED, (short) 0);
        bytes.putByte(at + CLASS, (byte) sizeClass);
        bytes.putByte(at + KIND, (byte) kind.ordinal());
        bytes.putByte(at + STATE, (byte) ACTIVE);
        bytes.putByte(at + LIST, (byte) LIST_FULL);
        bytes.putInt(at + EVACUATION, 0);
    }

    int prev(int page) {
        return bytes.intAt(at(page) + PREV);
    }

    void prev(int page, int prev) {
        bytes.putInt(at(page) + PREV, prev);
    }

    int next(int page) {
        return bytes.intAt(at(page) + NEXT);
    }

    void next(int page, int next) {
        bytes.putInt(at(page) + NEXT, next);
    }

    int live(int page) {
        return bytes.shortAt(at(page) + LIVE);
    }

    void live(int page, int live) {
        bytes.putShort(at(page) + LIVE, (short) live);
    }

    int head(int page) {
        return Short.toUnsignedInt(bytes.shortAt(at(page) + HEAD));
    }

    void head(int page, int index) {
        bytes.putShort(at(page) + HEAD, (short) index);
    }

    int fresh(int page) {
        return bytes.shortAt(at(page) + FRESH);
    }

    void fresh(int page, int index) {
        bytes.putShort(at(page) + FRESH, (short) index);
    }

    /// How many live chunks are charged to `tag`, one of those that share their pages with `BLOBS`.
    int charged(int page, MemoryTag tag) {
        return bytes.shortAt(at(page) + charge(tag));
    }

    void charged(int page, MemoryTag tag, int chunks) {
        bytes.putShort(at(page) + charge(tag), (short) chunks);
    }

    private static long charge(MemoryTag tag) {
        return tag == MemoryTag.PARTS ? PARTS : INTERNED;
    }

    int sizeClass(int page) {
        return bytes.byteAt(at(page) + CLASS);
    }

    int kind(int page) {
        return bytes.byteAt(at(page) + KIND);
    }

    int state(int page) {
        return bytes.byteAt(at(page) + STATE);
    }

    void state(int page, int state) {
        bytes.putByte(at(page) + STATE, (byte) state);
    }

    int list(int page) {
        return bytes.byteAt(at(page) + LIST);
    }

    void list(int page, int list) {
        bytes.putByte(at(page) + LIST, (byte) list);
    }

    int evacuation(int page) {
        return bytes.intAt(at(page) + EVACUATION);
    }

    void evacuation(int page, int number) {
        bytes.putInt(at(page) + EVACUATION, number);
    }

    private static long at(int page) {
        return (long) page << BYTES_SHIFT;
    }
}
