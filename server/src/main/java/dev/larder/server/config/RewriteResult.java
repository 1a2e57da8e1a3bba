package dev.larder.server.config;

/// What became of writing the settings back to their file.
public sealed interface RewriteResult {
    /// The file now says what is in force.
    record Written() implements RewriteResult {}

    /// The file is as it was.
    ///
    /// @param text the error reply, without its `ERR`, word for word as Redis's
    record Failed(String text) implements RewriteResult {}
}
