package dev.larder.server.store;

import static dev.larder.server.check.InvariantViolation.require;

import dev.larder.server.memory.RawBytes;

/// How the entries of one shard ended that are no more, as far as that is remembered: a table of buckets of one cache
/// line, of which a key's hash names one. A record is written where an entry ends and never taken out, only replaced:
/// by a later one of the same key, else the oldest of its bucket. So what is kept of an ended entry is a matter of one
/// line, and there is nothing to clean up, to order or to allocate.
///
/// ```text
///   bucket, 64 bytes, on its line
///      0              16             32             48
///      +--------------+--------------+--------------+--------------+
///      |    record    |    record    |    record    |    record    |
///      +--------------+--------------+--------------+--------------+
///
///   record, 16 bytes, two words in native order
///      63 ................................. 8   7 ............ 0
///      |  fingerprint: hash and database      |  time, high    |
///      63 .............. 32   31 ...... 28   27 ............. 0
///      |     time, low      |    ending     |     detail       |
/// ```
///
/// - *fingerprint*: the upper 56 bits of the key's hash, with the number of the database mixed in; its low bits name the
///   bucket, its high bits are those that name the shard.
/// - *time*: milliseconds since 1970, modulo 2^40 (35 years).
/// - *ending*: the number of an [Ending]; 0 in a place that was never used.
/// - *detail*: what [Ghosts] makes of it.
///
/// Invariants:
///
/// - **G1** A record lies in the bucket, and in the table of the shard, that its fingerprint names.
/// - **G2** No two records of a bucket have the same fingerprint.
/// - **G3** The places of a bucket are used from the first on; those that never were are zeros.
/// - **G4** A record has the number of an ending.
///
/// Guarded by the shard. O(1), allocates nothing.
final class GhostTable {
    /// No record.
    static final long NONE = -1;

    static final int PLACES = 4;
    static final int RECORD_BYTES = 16;
    static final int BUCKET_BYTES = PLACES * RECORD_BYTES;

    /// The largest detail.
    static final int DETAIL_MAX = (1 << 28) - 1;

    private static final int WORD = 8;
    private static final int HASH_BITS_DROPPED = 8;
    private static final int DATABASE_SHIFT = 20;
    private static final int TIME_LOW_BITS = 32;
    private static final int TIME_BITS = 40;
    private static final long TIME_MASK = (1L << TIME_BITS) - 1;
    private static final int ENDING_SHIFT = 28;
    private static final int ENDING_MASK = 15;

    private final RawBytes raw;
    private final long base;
    private final int buckets;

    /// A table of `buckets` buckets, a power of two or none at all, from `base` on, where there are zeros.
    GhostTable(RawBytes raw, long base, int buckets) {
        this.raw = raw;
        this.base = base;
        this.buckets = buckets;
    }

    /// Whether anything is recorded.
    boolean isOn() {
        return buckets > 0;
    }

    private static long fingerprint(long hash, int database) {
        return (hash ^ (long) database << DATABASE_SHIFT) >>> HASH_BITS_DROPPED;
    }

    private long bucket(long fingerprint) {
        return base + (fingerprint & (buckets - 1)) * BUCKET_BYTES;
    }

    /// Records that an entry ended at `atMs`. One that was flushed does not replace what is known of later times: its end is
    /// recorded when it is swept, and the key may have lived again by then.
    void put(long hash, int database, Ending ending, long atMs, int detail) {
        long fingerprint = fingerprint(hash, database);
        long bucket = bucket(fingerprint);
        long time = atMs & TIME_MASK;
        long chosen = bucket;
        long oldest = Long.MAX_VALUE;
        for (long at = bucket; at < bucket + BUCKET_BYTES; at += RECORD_BYTES) {
            long first = raw.longAt(at);
            long second = raw.longAt(at + WORD);
            if (second == 0) {
                chosen = at;
                break;
            }
            if (first >>> HASH_BITS_DROPPED == fingerprint) {
                if (ending == Ending.FLUSHED && time(first, second) > time) {
                    return;
                }
                chosen = at;
                break;
            }
            if (time(first, second) < oldest) {
                oldest = time(first, second);
                chosen = at;
            }
        }
        raw.putLong(chosen, fingerprint << HASH_BITS_DROPPED | time >>> TIME_LOW_BITS);
        raw.putLong(
                chosen + WORD,
                time << TIME_LOW_BITS | (long) ending.number() << ENDING_SHIFT | detail);
    }

    private static long time(long first, long second) {
        return (first & (1L << HASH_BITS_DROPPED) - 1) << TIME_LOW_BITS | second >>> TIME_LOW_BITS;
    }

    /// The record of the key, or [#NONE]. Good until the next [#put].
    long find(long hash, int database) {
        long fingerprint = fingerprint(hash, database);
        long bucket = bucket(fingerprint);
        for (long at = bucket; at < bucket + BUCKET_BYTES; at += RECORD_BYTES) {
            if (raw.longAt(at + WORD) != 0 && raw.longAt(at) >>> HASH_BITS_DROPPED == fingerprint) {
                return at;
            }
        }
        return NONE;
    }

    /// Whether the key's bucket is full, so that there may have been records that were replaced.
    boolean isFull(long hash, int database) {
        return raw.longAt(bucket(fingerprint(hash, database)) + BUCKET_BYTES - WORD) != 0;
    }

    /// Why the entry ended.
    Ending ending(long record) {
        return Ending.of(endingNumber(raw.longAt(record + WORD)));
    }

    private static int endingNumber(long second) {
        return (int) (second >>> ENDING_SHIFT) & ENDING_MASK;
    }

    /// The detail that was recorded.
    int detail(long record) {
        return (int) raw.longAt(record + WORD) & DETAIL_MAX;
    }

    /// When the entry ended, in milliseconds since 1970: never after `nowMs`.
    long atMs(long record, long nowMs) {
        long ago = (nowMs - time(raw.longAt(record), raw.longAt(record + WORD))) & TIME_MASK;
        return ago > TIME_MASK / 2 ? nowMs : nowMs - ago;
    }

    /// Walks all buckets of the table, which is that of shard `number` of as many as `shardBits` bits name.
    void verify(int number, int shardBits) {
        for (int bucket = 0; bucket < buckets; bucket++) {
            verifyBucket(base + (long) bucket * BUCKET_BYTES, number, shardBits);
        }
    }

    private void verifyBucket(long bucket, int number, int shardBits) {
        boolean isOver = false;
        for (int place = 0; place < PLACES; place++) {
            long at = bucket + (long) place * RECORD_BYTES;
            long first = raw.longAt(at);
            long second = raw.longAt(at + WORD);
            if (second == 0) {
                require(first == 0, "G3", "a place at %d has half a record", at);
                isOver = true;
                continue;
            }
            require(!isOver, "G3", "a record at %d comes after a free place", at);
            long fingerprint = first >>> HASH_BITS_DROPPED;
            long shard = shardBits == 0 ? 0 : first >>> (Long.SIZE - shardBits);
            require(bucket(fingerprint) == bucket, "G1", "a record at %d is of another bucket", at);
            require(shard == number, "G1", "shard %d has a record of shard %d", number, shard);
            for (long other = bucket; other < at; other += RECORD_BYTES) {
                require(
                        raw.longAt(other) >>> HASH_BITS_DROPPED != fingerprint,
                        "G2",
                        "the records at %d and %d are of one key",
                        other,
                        at);
            }
            int ending = endingNumber(second);
            require(Ending.isNumber(ending), "G4", "the record at %d has ending %d", at, ending);
        }
    }
}
