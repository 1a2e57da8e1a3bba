package dev.larder.server.memory;

/// What a chunk is for. Every chunk is charged to one tag, and pages are kept apart by kind, so that
/// pages of movable chunks can be evacuated and the others drain by themselves.
public enum MemoryTag {
    /// Tables of entry slots.
    SLOTS,
    /// Segments and directories of the hash index.
    INDEX,
    /// Buckets of the timer wheel.
    TIMERS,
    /// Keys with their values; movable.
    BLOBS,
    /// The pieces of values too large for one chunk; movable.
    PARTS;

    private static final MemoryTag[] ALL = values();

    /// How many tags there are.
    static final int COUNT = ALL.length;

    /// Whether the owner can move a chunk of this tag, so that its page can be evacuated.
    public boolean isMovable() {
        return this == BLOBS || this == PARTS;
    }
}
