package dev.larder.server.replay;

import java.io.IOException;
import java.nio.file.Path;

/// A trace cannot be read, and where it stops making sense: one line for whoever named the file.
public final class TraceException extends IOException {
    private static final long serialVersionUID = 1L;

    private TraceException(String message) {
        super(message);
    }

    /// About a file as a whole.
    static TraceException in(Path file, String problem) {
        return new TraceException(file + ": " + problem);
    }

    /// About one place: the number of a line, or of a request where there are no lines.
    static TraceException at(Path file, long place, String problem) {
        return new TraceException(file + ":" + place + ": " + problem);
    }
}
