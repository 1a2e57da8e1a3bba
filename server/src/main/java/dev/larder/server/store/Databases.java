package dev.larder.server.store;

import java.util.ArrayDeque;
import java.util.Arrays;

/// The numbered databases clients SELECT, as names for internal ids that entries carry.
///
/// Flushing a database gives it a fresh id and leaves the entries of the old one behind, dead to every
/// reader at once; a sweep frees them in bounded steps. Swapping two databases swaps two ids. Both are
/// O(1), whatever the databases hold.
///
/// - **S5** Every id is mapped by exactly one database, or dead and waiting for its sweep, or free; an
///   entry's id is never free.
///
/// The mapping is an immutable array behind one volatile reference. A shard's guard re-reads it after
/// taking the lock, so an operation either came before a flush as a whole or sees it.
final class Databases {
    private static final int IDS = 256;

    private volatile byte[] ids;

    /// The database that an id belongs to, or belonged to when it was flushed. Written before the mapping.
    private final byte[] databases = new byte[IDS];

    /// When an id was flushed.
    private final long[] flushedAtMs = new long[IDS];

    /// When the database was last swapped.
    private final long[] swappedAtMs = new long[IDS];

    /// Whether `dead` has any, for those who must not wait to know.
    private volatile boolean anyDead;

    /// Guarded by this object.
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    /// Guarded by this object.
    private final ArrayDeque<Integer> dead = new ArrayDeque<>();

    Databases(int count) {
        byte[] mapping = new byte[count];
        for (int id = 0; id < IDS; id++) {
            if (id < count) {
                mapping[id] = (byte) id;
                databases[id] = (byte) id;
            } else {
                free.add(id);
            }
        }
        ids = mapping;
    }

    int count() {
        return ids.length;
    }

    int id(int database) {
        return ids[database] & 0xFF;
    }

    /// The database that has this id, or -1 when its entries are dead.
    int databaseOf(int id) {
        byte[] mapping = ids;
        for (int database = 0; database < mapping.length; database++) {
            if ((mapping[database] & 0xFF) == id) {
                return database;
            }
        }
        return -1;
    }

    /// The database whose entries have this id, or had it when it was flushed.
    int lastDatabaseOf(int id) {
        return databases[id] & 0xFF;
    }

    /// When the database of this dead id was flushed.
    long flushedAtMs(int id) {
        return flushedAtMs[id];
    }

    /// Whether the database has changed places with another at `ms` or later.
    boolean wasSwappedSince(int database, long ms) {
        return swappedAtMs[database] >= ms;
    }

    /// Whether entries with this id belong to a database that was flushed.
    boolean isDead(int id) {
        return anyDead && databaseOf(id) < 0;
    }

    synchronized void swap(int a, int b, long nowMs) {
        byte[] mapping = ids.clone();
        byte kept = mapping[a];
        mapping[a] = mapping[b];
        mapping[b] = kept;
        databases[mapping[a] & 0xFF] = (byte) a;
        databases[kept & 0xFF] = (byte) b;
        swappedAtMs[a] = nowMs;
        swappedAtMs[b] = nowMs;
        ids = mapping;
    }

    /// Gives the databases from `first` to `last` fresh ids, all at one moment. False when too many
    /// flushes still wait for their sweep.
    synchronized boolean flush(int first, int last, long nowMs) {
        if (free.size() < last - first + 1) {
            return false;
        }
        byte[] mapping = ids.clone();
        for (int database = first; database <= last; database++) {
            int id = mapping[database] & 0xFF;
            dead.add(id);
            flushedAtMs[id] = nowMs;
            mapping[database] = (byte) (int) free.remove();
            databases[mapping[database] & 0xFF] = (byte) database;
        }
        anyDead = true;
        ids = mapping;
        return true;
    }

    /// The ids whose entries wait to be swept, the oldest first; a bit each.
    synchronized long[] deadIds() {
        long[] bits = new long[IDS / 64];
        for (int id : dead) {
            bits[id >>> 6] |= 1L << id;
        }
        return bits;
    }

    /// Whether entries of flushed databases may be left. Any thread, without waiting.
    boolean hasDead() {
        return anyDead;
    }

    /// The ids in `swept` have no entries any more.
    synchronized void swept(long[] swept) {
        dead.removeIf(id -> {
            boolean gone = (swept[id >>> 6] >>> id & 1) == 1;
            if (gone) {
                free.add(id);
            }
            return gone;
        });
        anyDead = !dead.isEmpty();
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
