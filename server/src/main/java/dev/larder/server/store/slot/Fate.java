package dev.larder.server.store.slot;

/// What became of a family, seen from an entry that belongs to it: the later, the worse.
public final class Fate {
    /// Nobody invalidated it since the entry came.
    public static final int LIVE = 0;

    /// Invalidated softly: no plain read finds the entry.
    public static final int STALE = 1;

    /// Invalidated: nobody finds the entry.
    public static final int DEAD = 2;

    private Fate() {}
}
