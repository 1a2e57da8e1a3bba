package dev.larder.server.cli;

import java.io.PrintStream;
import java.util.Map;

/// What a command talks to: replaced as a whole in tests.
///
/// @param out for what was asked for
/// @param err for what went wrong
/// @param environment the variables
public record Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {
    private static final String NAME = "larder: ";

    /// The process's own.
    public static Terminal system() {
        return new Terminal(System.out, System.err, System.getenv());
    }

    /// One line about what went wrong.
    void complain(String message) {
        err.println(NAME + message);
    }
}
