package dev.larder.server.store;

/// What a slot's kind byte says: the type of the value (high four bits) and how it is kept (low four).
final class Kind {
    /// A string whose bytes follow the key in the blob.
    static final int STRING_INLINE = 0x00;

    /// A string that spells an integer, kept as one to eight bytes of two's complement.
    static final int STRING_INTEGER = 0x01;

    /// A string too long for one chunk: the blob lists the parts.
    static final int STRING_PARTS = 0x02;

    /// A string that other entries share: the blob names a tenant of the interner.
    static final int STRING_SHARED = 0x03;

    private Kind() {}
}
