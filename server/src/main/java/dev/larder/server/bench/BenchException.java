package dev.larder.server.bench;

/// A run cannot be made or finished: the server is not there, refuses, or hangs up.
public final class BenchException extends Exception {
    private static final long serialVersionUID = 1L;

    BenchException(String message) {
        super(message);
    }

    BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
