package dev.larder.server.net;

/// The server cannot listen where it was told to. The message is one line for the operator.
public final class ListenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /// What is wrong with an address.
    public enum Reason {
        /// Somebody else listens there.
        IN_USE,
        /// Ports below 1024 are not for everybody.
        NOT_PERMITTED,
        /// The machine has no such address, or the name means none.
        NO_SUCH_ADDRESS,
        /// Anything else.
        OTHER
    }

    ListenException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// What is wrong.
    public Reason reason() {
        return reason;
    }
}
