package dev.larder.server.cli;

import dev.larder.server.config.Settings;

/// Starts a server; the command line's only road to one.
@FunctionalInterface
public interface ServerStarter {
    /// A server that accepts clients.
    ///
    /// @throws StartFailedException if it cannot, for a reason that the operator can do something about
    RunningServer start(Settings settings) throws StartFailedException;
}
