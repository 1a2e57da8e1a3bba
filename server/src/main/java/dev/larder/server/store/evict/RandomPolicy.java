package dev.larder.server.store.evict;

import java.util.SplittableRandom;

/// Any candidate, with equal chances. O(1).
final class RandomPolicy implements EvictionPolicy {
    private final Candidates candidates;
    private final SplittableRandom random;

    RandomPolicy(Candidates candidates, SplittableRandom random) {
        this.candidates = candidates;
        this.random = random;
    }

    @Override
    public void used(int slot, int stamp) {}

    @Override
    public int victim(int stamp) {
        return candidates.random();
    }

    @Override
    public long rank(long now) {
        return candidates.count() == 0 ? Long.MAX_VALUE : random.nextLong() >>> 1;
    }
}
