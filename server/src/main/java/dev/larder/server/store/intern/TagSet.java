package dev.larder.server.store.intern;

import dev.larder.protocol.bytes.Slice;

/// Some tags, as a request names them, and room to work with them. Reused from request to request; the names
/// are borrowed.
public final class TagSet {
    /// The most tags an entry has.
    public static final int TAGS_MAX = 64;

    /// The longest tag, in bytes.
    public static final int TAG_BYTES_MAX = 1024;

    /// A reference and a generation.
    static final int PAIR_BYTES = 8;

    /// Room for the longest list.
    static final int LIST_BYTES_MAX = TAGS_MAX * PAIR_BYTES;

    private final byte[][] arrays = new byte[TAGS_MAX][];
    private final int[] offsets = new int[TAGS_MAX];
    private final int[] lengths = new int[TAGS_MAX];
    private int count;

    /// The references of the tags, each counted for whoever works with them, and their generations.
    final long[] pairs = new long[2 * TAGS_MAX];

    /// The bytes of a list.
    final byte[] list = new byte[LIST_BYTES_MAX];

    /// No tags.
    public TagSet() {
        clear();
    }

    /// Forgets all tags.
    public void clear() {
        count = 0;
    }

    /// One tag more; the caller has seen to the bounds.
    public void add(Slice tag) {
        arrays[count] = tag.array();
        offsets[count] = tag.offset();
        lengths[count] = tag.length();
        count++;
    }

    /// How many tags there are; a tag that was named twice counts twice.
    public int count() {
        return count;
    }

    byte[] array(int index) {
        return arrays[index];
    }

    int offset(int index) {
        return offsets[index];
    }

    int length(int index) {
        return lengths[index];
    }
}
