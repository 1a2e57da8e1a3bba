package dev.larder.server.store;

import dev.larder.protocol.bytes.Ascii;
import dev.larder.server.store.slot.SlotTable;

/// Reads string values, however they are kept. Guarded by the shard.
final class StringValues {
    /// The longest decimal spelling of a `long`.
    static final int DIGITS_MAX = 20;

    private StringValues() {}

    /// Length as clients see it.
    static long length(Shard shard, int slot) {
        long header = shard.valueHeader(slot);
        return switch (shard.slots.kind(slot)) {
            case Kind.STRING_INLINE -> shard.blobs.inlineLength(header);
            case Kind.STRING_INTEGER -> Ascii.digits(shard.blobs.integer(header));
            default -> shard.blobs.partsLength(header);
        };
    }

    /// Copies a range of the value, which the caller has checked to be inside it.
    static void copy(Shard shard, int slot, long from, byte[] to, int at, int count) {
        long header = shard.valueHeader(slot);
        switch (shard.slots.kind(slot)) {
            case Kind.STRING_INLINE -> {
                assert from + count <= shard.blobs.inlineLength(header);
                shard.raw.copyOut(shard.blobs.inlineAt(header) + from, to, at, count);
            }
            case Kind.STRING_INTEGER ->
                    copyDigits(shard.blobs.integer(header), from, to, at, count);
            default -> shard.longs.copyOut(header, from, to, at, count);
        }
    }

    private static void copyDigits(long value, long from, byte[] to, int at, int count) {
        if (from == 0 && count == Ascii.digits(value)) {
            Ascii.writeLong(to, at, value);
        } else {
            byte[] digits = new byte[DIGITS_MAX];
            Ascii.writeLong(digits, 0, value);
            System.arraycopy(digits, (int) from, to, at, count);
        }
    }

    /// Bytes the entry takes in slot, index (at its usual fill), blob and parts.
    static long memoryBytes(Shard shard, int slot) {
        long bytes = SlotTable.SLOT_BYTES + 8 + shard.heap.chunkBytes(shard.slots.blob(slot));
        if (shard.slots.kind(slot) == Kind.STRING_PARTS) {
            bytes += shard.longs.chunkBytes(shard.valueHeader(slot));
        }
        return bytes;
    }
}
