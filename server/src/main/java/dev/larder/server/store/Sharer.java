package dev.larder.server.store;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.store.intern.Interner;

/// Turns a value that an entry keeps by itself into one that others can share. Guarded by the shard.
final class Sharer {
    private Sharer() {}

    /// Makes the inline value in `slot` a tenant of the interner if `sharing` admits it and there is memory.
    /// The entry stays what it is: handle, deadline and place in the order.
    static void share(Shard shard, int slot, ValueSharing sharing) {
        long header = shard.valueHeader(slot);
        if (shard.slots.kind(slot) != Kind.STRING_INLINE
                || Grace.graceMs(shard, slot) > 0
                || !sharing.admits(shard.blobs.inlineLength(header))) {
            return;
        }
        int chunk = shard.slots.blob(slot);
        long at = shard.heap.address(chunk);
        int prefix = (int) (header - at);
        int fresh = shard.heap.allocate(MemoryTag.BLOBS, prefix + EntryBlobs.REFERENCE_BYTES);
        if (fresh == ChunkHeap.NONE) {
            return;
        }
        byte[] value = new byte[shard.blobs.inlineLength(header)];
        shard.raw.copyOut(shard.blobs.inlineAt(header), value, 0, value.length);
        int reference = sharing.intern(value, 0, value.length);
        if (reference == Interner.NONE) {
            shard.heap.free(MemoryTag.BLOBS, fresh);
            return;
        }
        shard.roll.leave(slot, true);
        long to = shard.heap.address(fresh);
        shard.raw.copy(at, to, prefix);
        shard.blobs.sharedReference(to + prefix, reference);
        shard.slots.blob(slot, fresh);
        shard.slots.kind(slot, Kind.STRING_SHARED);
        shard.heap.free(MemoryTag.BLOBS, chunk);
        shard.roll.join(slot, true);
    }
}
