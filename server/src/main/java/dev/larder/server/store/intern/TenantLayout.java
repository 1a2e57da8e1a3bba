package dev.larder.server.store.intern;

/// Byte layout of the chunk that holds an interned byte string, native order.
///
/// ```text
///   0      1      2        4            8            12
///   +------+------+--------+------------+------------+-------------------------+
///   | 251  | kind | length |    slot    |   count    |  the bytes              |   strings
///   +------+------+--------+------------+------------+-----------+-------------+
///   | 251  | kind | length |    slot    |   count    |   note    |  the bytes  |   names, lists
///   +------+------+--------+------------+------------+-----------+-------------+
///                                                     12          20
/// ```
///
/// - the mark 251 begins no other chunk, so that a chunk says by itself whose it is and can be moved;
/// - `slot` is the tenant's number in the whole interner, its reference;
/// - `count` is how many references to it are held;
/// - `note` is a number of its owner's, which strings do without.
final class TenantLayout {
    /// The first byte of a tenant's chunk.
    static final int MARK = 251;

    static final int KIND = 1;
    static final int LENGTH = 2;
    static final int SLOT = 4;
    static final int COUNT = 8;
    static final int NOTE = 12;

    private static final int STRING_HEADER_BYTES = 12;
    private static final int HEADER_BYTES_MAX = 20;

    /// The longest byte string of any kind.
    static final int CONTENT_BYTES_MAX = 16_384 - HEADER_BYTES_MAX;

    static {
        if (COUNT + Integer.BYTES != STRING_HEADER_BYTES || NOTE + Long.BYTES != HEADER_BYTES_MAX) {
            throw new ExceptionInInitializerError("tenant: budget 12 and 20 bytes");
        }
    }

    private TenantLayout() {}

    /// Bytes before those of a tenant of this kind.
    static int headerBytes(int kind) {
        return kind == TenantKind.STRING ? STRING_HEADER_BYTES : HEADER_BYTES_MAX;
    }
}
