package dev.larder.server.store;

/// How many of its writes an event loop looks at for values to share: all of them while that pays, one of
/// 64 when nothing repeats.
///
/// To look at a value is to hash it and to touch a cell or two, which is a few hundredths of a write. In
/// a cache of a million different values it would be for nothing, so after each window of values looked at
/// the share is halved if fewer than one in 32 was of use, and is all again if one in 8 was.
final class Appetite {
    private static final int WINDOW = 256;
    private static final int USES_MIN = WINDOW / 32;
    private static final int USES_GOOD = WINDOW / 8;
    private static final int MASK_MAX = 63;

    private int mask;
    private int writes;
    private int looks;
    private int uses;

    /// Whether to look at the next value.
    boolean wants() {
        return (writes++ & mask) == 0;
    }

    /// What came of it.
    void looked(boolean wasOfUse) {
        uses += wasOfUse ? 1 : 0;
        if (++looks < WINDOW) {
            return;
        }
        if (uses >= USES_GOOD) {
            mask = 0;
        } else if (uses < USES_MIN) {
            mask = Math.min(mask << 1 | 1, MASK_MAX);
        }
        looks = 0;
        uses = 0;
    }
}
