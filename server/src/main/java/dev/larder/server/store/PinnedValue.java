package dev.larder.server.store;

import dev.larder.protocol.resp.BigReply;
import dev.larder.server.memory.MemoryTag;
import java.nio.ByteBuffer;

/// A long value that is being sent: one of its owners (M24). Its bytes stay where and as they are until
/// [#release], whatever happens to the key.
///
/// Made under the shard's guard; used and released without it, on any thread, once.
public final class PinnedValue implements BigReply {
    private final Shard shard;
    private final int[] parts;
    private final long length;

    private PinnedValue(Shard shard, int[] parts, long length) {
        this.shard = shard;
        this.parts = parts;
        this.length = length;
    }

    static PinnedValue of(Shard shard, int slot) {
        long header = shard.valueHeader(slot);
        int[] parts = shard.longs.toArray(header, 0);
        if (!shard.longs.retain(parts[0])) {
            throw new IllegalStateException("too many replies are sent from one value");
        }
        return new PinnedValue(shard, parts, shard.blobs.partsLength(header));
    }

    @Override
    public long length() {
        return length;
    }

    /// How many buffers the value is sent in.
    public int parts() {
        return parts.length;
    }

    /// The bytes of part `index`, in place: a direct, read-only view, good until [#release].
    public ByteBuffer part(int index) {
        int bytes =
                index < parts.length - 1
                        ? LongValues.PART_BYTES
                        : LongValues.lastChunkBytes(length) - LongValues.HEADER_BYTES;
        return shard.raw.window(shard.heap.address(parts[index]) + LongValues.HEADER_BYTES, bytes);
    }

    @Override
    public void copyTo(long from, byte[] to, int at, int count) {
        while (count > 0) {
            int skip = (int) (from % LongValues.PART_BYTES);
            int piece = Math.min(count, LongValues.PART_BYTES - skip);
            int part = parts[(int) (from / LongValues.PART_BYTES)];
            long place = shard.heap.address(part) + LongValues.HEADER_BYTES + skip;
            shard.raw.copyOut(place, to, at, piece);
            from += piece;
            at += piece;
            count -= piece;
        }
    }

    @Override
    public void release() {
        shard.lock.lock();
        try {
            if (shard.longs.drop(parts[0]) == 0) {
                for (int part : parts) {
                    shard.orphanBytes -= shard.heap.chunkBytes(part);
                    shard.heap.free(MemoryTag.PARTS, part);
                }
            }
        } finally {
            shard.lock.unlock();
        }
    }
}
