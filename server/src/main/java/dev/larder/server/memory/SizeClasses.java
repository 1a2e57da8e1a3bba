package dev.larder.server.memory;

import java.util.Arrays;

/// The sizes chunks come in, and for each how many fill a page.
///
/// ```text
///   16, 24, 32 ... 128        steps of 8
///   144, 160 ... 256          steps of 16
///   280, 304, 336 ... 1920    about 8 % apart
///   2048, 2176 ... 16384      what 32, 30, 28 ... 16, 15, 14 ... 4 to a page allows
///   21824, 32768, 65536       3, 2 and 1 to a page, for long keys
/// ```
///
/// Above 256 bytes a class is the largest size of which a whole number fills the page, so that the
/// end of a page is never wasted for more than a granule a chunk. From 2 KiB on sizes are multiples of a
/// cache line besides, so that an array of lines in a chunk (a segment of the index) costs no line more.
/// What a request wastes is then less than 8 bytes up to 128 and less than 16 up to 256, at most 15 % of it
/// up to 8 KiB, 26 % up to 16 KiB, and half a page above. Classes are multiples of the granule, in which chunks are named.
///
/// With a guard, every chunk has [#GUARD_BYTES] at its end that its owner does not see, and there is
/// one class more, so that [#PART_BYTES] still come four to a page, less one.
final class SizeClasses {
    /// Bytes at a chunk's end that a checked heap keeps for itself.
    static final int GUARD_BYTES = Long.BYTES;

    /// The smallest chunk: a free one holds 8 bytes of links and stamp, and chunks come in pairs of 8.
    static final int BYTES_MIN = 16;

    private static final int SMALL_STEP = 8;
    private static final int SMALL_MAX = 128;
    private static final int MEDIUM_STEP = 16;
    private static final int MEDIUM_MAX = 256;
    private static final int[] COUNTS_OF_LARGE = {
        32, 30, 28, 26, 24, 22, 20, 18, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1
    };

    /// The size that most long values are made of.
    private static final int PART_BYTES = 16_384;

    private static final int LINE_BYTES = 64;
    private static final int LOOKUP_SHIFT = 3;
    private static final int RECIPROCAL_SHIFT = 32;

    private final int guardBytes;
    private final int[] chunkBytes;
    private final int[] capacities;
    private final long[] reciprocals;

    /// Class by request size, in steps of 8 bytes.
    private final byte[] lookup;

    /// Classes that are multiples of `granuleBytes` (a power of two, 8 or more).
    SizeClasses(int granuleBytes, boolean guarded) {
        guardBytes = guarded ? GUARD_BYTES : 0;
        chunkBytes = sizes(granuleBytes, guarded);
        capacities = new int[chunkBytes.length];
        reciprocals = new long[chunkBytes.length];
        for (int sizeClass = 0; sizeClass < chunkBytes.length; sizeClass++) {
            capacities[sizeClass] = ChunkHeap.PAGE_BYTES / chunkBytes[sizeClass];
            reciprocals[sizeClass] =
                    ((1L << RECIPROCAL_SHIFT) + chunkBytes[sizeClass] - 1) / chunkBytes[sizeClass];
        }
        lookup = new byte[(ChunkHeap.MAX_CHUNK_BYTES >>> LOOKUP_SHIFT) + 1];
        int sizeClass = 0;
        for (int step = 0; step < lookup.length; step++) {
            while (usableBytes(sizeClass) < step << LOOKUP_SHIFT) {
                sizeClass++;
            }
            lookup[step] = (byte) sizeClass;
        }
    }

    /// How many classes there are.
    int count() {
        return chunkBytes.length;
    }

    /// The smallest class whose chunks have room for `bytes`.
    int classFor(int bytes) {
        if (bytes <= 0 || bytes > ChunkHeap.MAX_CHUNK_BYTES) {
            throw new IllegalArgumentException(
                    "chunk of " + bytes + " bytes (1 to " + ChunkHeap.MAX_CHUNK_BYTES + ")");
        }
        return lookup[(bytes + (1 << LOOKUP_SHIFT) - 1) >>> LOOKUP_SHIFT];
    }

    /// The distance between chunks of the class.
    int chunkBytes(int sizeClass) {
        return chunkBytes[sizeClass];
    }

    /// What of a chunk its owner may use, and is charged for: something that can be asked for again.
    int usableBytes(int sizeClass) {
        return Math.min(chunkBytes[sizeClass] - guardBytes, ChunkHeap.MAX_CHUNK_BYTES);
    }

    /// How many chunks of the class a page holds.
    int capacity(int sizeClass) {
        return capacities[sizeClass];
    }

    /// Which chunk of its page begins at or before `offset`: a division by multiplication, exact for
    /// all offsets, which are below 2^16, and all classes.
    int indexAt(int sizeClass, int offset) {
        return (int) ((offset * reciprocals[sizeClass]) >>> RECIPROCAL_SHIFT);
    }

    private static int[] sizes(int granule, boolean guarded) {
        int[] sizes = new int[128];
        int count = 0;
        for (int size = BYTES_MIN; size <= SMALL_MAX; size += SMALL_STEP) {
            count = append(sizes, count, roundUp(size, granule));
        }
        for (int size = SMALL_MAX + MEDIUM_STEP; size <= MEDIUM_MAX; size += MEDIUM_STEP) {
            count = append(sizes, count, roundUp(size, granule));
        }
        int largeMin = ChunkHeap.PAGE_BYTES / COUNTS_OF_LARGE[0];
        for (int size = nextSize(MEDIUM_MAX); size < largeMin; size = nextSize(sizes[count - 1])) {
            int capacity = ChunkHeap.PAGE_BYTES / roundUp(size, granule);
            count = append(sizes, count, ChunkHeap.PAGE_BYTES / capacity / granule * granule);
        }
        int step = Math.max(granule, LINE_BYTES);
        for (int capacity : COUNTS_OF_LARGE) {
            count = append(sizes, count, ChunkHeap.PAGE_BYTES / capacity / step * step);
        }
        if (guarded) {
            sizes[count++] = roundUp(PART_BYTES + GUARD_BYTES, granule);
            Arrays.sort(sizes, 0, count);
        }
        return Arrays.copyOf(sizes, count);
    }

    /// About 8 % up.
    private static int nextSize(int size) {
        return size * 13 / 12;
    }

    private static int append(int[] sizes, int count, int size) {
        if (count > 0 && size <= sizes[count - 1]) {
            return count;
        }
        sizes[count] = size;
        return count + 1;
    }

    private static int roundUp(int size, int granule) {
        return (size + granule - 1) / granule * granule;
    }
}
