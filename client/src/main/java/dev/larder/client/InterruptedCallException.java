package dev.larder.client;

/// The thread that waited for the reply was interrupted, and still is. The request goes its way and
/// may be executed.
public final class InterruptedCallException extends LarderException {
    private static final long serialVersionUID = 1L;

    InterruptedCallException(InterruptedException cause) {
        super("interrupted while waiting for a reply", cause);
    }
}
