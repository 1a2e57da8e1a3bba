package dev.larder.server.config;

/// A value that its setting does not take. The message is Redis's own for the same mistake, as
/// `CONFIG SET` replies it; [#reason] names what came, as a start-up problem does.
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String suggestion;

    BadValueException(String message, String reason) {
        this(message, reason, "");
    }

    /// With the valid value that was probably meant, or an empty text.
    BadValueException(String message, String reason, String suggestion) {
        super(message, null, false, false);
        this.reason = reason;
        this.suggestion = suggestion;
    }

    String reason() {
        return reason;
    }

    String suggestion() {
        return suggestion;
    }

    /// The message, which is never missing here.
    String text() {
        return String.valueOf(getMessage());
    }
}
