package dev.larder.server.memory;

/// Which chunks may share a page: those that can be moved, and those that cannot by what they are for.
/// A page has one kind as long as it is in use, so an evacuated page is never held by a chunk that
/// cannot go, and the pages of a structure that shrinks drain by themselves.
public enum PageKind {
    /// Chunks of `BLOBS`, `PARTS` and `INTERNED`.
    MOVABLE,
    /// Chunks of `SLOTS`.
    SLOTS,
    /// Chunks of `INDEX`.
    INDEX;

    /// How many kinds there are.
    static final int COUNT = 3;
}
