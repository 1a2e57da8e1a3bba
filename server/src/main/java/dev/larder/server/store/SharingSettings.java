package dev.larder.server.store;

import dev.larder.server.store.intern.Interner;

/// Which values entries share with each other.
///
/// @param mode when
/// @param minBytes values shorter than this are never shared
/// @param maxBytes nor are values longer than this
public record SharingSettings(Mode mode, int minBytes, int maxBytes) {
    /// When equal values are stored once.
    public enum Mode {
        /// Never.
        OFF,
        /// From the moment that a recent equal one is known.
        AUTO,
        /// From the first one on.
        ALWAYS
    }

    /// The least length for which sharing pays as soon as there are two owners.
    ///
    /// A tenant costs a slot (24), its share of the index (9) and the head of its chunk (12) beside the bytes;
    /// each owner keeps a reference (4) where it had a length (1 or 2) and the bytes. With two owners that is
    /// `45 + n + 8` against `2n + 2`: even at 51 bytes. Chunks are rounded up to their class, three of them
    /// here and two there, which takes up to 8 bytes of the gain. 64 pays whatever the classes.
    public static final int MIN_BYTES_DEFAULT = 64;

    /// The longest value that can be shared.
    public static final int BYTES_MAX = Interner.BYTES_MAX;

    /// Nothing is shared.
    public static final SharingSettings OFF =
            new SharingSettings(Mode.OFF, MIN_BYTES_DEFAULT, BYTES_MAX);

    /// What servers begin with.
    public static final SharingSettings DEFAULT =
            new SharingSettings(Mode.AUTO, MIN_BYTES_DEFAULT, BYTES_MAX);

    boolean admits(int length) {
        return length >= minBytes && length <= maxBytes && length <= BYTES_MAX;
    }
}
