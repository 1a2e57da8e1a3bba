package dev.larder.client;

import dev.larder.protocol.resp.Reply;
import dev.larder.protocol.resp.RequestWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/// One connection to a server: requests of any threads go out in the order in which they are called,
/// without waiting for each other, and replies come back in that order.
///
/// At most [ClientConfig#inFlightMax] requests wait for replies; further ones fail with
/// [BusyException] until some are answered. A reply that does not come in time, and bytes that are no
/// reply, end the connection; requests that wait then fail with [ConnectionLostException], or
/// [TimedOutException] for the one that was late. There is no reconnecting: make another one.
///
/// Futures complete on the connection's own thread, which must not be made to wait. Requests that
/// change what a reply is (`SUBSCRIBE` in RESP2, `MONITOR`, `CLIENT REPLY`) end the connection sooner
/// or later.
public final class Connection implements AutoCloseable {
    private final Channel channel;
    private final ChannelHandlerContext context;
    private final ReplyQueue queue;
    private final int inFlightMax;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    Connection(Channel channel, int inFlightMax) {
        this.channel = channel;
        this.context = channel.pipeline().context(ReplyQueue.class);
        this.queue = (ReplyQueue) context.handler();
        this.inFlightMax = inFlightMax;
        channel.closeFuture().addListener(end -> closed.complete(null));
    }

    /// Sends a request, its command's name first.
    public CompletableFuture<Reply> call(List<byte[]> arguments) {
        return callAll(List.of(arguments)).getFirst();
    }

    /// Sends requests, all in one go and with none between them, and returns the replies to be.
    ///
    /// @throws ArithmeticException if they have more bytes than an array can hold
    public List<CompletableFuture<Reply>> callAll(List<List<byte[]>> requests) {
        List<CompletableFuture<Reply>> replies = new ArrayList<>(requests.size());
        int bytes = 0;
        for (List<byte[]> request : requests) {
            if (request.isEmpty()) {
                throw new IllegalArgumentException("a request has at least a command's name");
            }
            bytes = Math.addExact(bytes, RequestWriter.bytes(request));
            replies.add(new CompletableFuture<>());
        }
        if (queue.enter(requests.size())) {
            send(requests, bytes, replies);
        } else {
            failAll(replies, new BusyException(inFlightMax));
        }
        return replies;
    }

    private void send(
            List<List<byte[]>> requests, int bytes, List<CompletableFuture<Reply>> replies) {
        ByteBuf buffer = channel.alloc().heapBuffer(bytes, bytes);
        int end = buffer.arrayOffset();
        for (List<byte[]> request : requests) {
            end = RequestWriter.write(request, buffer.array(), end);
        }
        buffer.writerIndex(bytes);
        try {
            channel.eventLoop().execute(() -> queue.send(context, buffer, replies));
        } catch (RejectedExecutionException stopped) {
            buffer.release();
            queue.leave(replies.size());
            failAll(replies, new ConnectionLostException("the connector was closed", stopped));
        }
    }

    private static void failAll(List<CompletableFuture<Reply>> replies, LarderException reason) {
        replies.forEach(reply -> reply.completeExceptionally(reason));
    }

    /// Whether requests can still be sent.
    public boolean isOpen() {
        return channel.isActive();
    }

    /// Completes when the connection has ended, for whatever reason.
    public CompletableFuture<Void> closed() {
        return closed.copy();
    }

    /// Whether this is the thread that futures complete on.
    boolean isOwnThread() {
        return channel.eventLoop().inEventLoop();
    }

    /// Ends the connection. Requests that still wait fail.
    @Override
    public void close() {
        var _ = channel.close();
    }
}
