package dev.larder.server.net;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes in new connections of one listening socket and gives each to the loop that has fewest.
///
/// Accepting is cheaper than serving, and is done by another thread: one client that connects, sends and
/// resets in a circle would pile up connections faster than its loop can find them dead. So after a few
/// (as many as Netty accepts at a time) no more are accepted until every loop has looked after all of its
/// sockets once. Who waits does so in the kernel, as it is with a server that accepts and serves in turn.
///
/// When accepting fails, for want of descriptors as a rule, the kernel goes on telling that somebody
/// waits: so the socket is left alone for a moment, in which connections may close and others are
/// served. Who waits is accepted after that.
final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final int PAUSE_MS = 100;
    private static final int LOG_EVERY_MS = 10_000;

    /// Bytes of one read where reads cannot share a buffer.
    private static final int READ_BYTES = 16 * 1024;

    /// Probes the kernel sends to a silent peer before it gives it up, as Redis has it.
    private static final int KEEP_ALIVE_PROBES = 3;

    private final Transport transport;
    private final List<LoopContext> loops;
    private long lastLogNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(LOG_EVERY_MS);
    private int failures;

    /// Whether any connection was accepted since the loops were last waited for.
    private boolean anyAccepted;

    /// How many loops are still being waited for.
    private int roundsAwaited;

    /// Whether accepting has just failed.
    private boolean resting;

    Acceptor(Transport transport, List<LoopContext> loops) {
        this.transport = transport;
        this.loops = loops;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        anyAccepted = true;
        Channel channel = (Channel) accepted;
        LoopContext loop = leastLoaded();
        try {
            configure(channel, loop);
            channel.pipeline().addLast(new Connection(loop, channel));
            loop.eventLoop().register(channel).addListener(Acceptor::closeIfFailed);
        } catch (RuntimeException failure) {
            // The client may have reset the connection before we could set an option on it.
            channel.unsafe().closeForcibly();
            LOG.atDebug().setCause(failure).log("a connection failed while it was accepted");
        }
    }

    /// Waits for a round of every loop.
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!anyAccepted) {
            return;
        }
        anyAccepted = false;
        roundsAwaited += loops.size();
        context.channel().config().setAutoRead(false);
        for (LoopContext loop : loops) {
            loop.eventLoop().execute(() -> loop.turns().add(() -> tellRoundEnded(context)));
        }
    }

    /// Called by a loop; when the server stops there may be nobody left to be told.
    private void tellRoundEnded(ChannelHandlerContext context) {
        try {
            context.executor().execute(() -> roundEnded(context.channel()));
        } catch (RejectedExecutionException stopping) {
            LOG.atDebug()
                    .setCause(stopping)
                    .log("a round ended after the last connection was accepted");
        }
    }

    private void roundEnded(Channel listening) {
        roundsAwaited--;
        acceptAgain(listening);
    }

    private void acceptAgain(Channel listening) {
        if (roundsAwaited == 0 && !resting) {
            listening.config().setAutoRead(true);
        }
    }

    private static void closeIfFailed(io.netty.util.concurrent.Future<? super Void> registration) {
        if (!registration.isSuccess()) {
            ((ChannelFuture) registration).channel().unsafe().closeForcibly();
        }
    }

    private LoopContext leastLoaded() {
        LoopContext least = loops.getFirst();
        for (LoopContext loop : loops) {
            if (loop.load() < least.load()) {
                least = loop;
            }
        }
        return least;
    }

    private void configure(Channel channel, LoopContext loop) {
        ChannelConfig config = channel.config();
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setWriteBufferWaterMark(Output.WATER_MARKS);
        if (transport.readsAtOnce()) {
            config.setAllocator(UnpooledByteBufAllocator.DEFAULT);
            config.setRecvByteBufAllocator(loop.receiveAllocator());
        } else {
            config.setAllocator(PooledByteBufAllocator.DEFAULT);
            config.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES));
        }
        int seconds = loop.settings().keepAliveSeconds();
        if (seconds > 0) {
            keepAlive(config, seconds);
        }
    }

    private void keepAlive(ChannelConfig config, int seconds) {
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        int interval = Math.max(1, seconds / KEEP_ALIVE_PROBES);
        switch (transport) {
            case EPOLL -> {
                config.setOption(EpollChannelOption.TCP_KEEPIDLE, seconds);
                config.setOption(EpollChannelOption.TCP_KEEPINTVL, interval);
                config.setOption(EpollChannelOption.TCP_KEEPCNT, KEEP_ALIVE_PROBES);
            }
            case IO_URING -> {
                config.setOption(IoUringChannelOption.TCP_KEEPIDLE, seconds);
                config.setOption(IoUringChannelOption.TCP_KEEPINTVL, interval);
                config.setOption(IoUringChannelOption.TCP_KEEPCNT, KEEP_ALIVE_PROBES);
            }
            case AUTO, NIO -> {
                config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), seconds);
                config.setOption(
                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), interval);
                config.setOption(
                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT),
                        KEEP_ALIVE_PROBES);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        failures++;
        long nowNanos = System.nanoTime();
        if (nowNanos - lastLogNanos >= TimeUnit.MILLISECONDS.toNanos(LOG_EVERY_MS)) {
            lastLogNanos = nowNanos;
            LOG.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .addKeyValue("failures", failures)
                    .log("cannot accept connections: raise the limit on open files (ulimit -n)");
            failures = 0;
        }
        resting = true;
        context.channel().config().setAutoRead(false);
        var _ =
                context.executor()
                        .schedule(() -> rested(context.channel()), PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    private void rested(Channel listening) {
        resting = false;
        acceptAgain(listening);
    }
}
