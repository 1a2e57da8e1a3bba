package dev.larder.server.net;

import java.util.List;
import java.util.stream.Stream;

/// The transports that work on this machine, for tests that are run with each of them.
final class Transports {
    private Transports() {}

    /// Their labels, as settings spell them.
    static List<String> working() {
        return Stream.of(Transport.EPOLL, Transport.IO_URING, Transport.NIO)
                .filter(Transports::works)
                .map(Transport::label)
                .toList();
    }

    private static boolean works(Transport transport) {
        try {
            transport.resolve();
            return true;
        } catch (TransportUnavailableException notHere) {
            return false;
        }
    }
}
