package dev.larder.server.store.slot;

/// The flag bits of a slot.
public final class SlotFlags {
    /// The entry has a deadline: its blob has the timed fields and the timer wheel knows it.
    public static final int TIMED = 1;

    /// The entry is a member of the eviction order.
    public static final int LINKED = 1 << 1;

    /// SIEVE: read since the hand last passed.
    public static final int VISITED = 1 << 2;

    /// The value was last written in part, by APPEND or SETRANGE.
    public static final int SPLICED = 1 << 3;

    /// The entry has tags: its blob names their list.
    public static final int TAGGED = 1 << 4;

    private SlotFlags() {}
}
