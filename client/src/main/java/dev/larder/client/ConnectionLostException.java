package dev.larder.client;

/// There is no connection, or none any more. A request that was on its way may have been executed
/// or not.
public final class ConnectionLostException extends LarderException {
    private static final long serialVersionUID = 1L;

    ConnectionLostException(String message) {
        super(message);
    }

    ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
