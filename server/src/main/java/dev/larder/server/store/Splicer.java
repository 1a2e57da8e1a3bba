package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.resp.BigArgument;
import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.store.intern.Interner;
import java.util.Arrays;

/// Writes string values of any length, whole or from some byte on, and turns inline values into parts
/// when they outgrow a chunk. Guarded by the shard.
///
/// A value in parts is changed in place only by its sole owner. While a reply is being sent from it, a
/// change copies it first (copy-on-write).
final class Splicer {
    private final Shard shard;
    private final ChunkHeap heap;
    private final LongValues longs;
    private final EntryWriter writer;
    private byte[] scratch = {};

    Splicer(Shard shard, EntryWriter writer) {
        this.shard = shard;
        this.heap = shard.heap;
        this.longs = shard.longs;
        this.writer = writer;
    }

    /// Sees to what a fresh value of `bytes` needs; the writer knows key and slot already.
    boolean prepare(long bytes, Reservation reservation) {
        if (writer.fitsInline(bytes)) {
            return writer.prepareInline((int) bytes, reservation);
        }
        int parts = LongValues.parts(bytes);
        return writer.prepareParts(parts, reservation)
                && reservation.holdParts(parts - 1, LongValues.lastChunkBytes(bytes));
    }

    /// Sees to what the value in `slot` needs to become `bytes` long.
    boolean prepareSplice(int slot, long bytes, Reservation reservation) {
        if (writer.fitsInline(bytes) || !isSoleOwner(slot)) {
            return prepare(bytes, reservation);
        }
        int parts = LongValues.parts(bytes);
        int kept = keptParts(slot, bytes);
        return writer.prepareParts(parts, reservation)
                && reservation.holdParts(
                        Math.max(0, parts - kept - 1),
                        kept == parts ? 0 : LongValues.lastChunkBytes(bytes));
    }

    private boolean isSoleOwner(int slot) {
        return slot != NO_SLOT
                && shard.slots.kind(slot) == Kind.STRING_PARTS
                && longs.owners(shard.valueHeader(slot)) == 1;
    }

    /// How many of the value's parts can stay when it becomes `bytes` long: all, or all but a last one
    /// that is too small.
    private int keptParts(int slot, long bytes) {
        long header = shard.valueHeader(slot);
        int count = LongValues.parts(shard.blobs.partsLength(header));
        int last = longs.part(header, count - 1);
        int wanted =
                count == LongValues.parts(bytes)
                        ? LongValues.lastChunkBytes(bytes)
                        : LongValues.CHUNK_BYTES;
        return heap.chunkBytes(last) >= wanted ? count : count - 1;
    }

    /// Writes a fresh value: as the tenant `shared`, counted for this entry already, if there is one and a
    /// blob for it can be had, else by itself. Answers the slot.
    int putBytes(
            int shared, byte[] array, int offset, int length, int stamp, Reservation reservation) {
        int written =
                shared == Interner.NONE ? NO_SLOT : writer.putShared(shared, stamp, reservation);
        if (written != NO_SLOT) {
            return written;
        }
        if (writer.fitsInline(length)) {
            return writer.putBytes(array, offset, length, stamp, reservation);
        }
        int[] parts = new int[LongValues.parts(length)];
        take(parts, 0, length, reservation);
        longs.copyIn(parts, 0, array, offset, length);
        return writer.putParts(parts, length, stamp, reservation);
    }

    /// Writes a copy of the long value in `from`'s slot `other`. Answers the slot.
    int putCopy(Shard from, int other, int stamp, Reservation reservation) {
        long bytes = StringValues.length(from, other);
        int[] parts = new int[LongValues.parts(bytes)];
        take(parts, 0, bytes, reservation);
        long header = from.valueHeader(other);
        for (int index = 0; index < parts.length; index++) {
            long used =
                    Math.min(LongValues.PART_BYTES, bytes - (long) index * LongValues.PART_BYTES);
            long at = heap.address(from.longs.part(header, index)) + LongValues.HEADER_BYTES;
            shard.raw.copy(at, heap.address(parts[index]) + LongValues.HEADER_BYTES, used);
        }
        return writer.putParts(parts, bytes, stamp, reservation);
    }

    /// Overwrites the value in `slot` (or an empty one) from byte `at` on. Answers the slot.
    int splice(
            int slot,
            long at,
            byte[] array,
            int offset,
            int length,
            int stamp,
            Reservation reservation) {
        long before = slot == NO_SLOT ? 0 : StringValues.length(shard, slot);
        long bytes = Math.max(before, at + length);
        if (writer.fitsInline(bytes)) {
            byte[] value = scratch((int) bytes);
            copyOld(slot, value, (int) before);
            if (at > before) {
                Arrays.fill(value, (int) before, (int) at, (byte) 0);
            }
            System.arraycopy(array, offset, value, (int) at, length);
            return writer.putBytes(value, 0, (int) bytes, stamp, reservation);
        }
        int[] parts = spread(slot, bytes, reservation);
        longs.zero(parts, before, at);
        longs.copyIn(parts, at, array, offset, length);
        return writer.putParts(parts, bytes, stamp, reservation);
    }

    /// The same with bytes that arrived in native memory, which are too many for one chunk.
    int splice(int slot, long at, BigArgument added, int stamp, Reservation reservation) {
        long before = slot == NO_SLOT ? 0 : StringValues.length(shard, slot);
        long bytes = Math.max(before, at + added.length());
        int[] parts = spread(slot, bytes, reservation);
        longs.zero(parts, before, at);
        byte[] piece = scratch(LongValues.PART_BYTES);
        for (long from = 0; from < added.length(); from += piece.length) {
            int count = (int) Math.min(piece.length, added.length() - from);
            added.copyTo(from, piece, 0, count);
            longs.copyIn(parts, at + from, piece, 0, count);
        }
        return writer.putParts(parts, bytes, stamp, reservation);
    }

    /// Parts for `bytes` bytes that begin with the old value.
    private int[] spread(int slot, long bytes, Reservation reservation) {
        return isSoleOwner(slot)
                ? grown(slot, bytes, reservation)
                : copied(slot, bytes, reservation);
    }

    private void copyOld(int slot, byte[] to, int count) {
        if (count > 0) {
            StringValues.copy(shard, slot, 0, to, 0, count);
        }
    }

    /// The value's own parts, the last one replaced and new ones added as `bytes` asks for; its blob no
    /// longer lists any.
    private int[] grown(int slot, long bytes, Reservation reservation) {
        long header = shard.valueHeader(slot);
        shard.roll.leaveParts(slot);
        int count = LongValues.parts(bytes);
        int kept = keptParts(slot, bytes);
        int[] parts = longs.toArray(header, count);
        int before = LongValues.parts(shard.blobs.partsLength(header));
        int outgrown = kept < before ? parts[kept] : ChunkHeap.NONE;
        take(parts, kept, bytes, reservation);
        if (outgrown != ChunkHeap.NONE) {
            int used = LongValues.lastChunkBytes(shard.blobs.partsLength(header));
            shard.raw.copy(heap.address(outgrown), heap.address(parts[kept]), used);
            heap.free(MemoryTag.PARTS, outgrown);
        }
        longs.freeTables(header);
        // The parts have left the blob: dropping it must not free them.
        shard.slots.kind(slot, Kind.STRING_INLINE);
        return parts;
    }

    /// Fresh parts with the old value's bytes in them.
    private int[] copied(int slot, long bytes, Reservation reservation) {
        int[] parts = new int[LongValues.parts(bytes)];
        take(parts, 0, bytes, reservation);
        long before = slot == NO_SLOT ? 0 : StringValues.length(shard, slot);
        byte[] piece = scratch((int) Math.min(before, LongValues.PART_BYTES));
        for (long from = 0; from < before; from += piece.length) {
            int count = (int) Math.min(piece.length, before - from);
            StringValues.copy(shard, slot, from, piece, 0, count);
            longs.copyIn(parts, from, piece, 0, count);
        }
        return parts;
    }

    /// Fills `parts`, those of a value of `bytes` bytes, from index `from` on with reserved chunks, the last
    /// of them in the last place.
    private void take(int[] parts, int from, long bytes, Reservation reservation) {
        for (int index = from; index < parts.length - 1; index++) {
            parts[index] = reservation.takePart();
        }
        if (from < parts.length) {
            parts[parts.length - 1] = reservation.takeLast(LongValues.lastChunkBytes(bytes));
        }
    }

    private byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Math.max(256, bytes)];
        }
        return scratch;
    }
}
