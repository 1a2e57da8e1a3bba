package dev.larder.server.store;

import dev.larder.server.store.slot.Fate;

/// How long an entry may be served as stale after it has expired, and until when somebody refreshes it.
///
/// ```text
///   blob of a timed entry whose deadline has the bit for it
///   +-----+-----+--------------+-------+-- ... --+------------+----------------+
///   | k   key   | x            | value |         |  graceMs   | refreshUntilMs |
///   +-----+-----+--------------+-------+-- ... --+------------+----------------+
///                 6: hard end                          4              8         the chunk's last bytes
/// ```
///
/// The deadline that the blob has, and the wheel, is the *hard* one: when it has passed, the entry is gone.
/// `graceMs` before it is the *soft* one, which clients set and see. Only writes of `LEASE SET` leave a grace;
/// entries without one have nothing of this. The fields move with the chunk. Guarded by the shard.
final class Grace {
    /// Bytes at the end of a blob.
    static final int BYTES = 12;

    private static final int REFRESH = 4;

    private Grace() {}

    private static boolean isGraced(Shard shard, int slot) {
        return shard.isTimed(slot)
                && shard.blobs.isGraced(shard.heap.address(shard.slots.blob(slot)));
    }

    private static long at(Shard shard, int slot) {
        int chunk = shard.slots.blob(slot);
        return shard.heap.address(chunk) + shard.heap.chunkBytes(chunk) - BYTES;
    }

    /// Writes the fields of an entry whose blob has room for them; its deadline says that they are there.
    static void put(Shard shard, int slot, int graceMs) {
        long at = at(shard, slot);
        shard.raw.putInt(at, graceMs);
        shard.raw.putLong(at + REFRESH, 0);
    }

    /// The grace in milliseconds; 0 for none.
    static int graceMs(Shard shard, int slot) {
        return isGraced(shard, slot) ? shard.raw.intAt(at(shard, slot)) : 0;
    }

    /// When the timed entry in `slot` expires as its readers see it.
    static long softDeadline(Shard shard, int slot) {
        return shard.expireAtMs(slot) - graceMs(shard, slot);
    }

    /// Whether the timed entry in `slot` has expired, or a family of it was invalidated softly, and it lives on for its
    /// grace.
    static boolean isStale(Shard shard, int slot, long nowMs) {
        return isGraced(shard, slot)
                && (softDeadline(shard, slot) <= nowMs
                        || shard.families.fate(shard, slot) == Fate.STALE);
    }

    /// Until when somebody refreshes the entry; in the past, or 0, if nobody does.
    static long refreshUntilMs(Shard shard, int slot) {
        return isGraced(shard, slot) ? shard.raw.longAt(at(shard, slot) + REFRESH) : 0;
    }

    /// Sets [#refreshUntilMs] of an entry that has a grace.
    static void refreshUntilMs(Shard shard, int slot, long untilMs) {
        shard.raw.putLong(at(shard, slot) + REFRESH, untilMs);
    }
}
