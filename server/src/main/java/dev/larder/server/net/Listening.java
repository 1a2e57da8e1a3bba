package dev.larder.server.net;

import dev.larder.server.net.ListenException.Reason;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The listening sockets of a server.
final class Listening implements AutoCloseable {
    private final List<ServerChannel> channels = new ArrayList<>();
    private final NetConfig config;
    private final List<LoopContext> loops;
    private int port;

    private Listening(NetConfig config, List<LoopContext> loops) {
        this.config = config;
        this.loops = loops;
        this.port = config.port();
    }

    /// Listens on all addresses of `config`, or on none and throws. Where any port will do, the one
    /// found for the first address is used for all of them.
    static Listening open(NetConfig config, List<LoopContext> loops) throws ListenException {
        var listening = new Listening(config, loops);
        try {
            for (String address : config.addresses()) {
                listening.add(address);
            }
            if (listening.channels.isEmpty()) {
                throw new ListenException(
                        Reason.NO_SUCH_ADDRESS,
                        "cannot listen: the machine has none of " + config.addresses(),
                        new UnknownHostException());
            }
        } catch (ListenException failure) {
            listening.close();
            throw failure;
        }
        return listening;
    }

    private void add(String setting) throws ListenException {
        boolean optional = setting.startsWith("-");
        String name = optional ? setting.substring(1) : setting;
        try {
            listen(name);
        } catch (ListenException failure) {
            if (!optional || failure.reason() != Reason.NO_SUCH_ADDRESS) {
                throw failure;
            }
        }
    }

    private void listen(String name) throws ListenException {
        var address = new InetSocketAddress(resolve(name), port);
        ServerChannel channel = config.transport().newServerChannel();
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        channel.config().setOption(ChannelOption.SO_BACKLOG, config.backlog());
        channel.pipeline().addLast(new Acceptor(config.transport(), loops));
        int number = channels.size() % loops.size();
        ChannelFuture bound =
                loops.get(number)
                        .eventLoop()
                        .register(channel)
                        .awaitUninterruptibly()
                        .channel()
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            channel.close().awaitUninterruptibly();
            throw failure(name, bound.cause());
        }
        channels.add(channel);
        port = ((InetSocketAddress) channel.localAddress()).getPort();
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

    private ListenException failure(String name, Throwable cause) {
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
        return port;
    }

    /// Where the server can be reached.
    List<InetSocketAddress> addresses() {
        return channels.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /// Accepts nobody any more.
    @Override
    public void close() {
        for (ServerChannel channel : channels) {
            channel.close().awaitUninterruptibly();
        }
    }
}
