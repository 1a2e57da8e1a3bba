package dev.larder.server.store;

import dev.larder.protocol.resp.BigReply;
import dev.larder.server.memory.MemoryTag;
import java.nio.ByteBuffer;

/// A long value, or a range of one, that is being sent: one of the value's owners (M24). Its bytes stay where and as they are until
/// [#release], whatever happens to the key.
///
/// Made under the shard's guard; used and released without it, on any thread, once.
public final class PinnedValue implements BigReply {
    private final Shard shard;
    private final int[] parts;
    private final long from;
    private final long length;

    private PinnedValue(Shard shard, int[] parts, long from, long length) {
        this.shard = shard;
        this.parts = parts;
        this.from = from;
        this.length = length;
    }

    static PinnedValue of(Shard shard, int slot, long from, long length) {
        long header = shard.valueHeader(slot);
        int[] parts = shard.longs.toArray(header, 0);
        if (!shard.longs.retain(parts[0])) {
            throw new IllegalStateException("too many replies are sent from one value");
        }
        return new PinnedValue(shard, parts, from, length);
    }

    @Override
    public long length() {
        return length;
    }

    /// How many buffers the value is sent in; at least one.
    public int parts() {
        return length == 0 ? 1 : partOf(from + length - 1) - partOf(from) + 1;
    }

    /// The bytes of buffer `index`, in place: a direct, read-only view, good until [#release].
    public ByteBuffer part(int index) {
        int number = partOf(from) + index;
        long begin = Math.max(from, (long) number * LongValues.PART_BYTES);
        long end = Math.min(from + length, (long) (number + 1) * LongValues.PART_BYTES);
        return shard.raw.window(placeOf(begin), (int) (end - begin));
    }

    @Override
    public ByteBuffer window(long skipped) {
        long position = from + skipped;
        long partEnd = (partOf(position) + 1L) * LongValues.PART_BYTES;
        int bytes = (int) (Math.min(from + length, partEnd) - position);
        return bytes == 0 ? NO_WINDOW : shard.raw.window(placeOf(position), bytes);
    }

    private static int partOf(long position) {
        return (int) (position / LongValues.PART_BYTES);
    }

    /// Where byte `position` of the whole value is.
    private long placeOf(long position) {
        return shard.heap.address(parts[partOf(position)])
                + LongValues.HEADER_BYTES
                + position % LongValues.PART_BYTES;
    }

    @Override
    public void copyTo(long skipped, byte[] to, int at, int count) {
        long position = from + skipped;
        while (count > 0) {
            int piece =
                    (int) Math.min(count, LongValues.PART_BYTES - position % LongValues.PART_BYTES);
            shard.raw.copyOut(placeOf(position), to, at, piece);
            position += piece;
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
