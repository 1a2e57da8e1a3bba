package dev.larder.server.store;

/// What a slot's kind, a number of four bits, says: the type of the value and how it is kept.
final class Kind {
    /// A string whose bytes follow the key in the blob.
    static final int STRING_INLINE = 0x00;

    /// A string that spells an integer, kept as one to eight bytes of two's complement.
    static final int STRING_INTEGER = 0x01;

    /// A string too long for one chunk: the blob lists the parts.
    static final int STRING_PARTS = 0x02;

    /// A string that other entries share: the blob names a tenant of the interner.
    static final int STRING_SHARED = 0x03;

    /// No value but the right of one client to fill the key: a lease. It and what follows here looks to
    /// ordinary commands like no entry.
    static final int LEASE = 14;

    /// No value but the knowledge that there is none.
    static final int ABSENT = 15;

    private Kind() {}

    /// Whether an entry of this kind is none to ordinary commands.
    static boolean isHidden(int kind) {
        return kind >= LEASE;
    }
}
