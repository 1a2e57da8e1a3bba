package dev.larder.server.bench;

import dev.larder.client.Credentials;
import java.util.Optional;

/// A server to send requests to.
///
/// @param address where it is
/// @param login who to be there, if anyone
public record Target(ServerAddress address, Optional<Credentials> login) {}
