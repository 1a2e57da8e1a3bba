package dev.larder.server.store;

import dev.larder.protocol.resp.BigArgument;
import dev.larder.server.memory.ChunkHeap;
import java.util.Arrays;

/// A long argument on its way in: its bytes go into parts as they arrive, and an entry can take the
/// parts over without copying.
///
/// Chunks are taken one by one, when the first byte for them is there, and others are evicted for them
/// as for any write. Used by one event loop.
public final class IncomingValue implements BigArgument {
    private static final int[] NONE = {};

    private final Store store;
    private final int stripe;
    private final long length;
    private int[] parts = NONE;
    private int count;
    private long received;
    private boolean failed;

    IncomingValue(Store store, int stripe, long length) {
        this.store = store;
        this.stripe = stripe;
        this.length = length;
    }

    @Override
    public void append(byte[] array, int from, int to) {
        while (from < to && !failed) {
            int skip = (int) (received % LongValues.PART_BYTES);
            if (skip == 0 && !addPart()) {
                failed = true;
                release();
                return;
            }
            int piece = Math.min(to - from, LongValues.PART_BYTES - skip);
            long at = store.heap().address(parts[count - 1]) + LongValues.HEADER_BYTES + skip;
            store.raw().copyIn(array, from, at, piece);
            received += piece;
            from += piece;
        }
    }

    private boolean addPart() {
        int bytes =
                (int) Math.min(length - received, LongValues.PART_BYTES) + LongValues.HEADER_BYTES;
        int part = store.arrivingParts().allocate(stripe, bytes);
        if (part == ChunkHeap.NONE) {
            return false;
        }
        if (count == parts.length) {
            parts = Arrays.copyOf(parts, Math.max(8, count * 2));
        }
        parts[count++] = part;
        return true;
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public long length() {
        return length;
    }

    /// How many parts the whole value has.
    int partCount() {
        return LongValues.parts(length);
    }

    /// The parts, which from now on are the caller's.
    int[] adopt() {
        int[] adopted = parts;
        store.arrivingParts().adopted(adopted, count);
        parts = NONE;
        count = 0;
        return adopted;
    }

    @Override
    public void copyTo(long from, byte[] to, int at, int bytes) {
        while (bytes > 0) {
            int skip = (int) (from % LongValues.PART_BYTES);
            int piece = Math.min(bytes, LongValues.PART_BYTES - skip);
            int part = parts[(int) (from / LongValues.PART_BYTES)];
            long place = store.heap().address(part) + LongValues.HEADER_BYTES + skip;
            store.raw().copyOut(place, to, at, piece);
            from += piece;
            at += piece;
            bytes -= piece;
        }
    }

    @Override
    public void release() {
        store.arrivingParts().discard(parts, count);
        parts = NONE;
        count = 0;
    }
}
