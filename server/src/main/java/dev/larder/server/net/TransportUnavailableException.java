package dev.larder.server.net;

/// The transport asked for does not work on this machine. The message says why.
public final class TransportUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TransportUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
