package dev.larder.server.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the server asks the kernel for its sockets' events.
///
/// The native transports need their libraries to be loaded, which a read-only root, a `noexec` /tmp
/// or denied native access prevents. Asked for by name, a transport that does not work is an error;
/// `auto` takes the next best one and says so.
public enum Transport {
    /// Epoll where it works, NIO elsewhere.
    AUTO("auto"),
    /// Linux epoll through JNI: the fewest system calls and no garbage.
    EPOLL("epoll"),
    /// Linux io_uring: cheaper for deep pipelines, dearer for single requests.
    IO_URING("io_uring"),
    /// The JDK's own selector: works everywhere.
    NIO("nio");

    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private final String label;

    Transport(String label) {
        this.label = label;
    }

    /// The name used in settings and logs.
    public String label() {
        return label;
    }

    /// The transport that will really be used: never [#AUTO].
    ///
    /// @throws TransportUnavailableException if this one was asked for by name and does not work
    public Transport resolve() {
        return switch (this) {
            case AUTO -> automatic();
            case EPOLL -> available(Epoll.unavailabilityCause());
            case IO_URING -> available(IoUring.unavailabilityCause());
            case NIO -> NIO;
        };
    }

    private static Transport automatic() {
        if (Epoll.isAvailable()) {
            return EPOLL;
        }
        LOG.atWarn()
                .addKeyValue("reason", rootMessage(Epoll.unavailabilityCause()))
                .log("epoll is not available, using nio: more CPU for each request");
        return NIO;
    }

    private Transport available(Throwable unavailabilityCause) {
        if (unavailabilityCause != null) {
            String reason = rootMessage(unavailabilityCause);
            throw new TransportUnavailableException(
                    "transport " + label + " does not work here: " + reason, unavailabilityCause);
        }
        return this;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /// Whether a read finishes before the next one starts, so that all connections of a loop can
    /// read into the same buffer. With io_uring the kernel fills buffers on its own time.
    boolean readsAtOnce() {
        return this != IO_URING;
    }

    /// What makes the selectors of the event loops.
    IoHandlerFactory ioHandlers() {
        return switch (this) {
            case EPOLL -> new SteadyEpoll.Factory();
            case IO_URING -> IoUringIoHandler.newFactory();
            case AUTO, NIO -> NioIoHandler.newFactory();
        };
    }

    /// A new socket to listen on `address` with. Where [#separatesFamilies], it takes connections of the
    /// address's family alone, also if it is the one that means all.
    ServerChannel newServerChannel(InetAddress address) {
        return switch (this) {
            case EPOLL -> {
                if (address instanceof Inet4Address) {
                    yield new EpollServerSocketChannel(SocketProtocolFamily.INET);
                }
                var channel = new EpollServerSocketChannel(SocketProtocolFamily.INET6);
                channel.config().setOption(IPV6_ONLY, 1);
                yield channel;
            }
            case IO_URING -> new IoUringServerSocketChannel();
            case AUTO, NIO -> new NioServerSocketChannel();
        };
    }

    /// `IPPROTO_IPV6` and `IPV6_V6ONLY` of Linux.
    private static final IntegerUnixChannelOption IPV6_ONLY =
            new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

    /// Whether listening on all IPv4 addresses and on all IPv6 ones are two things. Elsewhere either is both,
    /// if the machine has IPv6.
    boolean separatesFamilies() {
        return this == EPOLL;
    }
}
