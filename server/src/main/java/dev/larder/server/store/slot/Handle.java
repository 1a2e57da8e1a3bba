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
///
/// - **H1** Whatever changes an entry's value, or ends the entry, moves the slot's generation on, so that the
///   handles given out before are stale. Reading, and changing the time to live alone, do not.
/// - **H2** A stale handle is never good again, for any entry: each live slot has one handle, the handle leads to
///   that slot, and those of its earlier generations lead nowhere (M21).
/// - **H3** Any other number, of whatever slot, segment or generation, leads nowhere, and nothing outside of the
///   table is read to find that out.
/// - **H4** A handle is resolved by the slot's generation alone: no key is hashed or compared.
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
