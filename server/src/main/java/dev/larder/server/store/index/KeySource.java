package dev.larder.server.store.index;

/// What the index asks about the keys it does not hold: it knows slots and a byte of each hash.
/// There are two implementations in a server, a shard's and an interner's, few enough for the calls to be inlined.
public interface KeySource {
    /// Whether the entry in `slot` has this key in this database.
    boolean matches(int slot, byte[] key, int offset, int length, int db);

    /// Reads a byte or so of what [#hashOf] will read, and answers whatever it is: a loop over this
    /// lets the misses of many entries overlap, which a loop that hashes each key does not.
    int touch(int slot);

    /// The full hash of the entry in `slot`, computed anew from its key.
    long hashOf(int slot);
}
