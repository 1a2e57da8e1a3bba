package dev.larder.server.net;

import dev.larder.server.net.ListenException.Reason;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listening sockets of a server, on an event loop of their own: so whoever wants other sockets, a
/// command on one of the loops that serve clients for instance, can wait for them.
///
/// Any thread but that loop's may call it.
final class Listening implements AutoCloseable {
    private static final int LOOP_END_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final NetConfig config;
    private final List<LoopContext> loops;
    private final MultiThreadIoEventLoopGroup group;

    // Written under this object's lock.
    private volatile Sockets sockets;
    private boolean closed;

    /// What is listened on: the addresses as they were asked for, and the port of all of them.
    private record Sockets(List<String> addresses, List<ServerChannel> channels, int port) {}

    private Listening(NetConfig config, List<LoopContext> loops) {
        this.config = config;
        this.loops = loops;
        this.group =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("larder-accept"),
                        config.transport().ioHandlers());
        this.sockets = new Sockets(config.addresses(), List.of(), config.port());
    }

    /// Listens on all addresses of `config`, or on none and throws. Where any port will do, the one
    /// found for the first address is used for all of them.
    static Listening open(NetConfig config, List<LoopContext> loops) throws ListenException {
        var listening = new Listening(config, loops);
        try {
            listening.sockets = listening.open(config.addresses(), config.port());
        } catch (ListenException failure) {
            listening.close();
            throw failure;
        }
        return listening;
    }

    /// Listens on `addresses` and `port` instead. If that cannot be, nothing has changed. Connections stay
    /// as they are.
    ///
    /// To another port there is no moment without sockets. At the same port there is one, because an
    /// address and the one that means all addresses exclude each other.
    synchronized void move(List<String> addresses, int port) throws ListenException {
        Sockets before = sockets;
        if (closed) {
            return;
        }
        if (port != before.port()) {
            sockets = open(addresses, port);
            close(before.channels());
            return;
        }
        close(before.channels());
        try {
            sockets = open(addresses, port);
        } catch (ListenException failure) {
            reopen(before);
            throw failure;
        }
    }

    private void reopen(Sockets before) {
        try {
            sockets = open(before.addresses(), before.port());
        } catch (ListenException lost) {
            LOG.atError()
                    .addKeyValue("reason", lost.getMessage())
                    .log("listens nowhere any more: CONFIG SET bind, or restart");
        }
    }

    /// Listens on all of `addresses`, or on none and throws.
    private Sockets open(List<String> addresses, int port) throws ListenException {
        var channels = new ArrayList<ServerChannel>();
        int found = port;
        try {
            for (String address : addresses) {
                found = add(address, found, channels);
            }
            if (channels.isEmpty()) {
                throw new ListenException(
                        Reason.NO_SUCH_ADDRESS,
                        "cannot listen: the machine has none of " + addresses,
                        new UnknownHostException());
            }
        } catch (ListenException failure) {
            close(channels);
            throw failure;
        }
        return new Sockets(List.copyOf(addresses), List.copyOf(channels), found);
    }

    /// Adds what listens on the address of `setting`; answers the port.
    private int add(String setting, int port, List<ServerChannel> channels) throws ListenException {
        boolean optional = setting.startsWith("-");
        String name = optional ? setting.substring(1) : setting;
        try {
            InetAddress address = resolve(name);
            if (isCovered(address, channels)) {
                return port;
            }
            ServerChannel channel = listen(name, new InetSocketAddress(address, port));
            channels.add(channel);
            return addressOf(channel).getPort();
        } catch (ListenException failure) {
            if (!optional || failure.reason() != Reason.NO_SUCH_ADDRESS) {
                throw failure;
            }
            return port;
        }
    }

    /// Whether `address` means all addresses, and so does one of `channels`, for both families.
    private boolean isCovered(InetAddress address, List<ServerChannel> channels) {
        return !config.transport().separatesFamilies()
                && address.isAnyLocalAddress()
                && channels.stream()
                        .anyMatch(channel -> addressOf(channel).getAddress().isAnyLocalAddress());
    }

    private ServerChannel listen(String name, InetSocketAddress address) throws ListenException {
        ServerChannel channel = config.transport().newServerChannel(address.getAddress());
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        channel.config().setOption(ChannelOption.SO_BACKLOG, config.backlog());
        channel.pipeline().addLast(new Acceptor(config.transport(), loops));
        ChannelFuture bound =
                group.register(channel)
                        .awaitUninterruptibly()
                        .channel()
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            channel.close().awaitUninterruptibly();
            throw failure(name, address.getPort(), bound.cause());
        }
        return channel;
    }

    private static InetSocketAddress addressOf(ServerChannel channel) {
        return (InetSocketAddress) channel.localAddress();
    }

    private static void close(List<ServerChannel> channels) {
        for (ServerChannel channel : channels) {
            channel.close().awaitUninterruptibly();
        }
    }

    private static InetAddress resolve(String name) throws ListenException {
        try {
            return InetAddress.getByName(
                    switch (name) {
                        case "*" -> "0.0.0.0";
                        case "::*" -> "::";
                        default -> name;
                    });
        } catch (UnknownHostException unknown) {
            throw new ListenException(
                    Reason.NO_SUCH_ADDRESS, "cannot listen on " + name + ": no such host", unknown);
        }
    }

    private static ListenException failure(String name, int port, Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        String where = "cannot listen on " + name + ":" + port + ": ";
        if (text.contains("in use")) {
            return new ListenException(Reason.IN_USE, where + "the port is in use", cause);
        }
        if (text.contains("permission denied")) {
            return new ListenException(
                    Reason.NOT_PERMITTED, where + "ports below 1024 need a privilege", cause);
        }
        if (text.contains("assign requested address") || text.contains("not supported")) {
            return new ListenException(
                    Reason.NO_SUCH_ADDRESS, where + "the machine has no such address", cause);
        }
        return new ListenException(Reason.OTHER, where + cause.getMessage(), cause);
    }

    /// The port of all addresses.
    int port() {
        return sockets.port();
    }

    /// Where the server can be reached.
    List<InetSocketAddress> addresses() {
        return sockets.channels().stream().map(Listening::addressOf).toList();
    }

    /// Accepts nobody any more.
    @Override
    public synchronized void close() {
        closed = true;
        close(sockets.channels());
        group.shutdownGracefully(0, LOOP_END_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(LOOP_END_SECONDS + 1, TimeUnit.SECONDS);
    }
}
