package dev.larder.server.cli;

import java.net.InetSocketAddress;
import java.util.List;

/// A server that accepts clients, as the command line sees it.
public interface RunningServer {
    /// Where it listens.
    List<InetSocketAddress> addresses();

    /// How its sockets are driven: `epoll`, `io_uring` or `nio`.
    String transport();

    /// Returns when the server has stopped, whoever stopped it: [#stop], or a client's SHUTDOWN.
    void awaitStop() throws InterruptedException;

    /// Stops in order: accepts nobody any more, answers what clients have sent, closes. Blocks until
    /// that is done, or until the shutdown time-out has passed, also when called again. Any thread.
    void stop();
}
