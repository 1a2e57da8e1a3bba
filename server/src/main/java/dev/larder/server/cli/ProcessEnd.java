package dev.larder.server.cli;

/// How a process that serves is told to end.
@FunctionalInterface
public interface ProcessEnd {
    /// Has `finish` run when the process is told to end by a signal. Called once.
    void onSignal(Runnable finish);
}
