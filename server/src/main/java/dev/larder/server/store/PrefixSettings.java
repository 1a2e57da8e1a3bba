package dev.larder.server.store;

/// What of a key is its prefix.
///
/// @param delimiter the byte that ends each level of a prefix, and belongs to it
/// @param depth how many levels count; 1 to 4
/// @param max how many prefixes are tracked by themselves; 0 tracks nothing at all
public record PrefixSettings(byte delimiter, int depth, int max) {
    /// The most levels.
    public static final int DEPTH_MAX = 4;

    /// The most that [#max] can be.
    public static final int MAX = 16_384;

    /// What servers begin with.
    public static final PrefixSettings DEFAULT = new PrefixSettings((byte) ':', 1, 1024);

    /// No prefix is tracked.
    public static final PrefixSettings OFF = new PrefixSettings((byte) ':', 1, 0);

    /// Refuses what cannot be.
    public PrefixSettings {
        if (depth < 1 || depth > DEPTH_MAX) {
            throw new IllegalArgumentException("prefix depth " + depth + " (1 to 4)");
        }
        if (max < 0 || max > MAX) {
            throw new IllegalArgumentException("prefix max " + max + " (at most 16384)");
        }
    }
}
