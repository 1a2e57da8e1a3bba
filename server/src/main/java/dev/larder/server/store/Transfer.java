package dev.larder.server.store;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.store.intern.Interner;
import dev.larder.server.store.intern.Tags;

/// Gives the value of one key to another, deadline and tags included: RENAME, MOVE and COPY.
///
/// Works on a [MultiGuard] whose key 0 is the source and key 1 the destination. A long value that has no
/// other owner changes hands without a copy when the source does not keep it.
public final class Transfer {
    private Transfer() {}

    /// Makes sure that [#run] will not fail. May leave the shards for a moment.
    ///
    /// @throws StoreFullException if there is no memory and nothing may be evicted
    public static void reserve(MultiGuard keys, boolean keepsSource) {
        keys.reserve(
                keys,
                (both, index, reserving) -> {
                    if (index != 1) {
                        return true;
                    }
                    ShardGuard source = both.at(0);
                    int slot = source.find();
                    if (slot == NO_SLOT) {
                        return true;
                    }
                    long deadline = source.deadline(slot);
                    reserving.tagged(source.shard.isTagged(slot));
                    if (!keepsSource && isHandedOver(source, slot)) {
                        int parts = LongValues.parts(source.valueBytes(slot));
                        return reserving.handedOver(parts, deadline);
                    }
                    if (keepsSource) {
                        source.share(slot);
                    }
                    return source.isShared(slot)
                            ? reserving.shared(deadline)
                            : reserving.bytes(source.valueBytes(slot), deadline);
                });
    }

    /// The destination takes the value of the source, which exists and ends unless it `keepsSource`. What
    /// the destination held before is gone.
    public static void run(MultiGuard keys, boolean keepsSource) {
        ShardGuard source = keys.at(0);
        Shard from = source.shard;
        int slot = source.find();
        long deadline = source.deadline(slot);
        int list = from.tagList(slot);
        if (list != Tags.NONE) {
            from.families.tags().retain(list);
        }
        if (from.slots.kind(slot) == Kind.STRING_INTEGER) {
            destination(keys, list)
                    .putInteger(from.blobs.integer(from.valueHeader(slot)), deadline);
        } else if (from.slots.kind(slot) == Kind.STRING_INLINE) {
            byte[] value = new byte[(int) StringValues.length(from, slot)];
            StringValues.copy(from, slot, 0, value, 0, value.length);
            destination(keys, list)
                    .put(
                            deadline,
                            (writer, splicer, stamp, reservation) ->
                                    splicer.putBytes(
                                            Interner.NONE,
                                            value,
                                            0,
                                            value.length,
                                            stamp,
                                            reservation));
        } else if (source.isShared(slot)) {
            share(destination(keys, list), from, slot, deadline);
        } else if (!keepsSource && isHandedOver(source, slot)) {
            handOver(destination(keys, list), from, slot, deadline);
        } else {
            destination(keys, list)
                    .put(
                            deadline,
                            (writer, splicer, stamp, reservation) ->
                                    splicer.putCopy(from, slot, stamp, reservation));
        }
        if (!keepsSource) {
            keys.at(0).remove();
        }
    }

    /// The guard of the destination, which gets the tags of the source as that got them: with their generations.
    private static ShardGuard destination(MultiGuard keys, int list) {
        ShardGuard guard = keys.at(1);
        guard.belonging().list(list);
        return guard;
    }

    /// The destination becomes one owner more of the source's shared value.
    private static void share(ShardGuard destination, Shard from, int slot, long deadline) {
        int reference = from.shared(slot);
        from.interner.retain(reference);
        destination.put(
                deadline,
                (writer, splicer, stamp, reservation) -> {
                    int written = writer.putShared(reference, stamp, reservation);
                    require(written != NO_SLOT, "S3", "no memory for reference %d", reference);
                    return written;
                });
    }

    private static boolean isHandedOver(ShardGuard source, int slot) {
        Shard shard = source.shard;
        return shard.slots.kind(slot) == Kind.STRING_PARTS
                && shard.longs.owners(shard.valueHeader(slot)) == 1;
    }

    private static void handOver(ShardGuard destination, Shard from, int slot, long deadline) {
        long header = from.valueHeader(slot);
        long length = from.blobs.partsLength(header);
        int[] parts = from.longs.toArray(header, 0);
        from.roll.leaveParts(slot);
        from.longs.freeTables(header);
        // The parts have left the source's blob: ending the source must not free them.
        from.slots.kind(slot, Kind.STRING_INLINE);
        destination.put(
                deadline,
                (writer, splicer, stamp, reservation) ->
                        writer.putParts(parts, length, stamp, reservation));
    }
}
