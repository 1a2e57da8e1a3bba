package dev.larder.server.store.slot;

/// A name for what a slot holds *now*: the slot and its generation in one positive `long`.
///
/// ```text
///      63   62 ........... 32   31 ............ 0
///     +---+------------------+------------------+
///     | 0 |  generation (31) |  store slot (32) |
///     +---+------------------+------------------+
/// ```
///
/// The generation of a live slot is odd, so no handle is zero: [#NONE] names nothing. The slot is the
/// store-wide one (shard in its low bits), see `Shard#storeSlot`.
public final class Handle {
    /// The handle of nothing.
    public static final long NONE = 0;

    private Handle() {}

    /// The handle of `storeSlot` in its `generation`.
    public static long of(int generation, int storeSlot) {
        return (long) generation << 32 | (storeSlot & 0xFFFF_FFFFL);
    }

    /// The generation part; may be anything when the handle is forged.
    public static int generation(long handle) {
        return (int) (handle >>> 32);
    }

    /// The store-wide slot part, an unsigned int; may be anything when the handle is forged.
    public static int storeSlot(long handle) {
        return (int) handle;
    }
}
