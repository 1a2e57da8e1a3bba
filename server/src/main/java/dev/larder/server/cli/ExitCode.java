package dev.larder.server.cli;

/// With which status the process ends, and what it means: the numbers of BSD's `sysexits.h`, which
/// scripts and service managers know.
///
/// Source: <https://man.openbsd.org/sysexits.3>
public enum ExitCode {
    /// It did what it was asked to; a server stopped in order.
    OK(0, "success; a server that was told to stop and did so in order"),
    /// The command line makes no sense.
    USAGE(64, "the command line is malformed"),
    /// A file that was named cannot be read.
    NO_INPUT(66, "a file named on the command line cannot be read"),
    /// The port is in use, the address or the transport does not exist.
    UNAVAILABLE(69, "the port is in use, or the address or transport is not there"),
    /// A bug.
    SOFTWARE(70, "an internal error; the log says more"),
    /// The system refuses something, memory as a rule.
    OS_ERROR(71, "the system refused something, memory as a rule"),
    /// A file cannot be written.
    CANNOT_CREATE(73, "a file cannot be written: the log, the pid file"),
    /// The port needs a privilege.
    NO_PERMISSION(77, "the port needs a privilege that the user has not"),
    /// A setting is wrong.
    CONFIG(78, "a setting is wrong; every problem is listed");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    /// The number the process ends with.
    public int status() {
        return status;
    }

    /// What it means, for the help text.
    public String meaning() {
        return meaning;
    }
}
