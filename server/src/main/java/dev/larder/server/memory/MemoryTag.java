package dev.larder.server.memory;

/// What a chunk is for. Every chunk is charged to one tag, and the tag decides with which others it
/// may share a page.
public enum MemoryTag {
    /// Tables of entry slots.
    SLOTS(PageKind.SLOTS),
    /// Segments and directories of the hash index.
    INDEX(PageKind.INDEX),
    /// Keys with their values; movable.
    BLOBS(PageKind.MOVABLE),
    /// The pieces of values too large for one chunk; movable.
    PARTS(PageKind.MOVABLE),
    /// Byte strings that are stored once for many; movable.
    INTERNED(PageKind.MOVABLE);

    /// How many tags there are.
    static final int COUNT = 5;

    private final PageKind kind;

    MemoryTag(PageKind kind) {
        this.kind = kind;
    }

    /// The kind of page that chunks of this tag lie on.
    public PageKind kind() {
        return kind;
    }

    /// Whether chunks of this tag are counted by page, as they lie among those of `BLOBS`.
    boolean isGuest() {
        return this == PARTS || this == INTERNED;
    }

    /// Whether the owner can move a chunk of this tag, so that its page can be evacuated.
    public boolean isMovable() {
        return kind == PageKind.MOVABLE;
    }
}
