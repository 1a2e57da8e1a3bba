package dev.larder.server.store;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.store.intern.TagSet;

/// The tags that a request names. Reused from request to request; the names are borrowed.
public final class TagNames {
    /// The most tags an entry has, and a request names.
    public static final int TAGS_MAX = TagSet.TAGS_MAX;

    /// The longest tag, in bytes.
    public static final int TAG_BYTES_MAX = TagSet.TAG_BYTES_MAX;

    private final TagSet set = new TagSet();

    /// No tags.
    public TagNames() {}

    /// Forgets all tags.
    public void clear() {
        set.clear();
    }

    /// One tag more; the caller has seen to the bounds.
    public void add(Slice tag) {
        set.add(tag);
    }

    /// How many tags there are; one that was named twice counts twice.
    public int count() {
        return set.count();
    }

    TagSet set() {
        return set;
    }
}
