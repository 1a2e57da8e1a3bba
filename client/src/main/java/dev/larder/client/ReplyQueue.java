package dev.larder.client;

import dev.larder.protocol.resp.ProtocolException;
import dev.larder.protocol.resp.Reply;
import dev.larder.protocol.resp.ReplyParser;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The loop's side of a connection: sends requests, and gives each its reply in the order in which
/// they were sent. Whatever ends the connection ends every request that still waits. Loop thread
/// only, where nothing else is said.
final class ReplyQueue extends ChannelInboundHandlerAdapter {
    private static final int SCRATCH_BYTES = 16 * 1024;

    /// A request that was sent, and until when its reply should come.
    private record Waiting(CompletableFuture<Reply> reply, long deadlineNanos) {}

    private final ReplyParser parser;
    private final Consumer<Reply.Push> pushes;
    private final long replyTimeoutNanos;

    private final int inFlightMax;
    private final AtomicInteger inFlight = new AtomicInteger();

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable LarderException end;

    ReplyQueue(ClientConfig config, Consumer<Reply.Push> pushes) {
        this.parser = new ReplyParser(config.limits());
        this.pushes = pushes;
        this.inFlightMax = config.inFlightMax();
        this.replyTimeoutNanos = config.replyTimeout().toNanos();
    }

    /// Makes room for `count` requests; false if as many wait already as may. Any thread.
    boolean enter(int count) {
        if (inFlight.addAndGet(count) <= inFlightMax) {
            return true;
        }
        leave(count);
        return false;
    }

    /// Gives room back. Any thread.
    void leave(int count) {
        inFlight.addAndGet(-count);
    }

    /// Sends `requests`, which there is room for; `replies` has a place for the reply to each.
    void send(
            ChannelHandlerContext context,
            ByteBuf requests,
            List<CompletableFuture<Reply>> replies) {
        LarderException ended = end;
        if (ended != null) {
            requests.release();
            leave(replies.size());
            replies.forEach(reply -> reply.completeExceptionally(ended));
            return;
        }
        long deadlineNanos = now(context) + replyTimeoutNanos;
        for (CompletableFuture<Reply> reply : replies) {
            waiting.add(new Waiting(reply, deadlineNanos));
        }
        var _ = context.writeAndFlush(requests, context.voidPromise());
        watch(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        try {
            while (buffer.isReadable() && end == null) {
                int length = Math.min(buffer.readableBytes(), scratch.length);
                buffer.readBytes(scratch, 0, length);
                parser.feed(scratch, 0, length);
                while (end == null && parser.next()) {
                    take(context, parser.reply());
                }
            }
        } catch (ProtocolException malformed) {
            end(context, new ConnectionLostException("the server's reply is malformed", malformed));
        } finally {
            buffer.release();
        }
    }

    private void take(ChannelHandlerContext context, Reply reply) {
        if (reply instanceof Reply.Push push) {
            pushes.accept(push);
            return;
        }
        Waiting request = waiting.poll();
        if (request == null) {
            end(
                    context,
                    new ConnectionLostException("the server answered what nobody asked: " + reply));
            return;
        }
        leave(1);
        request.reply.complete(reply);
    }

    /// Keeps a timer on the oldest request. It is not moved when that is answered, only looked at
    /// again when it fires: requests come and go far more often.
    private void watch(ChannelHandlerContext context) {
        Waiting oldest = waiting.peek();
        if (timer == null && oldest != null && end == null) {
            long delayNanos = Math.max(oldest.deadlineNanos - now(context), 0);
            timer =
                    context.executor()
                            .schedule(() -> timerFired(context), delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void timerFired(ChannelHandlerContext context) {
        timer = null;
        Waiting oldest = waiting.peek();
        if (oldest != null && oldest.deadlineNanos - now(context) <= 0) {
            String late =
                    "no reply within " + TimeUnit.NANOSECONDS.toMillis(replyTimeoutNanos) + " ms";
            oldest.reply.completeExceptionally(new TimedOutException(late));
            end(context, new ConnectionLostException("closed: an earlier request had " + late));
        } else {
            watch(context);
        }
    }

    private static long now(ChannelHandlerContext context) {
        return context.executor().ticker().nanoTime();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(context, new ConnectionLostException("the connection was closed"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context, new ConnectionLostException("the connection broke: " + cause, cause));
    }

    /// Ends the connection for the first reason given, and with it all requests that wait.
    void end(ChannelHandlerContext context, LarderException reason) {
        if (end != null) {
            return;
        }
        end = reason;
        if (timer != null) {
            timer.cancel(false);
        }
        var _ = context.close();
        for (Waiting request = waiting.poll(); request != null; request = waiting.poll()) {
            leave(1);
            request.reply.completeExceptionally(reason);
        }
    }
}
