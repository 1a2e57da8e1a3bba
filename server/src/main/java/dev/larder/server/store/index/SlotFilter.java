package dev.larder.server.store.index;

/// A test on slots, for look-ups by something else than the key.
@FunctionalInterface
public interface SlotFilter {
    /// Whether `slot` is the one looked for.
    boolean accepts(int slot);
}
