package dev.larder.server.store.intern;

import java.util.HashMap;
import java.util.Map;

/// References to tenants as a walk finds them with their holders, for comparison with the tenants' counts.
public final class Tally {
    private final Map<Integer, Integer> counts = new HashMap<>();

    /// A holder of `reference` was found.
    public void add(int reference) {
        counts.merge(reference, 1, Integer::sum);
    }

    /// How many holders of `reference` were found.
    int count(int reference) {
        return counts.getOrDefault(reference, 0);
    }

    /// How many different references were found.
    int distinct() {
        return counts.size();
    }
}
