package dev.larder.server.store.index;

import static dev.larder.server.check.InvariantViolation.require;

import java.util.Arrays;

/// From the first bits of a hash to the segment that holds it: extendible hashing \[1\].
///
/// With depth `D` there are `2^D` entries, indexed by the `D` bits of the hash that follow those of
/// the shard. A segment of depth `d` stands in all `2^(D-d)` entries that agree with it in the
/// first `d` bits. Splitting a segment sends half of its entries to another one; only when it was
/// alone in its entry does the directory double.
///
/// ```text
///   63                             32 31      16 15      8 7       0
///   +--------------------------------+----------+---------+---------+
///   |             chunk              |     0    | buckets |  depth  |   one entry, a long
///   +--------------------------------+----------+---------+---------+
/// ```
///
/// Depth and number of buckets stand beside the chunk because they say which bucket is home: a look-up
/// needs them before it touches the segment. The directory lives on the Java heap: 8 bytes for some 300
/// keys.
///
/// \[1\] R. Fagin et al., "Extendible hashing: a fast access method for dynamic files", TODS 4(3),
/// 1979
final class Directory {
    /// The entry of an index without segments.
    static final long NONE = 0;

    /// The most bits that choose a segment: a directory of 32 MiB for two thousand million keys.
    static final int DEPTH_MAX = 22;

    private static final int BUCKETS_SHIFT = 8;
    private static final int DEPTH_MASK = 0xff;

    private final int skipBits;

    /// How many segments there are of each depth.
    private final int[] population = new int[DEPTH_MAX + 1];

    private long[] entries = {NONE};
    private int depth;

    Directory(int skipBits) {
        this.skipBits = skipBits;
    }

    /// A segment of `buckets` in `chunk` that has no place, and so no depth, yet.
    static long segment(int chunk, int buckets) {
        return (long) chunk << 32 | buckets << BUCKETS_SHIFT;
    }

    static int chunk(long segment) {
        return (int) (segment >>> 32);
    }

    static int buckets(long segment) {
        return (int) segment >>> BUCKETS_SHIFT;
    }

    static int depth(long segment) {
        return (int) segment & DEPTH_MASK;
    }

    /// The segment of `hash`, or [#NONE] if there are none at all.
    long segmentOf(long hash) {
        return entries[indexOf(hash)];
    }

    /// [#segmentOf] for threads without the shard's lock: a segment of `hash`, now or a moment ago.
    long glimpse(long hash) {
        long[] now = entries;
        int depthNow = Integer.numberOfTrailingZeros(now.length);
        return now[(int) (hash << skipBits >>> 1 >>> (Long.SIZE - 1 - depthNow))];
    }

    /// The segment that would be one with `hash`'s segment, were that not split; [#NONE] if it is
    /// split further itself, or if there is only one segment.
    long buddyOf(long hash) {
        int own = depth(segmentOf(hash));
        if (own == 0) {
            return NONE;
        }
        long buddy = segmentOf(hash ^ 1L << (Long.SIZE - skipBits - own));
        return depth(buddy) == own ? buddy : NONE;
    }

    private int indexOf(long hash) {
        // Two shifts, since a depth of 0 would ask for one by 64.
        return (int) (hash << skipBits >>> 1 >>> (Long.SIZE - 1 - depth));
    }

    /// The first index at which the segment of `hash` stands.
    int first(long hash) {
        return indexOf(hash) & -span(depth(segmentOf(hash)));
    }

    /// How many entries there are.
    int length() {
        return entries.length;
    }

    /// The segment at `index`.
    long at(int index) {
        return entries[index];
    }

    /// How many entries a segment of `segmentDepth` stands in.
    int span(int segmentDepth) {
        return 1 << (depth - segmentDepth);
    }

    /// How many segments there are.
    int segments() {
        return Arrays.stream(population).sum();
    }

    /// Makes `segment` the only one.
    void begin(long segment) {
        assert entries.length == 1 && entries[0] == NONE : "B5: not empty";
        entries[0] = segment;
        population[0] = 1;
    }

    /// Forgets all segments.
    void clear() {
        entries = new long[] {NONE};
        depth = 0;
        Arrays.fill(population, 0);
    }

    /// Replaces the segment of `hash` by another.
    void replace(long hash, long segment) {
        replaceAt(first(hash), segment);
    }

    /// Replaces the segment whose first index is `first` by another.
    void replaceAt(int first, long segment) {
        int own = depth(entries[first]);
        Arrays.fill(entries, first, first + span(own), segment | own);
    }

    /// The first index of the segment that follows the one at `index`; the first segment follows the last.
    /// Any index may be asked.
    int after(int index) {
        int at = index & entries.length - 1;
        int span = span(depth(entries[at]));
        return (at & -span) + span & entries.length - 1;
    }

    /// Replaces the segment of `hash` by two of the next depth. Doubles if need be: O(length) then.
    void split(long hash, long low, long high) {
        int old = depth(segmentOf(hash));
        assert old < DEPTH_MAX : "B5: split of a segment of depth " + old;
        if (old == depth) {
            grow();
        }
        int span = span(old);
        int first = first(hash);
        int middle = first + span / 2;
        Arrays.fill(entries, first, middle, low | old + 1);
        Arrays.fill(entries, middle, first + span, high | old + 1);
        population[old]--;
        population[old + 1] += 2;
    }

    /// Replaces the segment of `hash` and its buddy by `merged`. Halves if it can: O(length) then.
    void merge(long hash, long merged) {
        int old = depth(segmentOf(hash));
        int span = span(old - 1);
        int first = indexOf(hash) & -span;
        Arrays.fill(entries, first, first + span, merged | old - 1);
        population[old] -= 2;
        population[old - 1]++;
        while (depth > 0 && population[depth] == 0) {
            shrink();
        }
    }

    private void grow() {
        var grown = new long[entries.length * 2];
        for (int index = 0; index < grown.length; index++) {
            grown[index] = entries[index >>> 1];
        }
        entries = grown;
        depth++;
    }

    private void shrink() {
        var shrunk = new long[entries.length / 2];
        for (int index = 0; index < shrunk.length; index++) {
            shrunk[index] = entries[index << 1];
        }
        entries = shrunk;
        depth--;
    }

    /// Checks the shape: every segment in an aligned run of its own, none deeper than the
    /// directory.
    void verify() {
        require(entries.length == 1 << depth, "B5", "%d entries, depth %d", entries.length, depth);
        var counted = new int[DEPTH_MAX + 1];
        if (entries[0] != NONE) {
            int index = 0;
            while (index < entries.length) {
                int own = depth(entries[index]);
                require(own <= depth, "B5", "depth %d at %d of %d", own, index, depth);
                int span = span(own);
                require((index & span - 1) == 0, "B5", "run of %d begins at %d", span, index);
                for (int next = index; next < index + span; next++) {
                    require(entries[next] == entries[index], "B5", "run broken at %d", next);
                }
                counted[own]++;
                index += span;
            }
        }
        for (int own = 0; own <= DEPTH_MAX; own++) {
            int segments = population[own];
            require(segments == counted[own], "B5", "%d segments, depth %d", segments, own);
        }
        require(depth == 0 || population[depth] > 0, "B5", "nothing as deep as %d", depth);
    }
}
