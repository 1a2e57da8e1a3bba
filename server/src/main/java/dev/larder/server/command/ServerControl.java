package dev.larder.server.command;

import dev.larder.server.check.InvariantViolation;

/// What commands can ask of the process as a whole.
public interface ServerControl {
    /// Begins an orderly stop, as SIGTERM does, and returns at once. Any thread.
    void stop();

    /// Ends the process after a broken invariant: one log line, a dump, no clean-up. Any thread.
    void abort(InvariantViolation violation);
}
