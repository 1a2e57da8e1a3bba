package dev.larder.server.store;

import dev.larder.protocol.bytes.Ascii;
import dev.larder.server.store.slot.SlotFlags;
import dev.larder.server.store.slot.SlotTable;
import java.util.Arrays;

/// Reads string values, however they are kept. Guarded by the shard.
final class StringValues {
    /// A slot, and what an entry takes of the index, to the next byte.
    static final long TABLE_BYTES = SlotTable.SLOT_BYTES + 6;

    /// The longest decimal spelling of a `long`.
    static final int DIGITS_MAX = 20;

    /// The longest string that Redis keeps beside its header and calls `embstr`.
    private static final int EMBEDDED_BYTES_MAX = 44;

    private StringValues() {}

    /// Redis's name for how the value is kept; `interned` for what Redis does not have.
    static String encoding(Shard shard, int slot) {
        return switch (shard.slots.kind(slot)) {
            case Kind.STRING_INTEGER -> "int";
            case Kind.STRING_SHARED -> "interned";
            default -> {
                boolean isSpliced = (shard.slots.flags(slot) & SlotFlags.SPLICED) != 0;
                yield length(shard, slot) <= EMBEDDED_BYTES_MAX && !isSpliced ? "embstr" : "raw";
            }
        };
    }

    /// Length as clients see it.
    static long length(Shard shard, int slot) {
        long header = shard.valueHeader(slot);
        return switch (shard.slots.kind(slot)) {
            case Kind.STRING_INLINE -> shard.blobs.inlineLength(header);
            case Kind.STRING_INTEGER -> Ascii.digits(shard.blobs.integer(header));
            case Kind.STRING_SHARED -> shard.interner.length(shard.blobs.sharedReference(header));
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
            case Kind.STRING_SHARED -> {
                int reference = shard.blobs.sharedReference(header);
                shard.interner.copyOut(reference, (int) from, to, at, count);
            }
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

    /// Whether the value is exactly these bytes. O(length).
    static boolean equal(Shard shard, int slot, byte[] array, int offset, int length) {
        if (length(shard, slot) != length) {
            return false;
        }
        if (shard.slots.kind(slot) == Kind.STRING_INLINE) {
            long at = shard.blobs.inlineAt(shard.valueHeader(slot));
            return shard.raw.equal(at, array, offset, length);
        }
        if (shard.slots.kind(slot) == Kind.STRING_SHARED) {
            return shard.interner.hasBytes(shard.shared(slot), array, offset, length);
        }
        byte[] piece = new byte[Math.min(length, LongValues.PART_BYTES)];
        for (int from = 0; from < length; from += piece.length) {
            int count = Math.min(piece.length, length - from);
            copy(shard, slot, from, piece, 0, count);
            if (!Arrays.equals(piece, 0, count, array, offset + from, offset + from + count)) {
                return false;
            }
        }
        return true;
    }

    /// Bytes the entry takes in slot, index (at its usual fill), blob and parts, and its share of a value that
    /// others share.
    static long memoryBytes(Shard shard, int slot) {
        long bytes = shard.ownBytes(slot);
        if (shard.isTagged(slot)) {
            bytes += shard.interner.shareBytes(shard.tagList(slot));
        }
        if (shard.slots.kind(slot) == Kind.STRING_SHARED) {
            bytes += shard.interner.shareBytes(shard.shared(slot));
        }
        return bytes;
    }
}
