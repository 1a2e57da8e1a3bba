package dev.larder.client;

/// Why a request has no reply. A reply that says no is a reply:
/// [Failure][dev.larder.protocol.resp.Reply.Failure].
public abstract sealed class LarderException extends RuntimeException
        permits BusyException,
                ConnectionLostException,
                InterruptedCallException,
                RefusedException,
                TimedOutException {
    private static final long serialVersionUID = 1L;

    LarderException(String message) {
        super(message);
    }

    LarderException(String message, Throwable cause) {
        super(message, cause);
    }
}
