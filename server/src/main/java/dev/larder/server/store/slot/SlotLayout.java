package dev.larder.server.store.slot;

/// Byte layout of one slot and of the segment that holds 170 of them, native order.
///
/// ```text
///   slot, 24 bytes
///      0            4            8            12
///      +------------+------------+------------+
///      | generation |    prev    |    next    |
///      +------------+------------+------------+
///   12 |    blob    |   stamp    | k  f  d  u |
///      +------------+------------+------------+
///      k kind (type and encoding), 4 bits, and 4 bits of the prefix
///      f flags, 5 bits, and 3 bits of the prefix   d database id   u use count (LFU)
///
///   segment, 4,096 bytes
///      0            2            4            6            8           16
///      +------------+------------+------------+------------+------------+
///      |    live    |  freeHead  | watermark  |  retired   |  (unused)  |
///      +------------+------------+------------+------------+------------+
///   16 |  170 slots of 24 bytes                                         |
///      +----------------------------------------------------------------+
/// ```
///
/// `prev` and `next` are the links of the eviction order, as slots; a free slot keeps the index of the
/// next free one of its segment in `next`. `blob` says where key and value are and is the only place
/// that says so: a blob can move. `stamp` is the last use in milliseconds of the store's clock, modulo
/// 2^32.
final class SlotLayout {
    static final int GENERATION = 0;
    static final int PREV = 4;
    static final int NEXT = 8;
    static final int BLOB = 12;
    static final int STAMP = 16;
    static final int KIND = 20;
    static final int FLAGS = 21;
    static final int DATABASE = 22;
    static final int USES = 23;
    static final int BYTES = 24;

    /// The low bits of its byte that are the kind's.
    static final int KIND_BITS = 4;

    static final int KIND_MASK = (1 << KIND_BITS) - 1;

    /// The low bits of their byte that are the flags'.
    static final int FLAGS_BITS = 5;

    static final int FLAGS_MASK = (1 << FLAGS_BITS) - 1;

    static final int LIVE = 0;
    static final int FREE_HEAD = 2;
    static final int WATERMARK = 4;
    static final int RETIRED = 6;
    static final int HEADER_BYTES = 16;
    static final int SEGMENT_BYTES = 4096;
    static final int SLOTS = (SEGMENT_BYTES - HEADER_BYTES) / BYTES;

    /// Bits of a slot number that say which slot of the segment it is.
    static final int INDEX_BITS = 8;

    static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

    static {
        if (USES + 1 != BYTES
                || HEADER_BYTES + SLOTS * BYTES != SEGMENT_BYTES
                || SLOTS > INDEX_MASK) {
            throw new ExceptionInInitializerError("slot: " + BYTES + " bytes, budget 24");
        }
    }

    private SlotLayout() {}
}
