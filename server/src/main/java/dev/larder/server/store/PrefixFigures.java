package dev.larder.server.store;

/// What is known of a prefix at one moment, deeper prefixes included.
///
/// @param name its bytes, one character each, delimiter included; `(other)` for all that are not tracked by themselves
/// @param depth how many levels it has; 0 for `(other)`
/// @param keys entries that carry it
/// @param bytes memory of those: slots, their share of the index, and chunks
/// @param hits look-ups that found a live entry
/// @param misses look-ups that found none
/// @param sets entries written
/// @param evictions entries evicted
/// @param expirations entries whose time ran out
/// @param invalidations how often it was invalidated
public record PrefixFigures(
        String name,
        int depth,
        long keys,
        long bytes,
        long hits,
        long misses,
        long sets,
        long evictions,
        long expirations,
        long invalidations) {
    /// The name of all that are not tracked by themselves.
    public static final String OTHER = "(other)";

    PrefixFigures plus(PrefixFigures deeper) {
        return new PrefixFigures(
                name,
                depth,
                keys + deeper.keys,
                bytes + deeper.bytes,
                hits + deeper.hits,
                misses + deeper.misses,
                sets + deeper.sets,
                evictions + deeper.evictions,
                expirations + deeper.expirations,
                invalidations);
    }
}
