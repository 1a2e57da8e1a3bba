package dev.larder.client;

/// The reply did not come in time. The request may have been executed or not; the connection was
/// closed.
public final class TimedOutException extends LarderException {
    private static final long serialVersionUID = 1L;

    TimedOutException(String message) {
        super(message);
    }
}
