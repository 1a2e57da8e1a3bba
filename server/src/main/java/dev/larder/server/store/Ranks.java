package dev.larder.server.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// How early the next victim of each shard should go, side by side, so that who looks for the first of all
/// reads a few lines and not an object a shard.
///
/// Each shard writes its own cell, under its lock; anybody reads them all, a moment behind.
final class Ranks {
    /// The rank of a shard that has nobody to evict.
    static final long NOBODY = Long.MAX_VALUE;

    /// No shard.
    static final int NO_SHARD = -1;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells;

    Ranks(int shards) {
        cells = new long[shards];
        Arrays.fill(cells, NOBODY);
    }

    /// How many shards there are.
    int shards() {
        return cells.length;
    }

    /// The rank of one shard, the lowest first.
    long of(int shard) {
        return (long) CELL.getOpaque(cells, shard);
    }

    /// Publishes the rank of one shard.
    void publish(int shard, long rank) {
        CELL.setOpaque(cells, shard, rank);
    }

    /// The shard with the lowest rank, or [#NO_SHARD] if there is nobody to evict. O(shards).
    int first() {
        int first = NO_SHARD;
        long lowest = NOBODY;
        for (int shard = 0; shard < cells.length; shard++) {
            long rank = (long) CELL.getOpaque(cells, shard);
            if (rank < lowest) {
                lowest = rank;
                first = shard;
            }
        }
        return first;
    }
}
