package dev.larder.server.store.evict;

/// Any candidate, with equal chances. O(1).
final class RandomPolicy implements EvictionPolicy {
    private final Candidates candidates;

    RandomPolicy(Candidates candidates) {
        this.candidates = candidates;
    }

    @Override
    public void used(int slot, int stamp) {}

    @Override
    public int victim(int stamp) {
        return candidates.random();
    }

    /// The fullest shard goes first: what is picked in it is then as if picked from all of them.
    @Override
    public long rank(long now) {
        int count = candidates.count();
        return count == 0 ? Long.MAX_VALUE : -count;
    }

    @Override
    public boolean ranksBySize() {
        return true;
    }
}
