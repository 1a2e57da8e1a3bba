package dev.larder.server.config;

import java.util.List;

/// Where the server listens and with what.
///
/// @param bind addresses, `*` for all of IPv4 and `-` before those that may be missing
/// @param port the TCP port; 0 for any free one
/// @param backlog how many connections may wait to be accepted
/// @param keepaliveSeconds idle time before the kernel probes a connection; 0 never
/// @param transport how sockets are driven
/// @param ioThreads the number of event loops
public record ListenConfig(
        List<String> bind,
        int port,
        int backlog,
        int keepaliveSeconds,
        TransportChoice transport,
        int ioThreads) {
    static ListenConfig read(SettingValues values) {
        return new ListenConfig(
                values.get(NetworkDirectives.BIND),
                values.integer(NetworkDirectives.PORT),
                values.integer(NetworkDirectives.TCP_BACKLOG),
                values.integer(NetworkDirectives.TCP_KEEPALIVE),
                values.get(NetworkDirectives.TRANSPORT),
                Math.toIntExact(values.get(NetworkDirectives.IO_THREADS).value()));
    }
}
