package dev.larder.server.command;

import dev.larder.server.config.Settings;
import dev.larder.server.session.Authentication;
import dev.larder.server.session.ClientPause;
import dev.larder.server.session.Sessions;
import dev.larder.server.stats.ServerStats;
import dev.larder.server.store.Store;
import dev.larder.server.time.Clock;

/// The parts of the server that commands work with. Put together once, at start.
///
/// @param commands all commands
/// @param store the data
/// @param sessions the clients
/// @param authentication who may log in
/// @param pause whether clients are paused
/// @param stats what is counted
/// @param clock what time it is
/// @param control the process
/// @param identity who the server is
/// @param settings what is set, and may be set anew
public record ServerContext(
        CommandTable commands,
        Store store,
        Sessions sessions,
        Authentication authentication,
        ClientPause pause,
        ServerStats stats,
        Clock clock,
        ServerControl control,
        ServerIdentity identity,
        Settings settings) {}
