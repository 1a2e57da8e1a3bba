package dev.larder.server.testing;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

/// The seeds of simulations. A seed is the parameter of its test, so a failure names it, and
/// `-Dlarder.seed=N` runs that one alone; `-Dlarder.seeds=N` runs N fresh ones, to look for one that fails.
public final class Seeds {
    private static final String PROPERTY = "larder.seed";
    private static final long FIXED = 3;
    private static final int FRESH = Integer.getInteger("larder.seeds", 3);

    private Seeds() {}

    /// A few fixed seeds, so that every run has something in common, and a few fresh ones.
    public static LongStream quick() {
        Long only = Long.getLong(PROPERTY);
        if (only != null) {
            return LongStream.of(only);
        }
        LongStream fresh = ThreadLocalRandom.current().longs(FRESH, FIXED + 1, Integer.MAX_VALUE);
        return LongStream.concat(LongStream.rangeClosed(1, FIXED), fresh);
    }
}
