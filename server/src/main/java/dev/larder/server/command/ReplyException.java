package dev.larder.server.command;

/// A client's mistake, on its way to becoming the error reply. Made by [ReplyError] only, caught by
/// [Dispatcher] only. It has no stack trace: it says what the client did, not where we noticed.
public final class ReplyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ReplyError error;

    ReplyException(ReplyError error, String line) {
        super(line, null, false, false);
        this.error = error;
    }

    /// Which error of the catalogue this is.
    public ReplyError error() {
        return error;
    }

    /// The error line without its dash, one byte a character (ISO 8859-1).
    public String line() {
        return String.valueOf(getMessage());
    }
}
