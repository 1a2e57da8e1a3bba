package dev.larder.server.net;

import dev.larder.server.session.Session;
import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A connection as its session sees it: what may be asked of it from any thread is done on its loop.
final class ConnectionLink implements Session.Link {
    private final Connection connection;
    private final LoopContext loop;
    private final Channel channel;

    ConnectionLink(Connection connection, LoopContext loop, Channel channel) {
        this.connection = connection;
        this.loop = loop;
        this.channel = channel;
    }

    @Override
    public String address() {
        return text(channel.remoteAddress());
    }

    @Override
    public String localAddress() {
        return text(channel.localAddress());
    }

    private static String text(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet
                ? NetUtil.toSocketAddressString(internet)
                : "?:0";
    }

    @Override
    public int descriptor() {
        return channel instanceof UnixChannel unix ? unix.fd().intValue() : -1;
    }

    @Override
    public long inputBytes() {
        boolean asks = loop.eventLoop().inEventLoop() && loop.isTurnOf(connection);
        return asks ? connection.input().unreadBytes() : connection.input().heldBytes();
    }

    @Override
    public long outputBytes() {
        return connection.output().waitingBytes();
    }

    @Override
    public void close() {
        onLoop(() -> connection.closeAbruptly("a command killed it"));
    }

    @Override
    public void suspend(long forMs) {
        connection.suspension().begin(forMs);
    }

    @Override
    public void resume() {
        onLoop(() -> connection.suspension().end());
    }

    @Override
    public void authenticated(boolean yes) {
        connection.authenticated(yes);
    }

    @Override
    public void send(byte[] message) {
        onLoop(() -> connection.push(message));
    }

    private void onLoop(Runnable task) {
        if (loop.eventLoop().inEventLoop()) {
            task.run();
        } else {
            loop.eventLoop().execute(task);
        }
    }
}
