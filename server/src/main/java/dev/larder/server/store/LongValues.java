package dev.larder.server.store;

import static dev.larder.server.check.InvariantViolation.require;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.RawBytes;

/// Values too long for one chunk: a row of parts, all whole but the last, listed in the entry's blob.
///
/// ```text
///   part, at most 16,384 bytes
///      0     1           4            8
///      +-----+-----------+------------+---------------------------------+
///      | 254 |  ordinal  | owner slot |  16,376 bytes of the value      |
///      +-----+-----------+------------+---------------------------------+
///      | 252 |  owners   | owner slot |  the first part                 |
///      +-----+-----------+------------+---------------------------------+
///             3           4
/// ```
///
/// Byte `n` of the value is in part `n / 16376`, so any place is found without a search. Up to
/// [#DIRECT_MAX] parts are listed in the blob itself; more are listed in tables, which are parts whose
/// bytes are part numbers. A part says whose it is, so it can be moved like any blob.
///
/// - **M24** The first part counts the value's owners: its entry, and each reply that is being sent from
///   the parts. The count is never below one while the parts exist; who brings it to zero frees them.
/// - **M25** Parts with more than one owner, or none but replies, are neither moved nor written.
final class LongValues {
    static final int HEADER_BYTES = 8;
    static final int CHUNK_BYTES = 16_384;

    /// Bytes of the value in a whole part.
    static final int PART_BYTES = CHUNK_BYTES - HEADER_BYTES;

    static final int DIRECT_MAX = 1024;
    static final int TABLE_ENTRIES = PART_BYTES / 4;

    /// The owner of a part that belongs to no entry (yet, or any more).
    static final int NO_OWNER = -1;

    /// The ordinal of a table of parts; tables are not moved.
    static final int TABLE_ORDINAL = 0xFF_FFFF;

    private static final int OWNERS_MAX = 0xFF_FFFF;

    private final ChunkHeap heap;
    private final RawBytes raw;
    private final EntryBlobs blobs;

    LongValues(ChunkHeap heap, RawBytes raw, EntryBlobs blobs) {
        this.heap = heap;
        this.raw = raw;
        this.blobs = blobs;
    }

    /// How many parts a value of `length` bytes has.
    static int parts(long length) {
        return (int) ((length + PART_BYTES - 1) / PART_BYTES);
    }

    /// How many references the blob of a value of `parts` parts holds.
    static int references(int parts) {
        return parts <= DIRECT_MAX ? parts : (parts + TABLE_ENTRIES - 1) / TABLE_ENTRIES;
    }

    /// Bytes, header included, of the last part of a value of `length` bytes.
    static int lastChunkBytes(long length) {
        return (int) (length - (long) (parts(length) - 1) * PART_BYTES) + HEADER_BYTES;
    }

    /// The chunk of part `index` of the value whose header is at `header`.
    int part(long header, int index) {
        if (parts(blobs.partsLength(header)) <= DIRECT_MAX) {
            return blobs.partReference(header, index);
        }
        int table = blobs.partReference(header, index / TABLE_ENTRIES);
        return raw.intAt(heap.address(table) + HEADER_BYTES + 4L * (index % TABLE_ENTRIES));
    }

    /// Puts another chunk in the place of part `index`.
    void part(long header, int index, int chunk) {
        if (parts(blobs.partsLength(header)) <= DIRECT_MAX) {
            blobs.partReference(header, index, chunk);
            return;
        }
        int table = blobs.partReference(header, index / TABLE_ENTRIES);
        raw.putInt(heap.address(table) + HEADER_BYTES + 4L * (index % TABLE_ENTRIES), chunk);
    }

    /// Lists `parts` in the blob whose value header is at `header`, and marks them as `owner`'s.
    void list(long header, int[] parts, long length, int owner) {
        int count = parts(length);
        blobs.partsLength(header, length);
        if (count > DIRECT_MAX) {
            for (int index = 0; index < references(count); index++) {
                // Some 16 KiB for 64 MiB of value: not worth failing for, so the limit may be
                // overstepped.
                int table = heap.allocateBeyond(MemoryTag.PARTS, CHUNK_BYTES);
                mark(table, TABLE_ORDINAL, owner);
                blobs.partReference(header, index, table);
            }
        }
        for (int index = 0; index < count; index++) {
            mark(parts[index], index, owner);
            part(header, index, parts[index]);
        }
    }

    /// Says in the parts themselves that they belong to `owner` now.
    void own(long header, int owner) {
        int count = parts(blobs.partsLength(header));
        for (int index = 0; index < count; index++) {
            raw.putInt(heap.address(part(header, index)) + 4, owner);
        }
    }

    /// Writes a part's header; a first part has one owner.
    void mark(int chunk, int ordinal, int owner) {
        long at = heap.address(chunk);
        int word =
                ordinal == 0
                        ? EntryBlobs.FIRST_PART_MARK | 1 << 8
                        : EntryBlobs.PART_MARK | ordinal << 8;
        raw.putInt(at, word);
        raw.putInt(at + 4, owner);
    }

    int ordinal(long partAt) {
        int word = raw.intAt(partAt);
        return (word & 0xFF) == EntryBlobs.FIRST_PART_MARK ? 0 : word >>> 8;
    }

    /// How many own the value: the entry and the replies.
    int owners(long header) {
        return ownersOf(part(header, 0));
    }

    /// The same, by the first part.
    int ownersOf(int first) {
        long at = heap.address(first);
        int word = raw.intAt(at);
        require(
                (word & 0xFF) == EntryBlobs.FIRST_PART_MARK,
                "M24",
                "chunk %d is no first part",
                first);
        return word >>> 8;
    }

    /// One owner more. False when there are as many as can be counted.
    boolean retain(int first) {
        int owners = ownersOf(first);
        if (owners == OWNERS_MAX) {
            return false;
        }
        raw.putInt(heap.address(first), EntryBlobs.FIRST_PART_MARK | (owners + 1) << 8);
        return true;
    }

    /// One owner less; how many are left. The caller of the last one frees the parts.
    int drop(int first) {
        int owners = ownersOf(first) - 1;
        require(owners >= 0, "M24", "part %d dropped with no owner left", first);
        raw.putInt(heap.address(first), EntryBlobs.FIRST_PART_MARK | owners << 8);
        return owners;
    }

    int owner(long partAt) {
        return raw.intAt(partAt + 4);
    }

    /// All parts in a row, for one who gives the value another shape.
    int[] toArray(long header, int room) {
        int count = parts(blobs.partsLength(header));
        int[] parts = new int[Math.max(room, count)];
        for (int index = 0; index < count; index++) {
            parts[index] = part(header, index);
        }
        return parts;
    }

    /// Frees the tables, if there are any.
    void freeTables(long header) {
        int count = parts(blobs.partsLength(header));
        if (count > DIRECT_MAX) {
            for (int index = 0; index < references(count); index++) {
                heap.free(MemoryTag.PARTS, blobs.partReference(header, index));
            }
        }
    }

    /// Frees parts and tables. O(parts).
    void free(long header) {
        int count = parts(blobs.partsLength(header));
        for (int index = 0; index < count; index++) {
            heap.free(MemoryTag.PARTS, part(header, index));
        }
        freeTables(header);
    }

    /// Bytes of the chunks of the value's parts, without tables.
    long partBytes(long header) {
        int count = parts(blobs.partsLength(header));
        return (long) (count - 1) * wholeBytes() + heap.chunkBytes(part(header, count - 1));
    }

    /// Bytes of the chunks of the value's parts and tables.
    long chunkBytes(long header) {
        int count = parts(blobs.partsLength(header));
        return partBytes(header)
                + (count > DIRECT_MAX ? (long) references(count) * wholeBytes() : 0);
    }

    /// Bytes a whole part is charged with.
    private int wholeBytes() {
        return heap.classBytes(CHUNK_BYTES);
    }

    void copyOut(long header, long from, byte[] to, int at, int count) {
        while (count > 0) {
            int index = (int) (from / PART_BYTES);
            int skip = (int) (from % PART_BYTES);
            int piece = Math.min(count, PART_BYTES - skip);
            raw.copyOut(heap.address(part(header, index)) + HEADER_BYTES + skip, to, at, piece);
            from += piece;
            at += piece;
            count -= piece;
        }
    }

    /// Copies bytes into parts that are not listed yet.
    void copyIn(int[] parts, long to, byte[] array, int offset, int count) {
        while (count > 0) {
            int skip = (int) (to % PART_BYTES);
            int piece = Math.min(count, PART_BYTES - skip);
            long at = heap.address(parts[(int) (to / PART_BYTES)]) + HEADER_BYTES + skip;
            raw.copyIn(array, offset, at, piece);
            to += piece;
            offset += piece;
            count -= piece;
        }
    }

    /// Makes the bytes from `from` to `to` of unlisted parts zero.
    void zero(int[] parts, long from, long to) {
        while (from < to) {
            int skip = (int) (from % PART_BYTES);
            int piece = (int) Math.min(to - from, PART_BYTES - skip);
            long at = heap.address(parts[(int) (from / PART_BYTES)]) + HEADER_BYTES + skip;
            raw.fill(at, piece, (byte) 0);
            from += piece;
        }
    }
}
