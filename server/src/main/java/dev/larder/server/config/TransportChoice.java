package dev.larder.server.config;

/// How sockets are driven.
public enum TransportChoice {
    /// The best the machine has, of those that are not experimental: epoll on Linux, else NIO.
    AUTO,
    /// Linux's epoll, through Netty's native library.
    EPOLL,
    /// Linux's io_uring, through Netty's native library.
    IO_URING,
    /// The JDK's own selector: works everywhere.
    NIO
}
