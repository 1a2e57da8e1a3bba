package dev.larder.server.command.admin;

import dev.larder.server.session.Session;

/// Whether a client is on this machine, which some commands are only open to.
final class Locality {
    private static final String MAPPED_IPV4 = "::ffff:";

    private Locality() {}

    /// Whether the client came over the loopback interface.
    static boolean isLocal(Session session) {
        return isLoopback(session.link().address());
    }

    /// Whether `address`, numeric and with a port, is one of the loopback interface.
    static boolean isLoopback(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            return false;
        }
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        if (host.startsWith(MAPPED_IPV4)) {
            host = host.substring(MAPPED_IPV4.length());
        }
        return host.matches("127\\.\\d+\\.\\d+\\.\\d+")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1");
    }
}
