package dev.larder.server.memory;

/// The system refused to reserve memory. The message is one line, fit to show to an operator.
public final class MemoryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MemoryUnavailableException(String message) {
        super(message);
    }

    MemoryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
