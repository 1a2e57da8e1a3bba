package dev.larder.server.store.intern;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.RawBytes;
import dev.larder.server.store.index.KeyHasher;
import dev.larder.server.store.slot.SlotTable;

/// What an interner is made with.
///
/// @param heap where its chunks come from
/// @param raw the bytes of that
/// @param hasher of the secret that no client knows
/// @param stripes a power of two, 1 to [Interner#STRIPES_MAX]
/// @param generationBits 31 but in tests that must see generations run out
/// @param countMax the largest number of references that is counted; the largest `int` but in tests
public record InternParts(
        ChunkHeap heap,
        RawBytes raw,
        KeyHasher hasher,
        int stripes,
        int generationBits,
        int countMax) {
    /// Refuses what cannot work.
    public InternParts {
        if (Integer.bitCount(stripes) != 1 || stripes > Interner.STRIPES_MAX) {
            throw new IllegalArgumentException("stripes " + stripes + " (a power of two, 1 to 16)");
        }
        if (countMax < 1) {
            throw new IllegalArgumentException("count of at most " + countMax);
        }
    }

    /// An interner as servers have it.
    public static InternParts of(ChunkHeap heap, RawBytes raw, KeyHasher hasher, int stripes) {
        return new InternParts(
                heap, raw, hasher, stripes, SlotTable.GENERATION_BITS, Integer.MAX_VALUE);
    }
}
