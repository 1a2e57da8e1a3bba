package dev.larder.server.store.expire;

import java.util.Arrays;

/// Entries for tests of the wheel: plain arrays, and a count of how often they were touched.
final class ListedEntries implements TimedEntries {
    private static final int FREE = Integer.MIN_VALUE;

    final long[] expireAtMs;
    private final int[] prev;
    private final int[] next;
    long touches;

    ListedEntries(int slots) {
        expireAtMs = new long[slots];
        prev = new int[slots];
        next = new int[slots];
        Arrays.fill(prev, FREE);
        Arrays.fill(next, FREE);
    }

    /// Moves what is kept of `from` to `to`, as a shard does before it tells the wheel.
    void copy(int from, int to) {
        expireAtMs[to] = expireAtMs[from];
        prev[to] = prev[from];
        next[to] = next[from];
        prev[from] = FREE;
        next[from] = FREE;
    }

    @Override
    public long expireAtMs(int slot) {
        touches++;
        return expireAtMs[slot];
    }

    @Override
    public int timerPrev(int slot) {
        touches++;
        return prev[slot];
    }

    @Override
    public int timerNext(int slot) {
        touches++;
        return next[slot];
    }

    @Override
    public void timerPrev(int slot, int link) {
        touches++;
        prev[slot] = link;
    }

    @Override
    public void timerNext(int slot, int link) {
        touches++;
        next[slot] = link;
    }
}
