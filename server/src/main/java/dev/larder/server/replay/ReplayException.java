package dev.larder.server.replay;

/// The cache does not do what a replay needs, and what it said: one line.
public final class ReplayException extends Exception {
    private static final long serialVersionUID = 1L;

    ReplayException(String message) {
        super(message);
    }
}
