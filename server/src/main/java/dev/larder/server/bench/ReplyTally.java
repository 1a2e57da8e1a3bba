package dev.larder.server.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/// What replies were, for one thread.
final class ReplyTally {
    /// How many different errors are told apart; there are seldom more than two.
    private static final int TEXTS_MAX = 20;

    private static final String OTHER = "other errors";

    private final Map<String, Long> errors = new LinkedHashMap<>();
    private long hits;
    private long misses;

    void hit() {
        hits++;
    }

    void miss() {
        misses++;
    }

    void error(String text) {
        boolean known = errors.containsKey(text) || errors.size() < TEXTS_MAX;
        errors.merge(known ? text : OTHER, 1L, Long::sum);
    }

    long hits() {
        return hits;
    }

    long misses() {
        return misses;
    }

    /// Errors by their text.
    Map<String, Long> errors() {
        return errors;
    }
}
