package dev.larder.server.store;

/// Why an entry ends.
public enum Ending {
    /// The policy gave it up for room.
    EVICTED,
    /// Its time ran out.
    EXPIRED,
    /// A command deleted it.
    DELETED,
    /// Its database was emptied.
    FLUSHED,
    /// One of its families was invalidated.
    INVALIDATED;

    private static final Ending[] ALL = values();

    /// The number that records have; never 0.
    int number() {
        return ordinal() + 1;
    }

    /// Whether records have this number.
    static boolean isNumber(int number) {
        return number > 0 && number <= ALL.length;
    }

    static Ending of(int number) {
        return ALL[number - 1];
    }
}
