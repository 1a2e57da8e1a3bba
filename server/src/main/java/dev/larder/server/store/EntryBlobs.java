package dev.larder.server.store;

import dev.larder.server.memory.RawBytes;
import dev.larder.server.store.intern.Interner;
import dev.larder.server.store.slot.SlotTable;

/// Byte layout of an entry's blob, and the reading and writing of its parts.
///
/// ```text
///   k    key           x (timed entries only)     p        t        l      value
///   +----+-------------+----------+------+------+--------+--------+------+-----------------+
///   |1,11| 0 .. 57344  | deadline | prev | next | prefix | tags   | 1, 2 | 0 .. ~16 KiB    |   inline, integer
///   +----+-------------+----------+------+------+--------+--------+------+-----------------+
///                        6          4      4      0, 2     0, 4
///   +----+-------------+------------------------+-----------------+----------+-------------------+
///   |1,11| key         | x                      | p, t            | length 8 | part, part, ...   |   parts
///   +----+-------------+------------------------+-----------------+----------+-------------------+
///                                                                              4 each
///   +----+-------------+------------------------+-----------------+-----------+
///   |1,11| key         | x                      | p, t            | reference |   shared
///   +----+-------------+------------------------+-----------------+-----------+
///                                                                   4
/// ```
///
/// - `k`: key length + 1 in one byte up to 249, else 253, two bytes, and the key's hash. Never zero (that
///   marks a free chunk), 251 (the interner's), 252 or 254 (those mark parts), so a chunk says by itself whose
///   it is. The hash is there so that nobody who holds a shard hashes long keys, of which the index may want
///   hundreds.
/// - `x`: only where the slot is flagged `TIMED`: the deadline in milliseconds since 1970 (47 bits), whether there is a grace (a bit), and
///   the entry's links in the timer wheel.
/// - `p`: only where the id of the prefix is [#WIDE_PREFIX] or more: the id; smaller ones are in the slot.
/// - `t`: only where the slot is flagged `TAGGED`: the interner's reference of the list of the entry's tags.
/// - `l`: the value's length, seven bits a byte, low bits first. An integer is as many bytes as it needs.
///
/// A plain string therefore costs two bytes beside key and value up to 127 bytes, and three up to 16 KiB.
final class EntryBlobs {
    static final int TIMED_BYTES = 14;
    static final int PREFIX_BYTES = 2;
    static final int TAGS_BYTES = 4;

    /// The most bytes between a key and the header of its value.
    static final int BESIDE_BYTES_MAX = TIMED_BYTES + PREFIX_BYTES + TAGS_BYTES;

    /// The first prefix id that is not in the slot, which has this number in its place.
    static final int WIDE_PREFIX = SlotTable.PREFIX_MAX;

    static final int PARTS_HEADER_BYTES = 8;
    static final int REFERENCE_BYTES = 4;
    static final int KEY_BYTES_MAX = 57_344;

    /// The largest header of a key.
    static final int KEY_HEADER_BYTES_MAX = 11;

    /// The first byte of a chunk that holds the first part of a long value.
    static final int FIRST_PART_MARK = 252;

    /// The first byte of a chunk that holds another part.
    static final int PART_MARK = 254;

    private static final int SHORT_KEY_MAX = 249;
    private static final int LONG_KEY_MARK = 253;
    private static final long DEADLINE_MASK = ShardGuard.DEADLINE_MAX;

    /// The bit above a deadline: the entry has a time of grace.
    private static final long GRACED = DEADLINE_MASK + 1;

    private final RawBytes raw;

    EntryBlobs(RawBytes raw) {
        this.raw = raw;
    }

    /// Bytes of a blob with an inline value, and `beside` bytes between the key and the value's header.
    static int inlineBytes(int keyBytes, int beside, int valueBytes) {
        return headBytes(keyBytes, beside) + (valueBytes < 128 ? 1 : 2) + valueBytes;
    }

    /// Bytes of a blob that lists `references` parts (or tables of parts).
    static int partsBytes(int keyBytes, int beside, int references) {
        return headBytes(keyBytes, beside) + PARTS_HEADER_BYTES + 4 * references;
    }

    /// Bytes of a blob with a reference to a shared value.
    static int sharedBytes(int keyBytes, int beside) {
        return headBytes(keyBytes, beside) + REFERENCE_BYTES;
    }

    private static int headBytes(int keyBytes, int beside) {
        return keyHeaderBytes(keyBytes) + keyBytes + beside;
    }

    /// Bytes between the key and the value's header: of a deadline, a wide prefix id and tags.
    static int besideBytes(boolean timed, boolean wide, boolean tagged) {
        return (timed ? TIMED_BYTES : 0) + (wide ? PREFIX_BYTES : 0) + (tagged ? TAGS_BYTES : 0);
    }

    private static int keyHeaderBytes(int keyBytes) {
        return keyBytes <= SHORT_KEY_MAX ? 1 : KEY_HEADER_BYTES_MAX;
    }

    /// How many bytes the integer `value` takes.
    static int integerBytes(long value) {
        return (72 - Long.numberOfLeadingZeros(value ^ value >> 63)) >>> 3;
    }

    /// Whether the chunk at `at` holds a part and not an entry.
    boolean isPart(long at) {
        int first = raw.byteAt(at) & 0xFF;
        return first == PART_MARK || first == FIRST_PART_MARK;
    }

    /// Whether the chunk at `at` holds an interned byte string.
    boolean isInterned(long at) {
        return (raw.byteAt(at) & 0xFF) == Interner.CHUNK_MARK;
    }

    int keyBytes(long at) {
        int first = raw.byteAt(at) & 0xFF;
        return first == LONG_KEY_MARK ? raw.shortAt(at + 1) & 0xFFFF : first - 1;
    }

    long keyAt(long at) {
        return at + (isLongKey(at) ? KEY_HEADER_BYTES_MAX : 1);
    }

    /// Whether the entry's key is so long that its hash is kept.
    boolean isLongKey(long at) {
        return (raw.byteAt(at) & 0xFF) == LONG_KEY_MARK;
    }

    /// The hash of a long key.
    long keyHash(long at) {
        return raw.longAt(at + 3);
    }

    boolean keyEquals(long at, byte[] key, int offset, int length) {
        int first = raw.byteAt(at) & 0xFF;
        if (first != LONG_KEY_MARK) {
            return first - 1 == length && raw.equal(at + 1, key, offset, length);
        }
        return (raw.shortAt(at + 1) & 0xFFFF) == length
                && raw.equal(at + KEY_HEADER_BYTES_MAX, key, offset, length);
    }

    /// Where the timed fields of a timed entry begin; of another one, where its value's header does.
    long timedAt(long at) {
        int first = raw.byteAt(at) & 0xFF;
        return first == LONG_KEY_MARK
                ? at + KEY_HEADER_BYTES_MAX + (raw.shortAt(at + 1) & 0xFFFF)
                : at + first;
    }

    /// The wide id of the prefix, from the value's header.
    int widePrefix(long header, boolean tagged) {
        return raw.shortAt(header - (tagged ? TAGS_BYTES : 0) - PREFIX_BYTES) & 0xFFFF;
    }

    /// The list of the tags, from the value's header.
    int tagList(long header) {
        return raw.intAt(header - TAGS_BYTES);
    }

    /// Writes at `next`, if they have to be there, the id of the prefix and the list of tags; returns where the
    /// value's header goes.
    long putFamilies(long next, int prefix, boolean tagged, int tagList) {
        if (prefix >= WIDE_PREFIX) {
            raw.putShort(next, (short) prefix);
            next += PREFIX_BYTES;
        }
        if (tagged) {
            raw.putInt(next, tagList);
            next += TAGS_BYTES;
        }
        return next;
    }

    long deadline(long at) {
        return raw.longAt(timedAt(at)) & DEADLINE_MASK;
    }

    /// Whether the timed entry has a time of grace.
    boolean isGraced(long at) {
        return (raw.longAt(timedAt(at)) & GRACED) != 0;
    }

    /// Changes the deadline; a time of grace stays.
    void deadline(long at, long ms) {
        firstDeadline(at, ms, isGraced(at));
    }

    /// Writes the deadline where there was none, and whether the entry has a time of grace.
    void firstDeadline(long at, long ms, boolean graced) {
        long bits = graced ? ms | GRACED : ms;
        long timed = timedAt(at);
        raw.putInt(timed, (int) bits);
        raw.putShort(timed + 4, (short) (bits >>> 32));
    }

    int timerPrev(long at) {
        return raw.intAt(timedAt(at) + 6);
    }

    void timerPrev(long at, int link) {
        raw.putInt(timedAt(at) + 6, link);
    }

    int timerNext(long at) {
        return raw.intAt(timedAt(at) + 10);
    }

    void timerNext(long at, int link) {
        raw.putInt(timedAt(at) + 10, link);
    }

    /// Length of an inline value (or of an integer's bytes), from its header.
    int inlineLength(long header) {
        int low = raw.byteAt(header);
        return low >= 0 ? low : (low & 0x7F) | (raw.byteAt(header + 1) & 0xFF) << 7;
    }

    /// Where an inline value begins, from its header.
    long inlineAt(long header) {
        return raw.byteAt(header) >= 0 ? header + 1 : header + 2;
    }

    long integer(long header) {
        int bytes = raw.byteAt(header);
        long value = 0;
        for (int index = 0; index < bytes; index++) {
            value |= (raw.byteAt(header + 1 + index) & 0xFFL) << (8 * index);
        }
        int unused = 64 - 8 * bytes;
        return value << unused >> unused;
    }

    /// Writes the key's header and the key, whose hash is `hash`; returns where the rest begins.
    long putKey(long at, long hash, byte[] key, int offset, int length) {
        if (length <= SHORT_KEY_MAX) {
            raw.putByte(at, (byte) (length + 1));
        } else {
            raw.putByte(at, (byte) LONG_KEY_MARK);
            raw.putShort(at + 1, (short) length);
            raw.putLong(at + 3, hash);
        }
        long next = at + keyHeaderBytes(length);
        raw.copyIn(key, offset, next, length);
        return next + length;
    }

    /// Writes an inline value's length; returns where the value goes.
    long putInlineLength(long header, int length) {
        if (length < 128) {
            raw.putByte(header, (byte) length);
            return header + 1;
        }
        raw.putByte(header, (byte) (length | 0x80));
        raw.putByte(header + 1, (byte) (length >>> 7));
        return header + 2;
    }

    void putInteger(long header, long value) {
        int bytes = integerBytes(value);
        raw.putByte(header, (byte) bytes);
        for (int index = 0; index < bytes; index++) {
            raw.putByte(header + 1 + index, (byte) (value >>> (8 * index)));
        }
    }

    int sharedReference(long header) {
        return raw.intAt(header);
    }

    void sharedReference(long header, int reference) {
        raw.putInt(header, reference);
    }

    long partsLength(long header) {
        return raw.longAt(header);
    }

    void partsLength(long header, long length) {
        raw.putLong(header, length);
    }

    int partReference(long header, int index) {
        return raw.intAt(header + PARTS_HEADER_BYTES + 4L * index);
    }

    void partReference(long header, int index, int chunk) {
        raw.putInt(header + PARTS_HEADER_BYTES + 4L * index, chunk);
    }
}
