package dev.larder.server.replay;

import java.io.IOException;

/// The requests of a trace, in their order. One thread only.
public interface Requests extends AutoCloseable {
    /// Moves to the next request; false when there is none.
    ///
    /// @throws TraceException if what follows is not of the format
    boolean next() throws IOException;

    /// The key of the request: an array of its own.
    byte[] key();

    @Override
    void close() throws IOException;
}
