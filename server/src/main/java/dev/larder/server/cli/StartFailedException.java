package dev.larder.server.cli;

/// The server cannot start, and why: one line for the operator, and the status to end with.
public final class StartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /// @param message one line that names what is wrong
    public StartFailedException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /// The status to end with.
    public ExitCode exitCode() {
        return exitCode;
    }
}
