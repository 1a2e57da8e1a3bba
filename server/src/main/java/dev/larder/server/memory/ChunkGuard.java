package dev.larder.server.memory;

import dev.larder.server.check.InvariantViolation;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the checked mode adds to a chunk: a canary at its end, poison while it is free, and the
/// memory of who freed it.
///
/// - **M9** The last 8 bytes of a live chunk are its canary: nobody wrote past the end of it.
/// - **M10** A free chunk is poison from its 8th byte on: nobody wrote to it after it was freed.
///
/// For tests and for hunting a bug; it makes frees several times as expensive. Guarded by the heap's
/// lock.
final class ChunkGuard {
    /// Frees remembered; the oldest are forgotten.
    private static final int FREES_MAX = 4_096;

    private static final byte POISON = (byte) 0xDB;
    private static final long POISON_LONG = 0xDBDB_DBDB_DBDB_DBDBL;
    private static final long CANARY = 0x5EED_CA11_AB1E_C0DEL;
    private static final long POISON_AT = Long.BYTES;

    private final RawBytes bytes;

    private final Map<Integer, Throwable> frees =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, Throwable> eldest) {
                    return size() > FREES_MAX;
                }
            };

    ChunkGuard(RawBytes bytes) {
        this.bytes = bytes;
    }

    /// Puts the canary in place.
    void handOut(int chunk, long at, int chunkBytes) {
        frees.remove(chunk);
        bytes.putLong(canaryAt(at, chunkBytes), CANARY ^ chunk);
    }

    /// Checks the canary, poisons, and remembers the caller.
    void takeBack(int chunk, long at, int chunkBytes) {
        requireCanary(chunk, at, chunkBytes);
        bytes.fill(at + POISON_AT, chunkBytes - POISON_AT, POISON);
        frees.remove(chunk);
        frees.put(chunk, new Throwable("chunk " + Integer.toUnsignedString(chunk) + " freed here"));
    }

    /// Fails unless the live chunk ends in its canary.
    void requireCanary(int chunk, long at, int chunkBytes) {
        long found = bytes.longAt(canaryAt(at, chunkBytes));
        if (found != (CANARY ^ chunk)) {
            throw violation("M9", "written past the end: canary %x of chunk %x", found, chunk);
        }
    }

    /// Fails unless the free chunk is poison.
    void requirePoison(int chunk, long at, int chunkBytes) {
        for (long place = at + POISON_AT; place < at + chunkBytes; place += Long.BYTES) {
            long found = bytes.longAt(place);
            if (found != POISON_LONG) {
                throw violation("M10", "written after it was freed: %x in chunk %x", found, chunk);
            }
        }
    }

    /// A violation that says who freed the chunk last, if that is remembered.
    InvariantViolation violation(String invariant, String format, long a, int chunk) {
        String text = String.format(format, a, chunk);
        Throwable freed = frees.get(chunk);
        return freed == null
                ? new InvariantViolation(invariant, text)
                : new InvariantViolation(invariant, text, freed);
    }

    private static long canaryAt(long at, int chunkBytes) {
        return at + chunkBytes - SizeClasses.GUARD_BYTES;
    }
}
