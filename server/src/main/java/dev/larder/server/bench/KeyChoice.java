package dev.larder.server.bench;

import java.util.SplittableRandom;

/// Draws the numbers of keys, from 0 up to a count. One thread only.
interface KeyChoice {
    /// The next number.
    long next(SplittableRandom random);
}
