package dev.larder.server.store.index;

import dev.larder.server.memory.RawBytes;

/// SipHash-1-3 of a database id and a key.
public final class KeyHasher {
    /// A hasher with this key: for tests, which want the same hashes every time.
    public KeyHasher(long key0, long key1) {
        throw new UnsupportedOperationException();
    }

    /// A hasher with a key nobody knows: one a process.
    public static KeyHasher random() {
        throw new UnsupportedOperationException();
    }

    /// The hash of the key that is `length` bytes of `array` from `offset`, in database `db`.
    public long hash(byte[] array, int offset, int length, int db) {
        throw new UnsupportedOperationException();
    }

    /// The hash of the key that is `length` bytes of `raw` at `at`, in database `db`.
    public long hash(RawBytes raw, long at, int length, int db) {
        throw new UnsupportedOperationException();
    }
}
