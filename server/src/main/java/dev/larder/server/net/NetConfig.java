package dev.larder.server.net;

import java.util.List;

/// What is set about sockets once, at start.
///
/// @param transport how sockets are driven
/// @param ioThreads the number of event loops
/// @param addresses to listen on: `*` for every IPv4 address, `::*` for every IPv6 one, and a leading
///     `-` where it does not matter if there is no such address
/// @param port to listen on; 0 for any that is free
/// @param backlog how many connections may wait to be accepted
public record NetConfig(
        Transport transport, int ioThreads, List<String> addresses, int port, int backlog) {
    /// A server for this machine alone, at `port`.
    public static NetConfig local(int port) {
        return new NetConfig(Transport.AUTO, 2, List.of("127.0.0.1", "-::1"), port, 511);
    }
}
