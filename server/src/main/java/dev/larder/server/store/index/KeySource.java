package dev.larder.server.store.index;

/// What the index asks about the keys it does not hold: it knows slots and a byte of each hash.
/// There is one implementation in a server, so that both calls are inlined.
public interface KeySource {
    /// Whether the entry in `slot` has this key in this database.
    boolean matches(int slot, byte[] key, int offset, int length, int db);

    /// The full hash of the entry in `slot`, computed anew from its key.
    long hashOf(int slot);
}
