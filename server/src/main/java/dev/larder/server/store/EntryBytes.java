package dev.larder.server.store;

import dev.larder.server.store.slot.SlotTable;

/// Where the bytes of an entry are.
///
/// ```text
///   slots      index    chunk of the blob, and those of a long value's parts            interner
///   +------+   +---+    +-----+-------+----------+-----+--------+------+----------+   +--------+------+
///   |  24  |   | 6 |    | key | value | overhead | ttl | prefix | tags | rounding |   | shared | tags |
///   +------+   +---+    +-----+-------+----------+-----+--------+------+----------+   +--------+------+
/// ```
///
/// @param key the key itself
/// @param value what the entry keeps of its value by itself
/// @param overhead lengths, marks and references that say where key and value are
/// @param ttl the deadline, its links, and a grace
/// @param prefix the id of the prefix, where it does not fit into the slot
/// @param tags the reference to the list of the tags, and the entry's share of that list
/// @param shared its share of a value that others have as well
/// @param rounding what chunks are larger than what is in them
/// @param blob the chunk of key and value: a part of the sum told again, by the class of memory
/// @param parts the chunks of a long value; likewise
public record EntryBytes(
        long key,
        long value,
        long overhead,
        long ttl,
        long prefix,
        long tags,
        long shared,
        long rounding,
        long blob,
        long parts) {
    /// Bytes of the table of slots.
    public static final long SLOT = SlotTable.SLOT_BYTES;

    /// Bytes of the hash index, at its usual fill.
    public static final long INDEX = StringValues.TABLE_BYTES - SLOT;

    /// All of them: what the entry takes.
    public long sum() {
        return SLOT + INDEX + key + value + overhead + ttl + prefix + tags + shared + rounding;
    }

    /// Those of the entry in `slot`, whose shard is held.
    static EntryBytes of(Shard shard, int slot) {
        long at = shard.heap.address(shard.slots.blob(slot));
        long header = shard.valueHeader(slot);
        boolean isLong = shard.slots.kind(slot) == Kind.STRING_PARTS;
        boolean isShared = shard.slots.kind(slot) == Kind.STRING_SHARED;
        boolean isWide = shard.slots.prefix(slot) == EntryBlobs.WIDE_PREFIX;
        long key = shard.blobs.keyBytes(at);
        long value = 0;
        long overhead = shard.blobs.keyAt(at) - at;
        if (isLong) {
            value = shard.blobs.partsLength(header);
            overhead += partsOverhead(value);
        } else if (isShared) {
            overhead += EntryBlobs.REFERENCE_BYTES;
        } else {
            value = shard.blobs.inlineLength(header);
            overhead += shard.blobs.inlineAt(header) - header;
        }
        long grace = Grace.graceMs(shard, slot) > 0 ? Grace.BYTES : 0;
        long ttl = shard.isTimed(slot) ? EntryBlobs.TIMED_BYTES + grace : 0;
        long prefix = isWide ? EntryBlobs.PREFIX_BYTES : 0;
        long tags = shard.isTagged(slot) ? EntryBlobs.TAGS_BYTES : 0;
        long blob = shard.heap.chunkBytes(shard.slots.blob(slot));
        long parts = isLong ? shard.longs.chunkBytes(header) : 0;
        return new EntryBytes(
                key,
                value,
                overhead,
                ttl,
                prefix,
                tags + (tags > 0 ? shard.interner.shareBytes(shard.tagList(slot)) : 0),
                isShared ? shard.interner.shareBytes(shard.shared(slot)) : 0,
                blob + parts - key - value - overhead - ttl - prefix - tags,
                blob,
                parts);
    }

    /// What is beside the bytes of a long value: its length, the references to its parts or to tables of them, those
    /// tables, and the parts' headers.
    private static long partsOverhead(long length) {
        int parts = LongValues.parts(length);
        int references = LongValues.references(parts);
        long tables =
                parts > LongValues.DIRECT_MAX ? (long) references * LongValues.CHUNK_BYTES : 0;
        return EntryBlobs.PARTS_HEADER_BYTES
                + 4L * references
                + tables
                + (long) parts * LongValues.HEADER_BYTES;
    }
}
