package dev.larder.server.config;

/// What became of a change of settings at run time: all of it or nothing.
public sealed interface SetResult {
    /// All settings have their new values, and whoever follows them has acted on that.
    record Applied() implements SetResult {}

    /// No setting has changed.
    ///
    /// @param text the error reply, without its `ERR`, word for word as Redis's
    record Refused(String text) implements SetResult {}
}
