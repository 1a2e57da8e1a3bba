package dev.larder.server.store.index;

/// Which bucket of a segment a hash calls its home, and which hashes call a bucket theirs.
///
/// The 14 bits `b` of the hash that follow those of the shard and the directory are stretched over the
/// `n` buckets: the home is `b * n / 2^14`, rounded down. Any number of buckets will do, all but evenly
/// filled, and their order is that of the hashes. So the hashes of bucket `i` are a range of them, whose first
/// is `i * 2^14 / n`, rounded up: `b * n >= i * 2^14` exactly from there on.
final class Homes {
    /// Bits that choose the bucket.
    static final int BITS = 14;

    private final int skipBits;

    Homes(int skipBits) {
        this.skipBits = skipBits;
    }

    /// The home bucket of `hash` in `segment`.
    int home(long hash, long segment) {
        int before = skipBits + Directory.depth(segment);
        long bits = hash << before >>> (Long.SIZE - BITS);
        return (int) ((bits * Directory.buckets(segment)) >>> BITS);
    }

    /// The first scan position after those of `bucket`, of the `segment` that holds `position`. After the
    /// last bucket that is the first position of the next segment.
    long positionAfter(long position, int bucket, long segment) {
        int buckets = Directory.buckets(segment);
        int bitsWithin = HashIndex.POSITION_BITS - skipBits - Directory.depth(segment);
        long first = (((bucket + 1L) << BITS) + buckets - 1) / buckets;
        return (position & -(1L << bitsWithin)) + (first << (bitsWithin - BITS));
    }
}
