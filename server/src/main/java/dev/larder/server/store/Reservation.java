package dev.larder.server.store;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import java.util.Arrays;

/// Chunks set aside for one write, so that once the write has begun it cannot fail half-way.
///
/// Owned by the operation that reserved them: a chunk is either taken by the write or freed by
/// [#release]. Reused from operation to operation; allocates on the Java heap only for long values.
final class Reservation {
    private static final int[] NO_PARTS = {};
    private static final int PARTS_KEPT = 64;

    private final ChunkHeap heap;
    private int blob = ChunkHeap.NONE;
    private int last = ChunkHeap.NONE;
    private int[] parts = NO_PARTS;
    private int partCount;
    private int wantedBytes = 1;
    private MemoryTag wantedTag = MemoryTag.BLOBS;

    Reservation(ChunkHeap heap) {
        this.heap = heap;
    }

    /// Sees to a blob chunk of the class of `bytes`. False when there is no memory for it.
    boolean holdBlob(int bytes) {
        if (blob != ChunkHeap.NONE && heap.chunkBytes(blob) != heap.classBytes(bytes)) {
            heap.free(MemoryTag.BLOBS, blob);
            blob = ChunkHeap.NONE;
        }
        if (blob == ChunkHeap.NONE) {
            blob = heap.allocate(MemoryTag.BLOBS, bytes);
        }
        wants(MemoryTag.BLOBS, bytes);
        return blob != ChunkHeap.NONE;
    }

    /// Sees to `full` whole parts and, if `lastBytes` is not 0, a part of that many bytes in all.
    boolean holdParts(int full, int lastBytes) {
        if (parts.length < full) {
            parts = Arrays.copyOf(parts, full);
        }
        while (partCount < full) {
            int part = heap.allocate(MemoryTag.PARTS, LongValues.CHUNK_BYTES);
            wants(MemoryTag.PARTS, LongValues.CHUNK_BYTES);
            if (part == ChunkHeap.NONE) {
                return false;
            }
            parts[partCount++] = part;
        }
        if (last != ChunkHeap.NONE
                && (lastBytes == 0 || heap.chunkBytes(last) != heap.classBytes(lastBytes))) {
            heap.free(MemoryTag.PARTS, last);
            last = ChunkHeap.NONE;
        }
        if (lastBytes != 0 && last == ChunkHeap.NONE) {
            last = heap.allocate(MemoryTag.PARTS, lastBytes);
            wants(MemoryTag.PARTS, lastBytes);
            return last != ChunkHeap.NONE;
        }
        return true;
    }

    /// The blob chunk, now the caller's; `NONE` when none was reserved.
    int takeBlob() {
        int taken = blob;
        blob = ChunkHeap.NONE;
        return taken;
    }

    /// The blob chunk, now the caller's, if it is of exactly `classBytes`; else `NONE`.
    int takeBlob(int classBytes) {
        boolean fits = blob != ChunkHeap.NONE && heap.chunkBytes(blob) == classBytes;
        return fits ? takeBlob() : ChunkHeap.NONE;
    }

    /// A whole part, now the caller's. One that was not reserved is taken past the limit: a write that has
    /// begun is not given up.
    int takePart() {
        return partCount > 0
                ? parts[--partCount]
                : heap.allocateBeyond(MemoryTag.PARTS, LongValues.CHUNK_BYTES);
    }

    /// The last part, of `bytes` at least, now the caller's; as [#takePart] if it was not reserved.
    int takeLast(int bytes) {
        int taken = last;
        last = ChunkHeap.NONE;
        if (taken != ChunkHeap.NONE && heap.chunkBytes(taken) < bytes) {
            heap.free(MemoryTag.PARTS, taken);
            taken = ChunkHeap.NONE;
        }
        return taken == ChunkHeap.NONE ? heap.allocateBeyond(MemoryTag.PARTS, bytes) : taken;
    }

    /// Notes what is asked for, to be made room for if it is not to be had.
    void wants(MemoryTag tag, int bytes) {
        wantedTag = tag;
        wantedBytes = bytes;
    }

    /// The size asked for last: what there was no memory for when a `hold` has failed.
    int wantedBytes() {
        return wantedBytes;
    }

    /// What that was for.
    MemoryTag wantedTag() {
        return wantedTag;
    }

    /// Bytes set aside, for the walker's sums.
    long bytes() {
        long bytes = (long) partCount * heap.classBytes(LongValues.CHUNK_BYTES);
        bytes += blob == ChunkHeap.NONE ? 0 : heap.chunkBytes(blob);
        return bytes + (last == ChunkHeap.NONE ? 0 : heap.chunkBytes(last));
    }

    /// Frees what was not taken.
    void release() {
        if (blob != ChunkHeap.NONE) {
            heap.free(MemoryTag.BLOBS, blob);
            blob = ChunkHeap.NONE;
        }
        if (last != ChunkHeap.NONE) {
            heap.free(MemoryTag.PARTS, last);
            last = ChunkHeap.NONE;
        }
        while (partCount > 0) {
            heap.free(MemoryTag.PARTS, parts[--partCount]);
        }
        if (parts.length > PARTS_KEPT) {
            parts = NO_PARTS;
        }
    }
}
