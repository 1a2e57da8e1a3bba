package dev.larder.server.store;

import java.util.LinkedHashMap;
import java.util.Map;

/// The names of the tags that were invalidated last, by a few bits of their hashes: entries that ended through a tag may
/// have been the last to know what it is called. Any thread; nothing is locked under its monitor.
final class EndedTags {
    /// Bits of a hash that name a tag here.
    static final int BITS = 27;

    private static final int NAMES_MAX = 1024;

    /// Guarded by this object.
    private final Map<Integer, String> names = new LinkedHashMap<>();

    EndedTags() {}

    /// The bits of a hash that name a tag here.
    static int code(long hash) {
        return (int) (hash >>> (Long.SIZE - 1 - BITS)) & (1 << BITS) - 1;
    }

    /// Remembers the tag, and forgets the one that was remembered for the longest time if there are too many.
    synchronized void add(long hash, String name) {
        int code = code(hash);
        names.remove(code);
        names.put(code, name);
        if (names.size() > NAMES_MAX) {
            names.remove(names.keySet().iterator().next());
        }
    }

    /// What the tag is called, a character a byte; an empty text if that is not remembered any more.
    synchronized String name(int code) {
        return names.getOrDefault(code, "");
    }
}
