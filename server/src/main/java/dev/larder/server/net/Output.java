package dev.larder.server.net;

import dev.larder.protocol.resp.BigReply;
import dev.larder.protocol.resp.ReplyBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import org.jspecify.annotations.Nullable;

/// The way out of one connection: reply bytes are copied into direct buffers and given to the channel,
/// big values wait in an [Outbox] and are given to it in parts.
///
/// The kernel's socket buffer is the client's buffer; this one only has to keep it from running dry.
/// So it counts as full as soon as a few tens of KiB wait here, and whoever runs the connection's
/// requests stops until there is room again. One thread only, [#waitingBytes] excepted.
final class Output {
    /// Bytes waiting in the channel up to which, and from which on, it takes no more.
    static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(16 * 1024, 32 * 1024);

    /// Bytes that may wait for those of other connections to be sent together with them.
    private static final int SHORT_BYTES = 16 * 1024;

    /// Bytes of big values given to the channel ahead of the socket. Nothing is copied for them; more
    /// at a time means fewer system calls.
    private static final int AHEAD_BYTES = 512 * 1024;

    /// Bytes of replies to a client before its login that need not be in proportion to its requests.
    private static final int STRANGER_BYTES = 4 * 1024;

    private final Channel channel;
    private final OutputBuffers buffers;
    private final OutputBuffers.Account account = new OutputBuffers.Account();

    /// What waits behind a big value, and the value; null before the first.
    private @Nullable Outbox outbox;

    /// Told when the last byte has been sent; null unless the connection is ending.
    private @Nullable ChannelFutureListener whenSent;

    private long takenBytes;
    private long boxedBytes;
    private boolean closed;

    Output(Channel channel, OutputBuffers buffers) {
        this.channel = channel;
        this.buffers = buffers;
    }

    /// Takes everything in `replies` over, in order, and leaves it empty. Call [#flush] after it.
    void take(ReplyBuffer replies) {
        int from = 0;
        for (int index = 0; index < replies.attachedCount(); index++) {
            int at = replies.attachedAt(index);
            takeBytes(replies.array(), from, at);
            takeBig(replies.attached(index));
            from = at;
        }
        takeBytes(replies.array(), from, replies.position());
        replies.clear();
    }

    /// Takes bytes `from` to `to` over by copying them.
    void takeBytes(byte[] bytes, int from, int to) {
        int position = from;
        while (position < to && isOpen()) {
            int count = Math.min(to - position, OutputBuffers.BYTES_MAX);
            ByteBuf buffer = buffers.take(count, account).writeBytes(bytes, position, count);
            position += count;
            takenBytes += count;
            Outbox box = outbox;
            if (box == null || box.isEmpty()) {
                give(buffer);
            } else {
                box.add(buffer);
                boxedBytes = box.bytes();
            }
        }
    }

    private void takeBig(BigReply value) {
        if (!isOpen()) {
            value.release();
            return;
        }
        Outbox box = outbox;
        if (box == null) {
            box = new Outbox(buffers, account);
            outbox = box;
        }
        box.add(value);
        takenBytes += value.length();
        boxedBytes = box.bytes();
    }

    /// Whether what was taken so far, and `replies` with it, is at most twice what was asked, or little:
    /// as it has to be before a login, or a stranger could have us send him much for next to nothing.
    boolean isInProportion(ReplyBuffer replies, long requestBytes) {
        return takenBytes + replies.position() <= STRANGER_BYTES + 2 * requestBytes;
    }

    private boolean isOpen() {
        return !closed && channel.isActive();
    }

    private void give(ByteBuf buffer) {
        var _ = channel.write(buffer, channel.unsafe().voidPromise());
    }

    /// Has the kernel keep the last segment, as long as it is not full, until the connection is closed
    /// for writing, or for the 200 milliseconds that the kernel allows. Where it cannot, nothing changes.
    ///
    /// A client that waits for a reply before it sends its next request must not get the reply earlier
    /// than the news that there will be no other, or it sends a request that nobody answers. So both
    /// leave in one segment; and a client that is silent meanwhile has sent what it had to send.
    void holdBack() {
        try {
            boolean held = channel.config().setOption(EpollChannelOption.TCP_CORK, true);
            if (!held) {
                channel.config().setOption(IoUringChannelOption.TCP_CORK, true);
            }
        } catch (ChannelException alreadyReset) {
            // Then there is nobody to hold anything back from.
        }
    }

    /// Lets the socket have what it takes.
    void flush() {
        if (!closed) {
            fillChannel();
            channel.flush();
        }
    }

    /// Whether so little waits that it may wait a little longer.
    boolean isShort() {
        return boxedBytes == 0 && channelBytes() <= SHORT_BYTES;
    }

    /// Gives the channel more: it has told that it has room.
    void channelHasRoom() {
        if (boxedBytes > 0) {
            flush();
        }
    }

    private void fillChannel() {
        Outbox box = outbox;
        if (box == null || box.isEmpty()) {
            return;
        }
        while (!box.isEmpty() && channelBytes() < AHEAD_BYTES && channel.isActive()) {
            give(box.next());
        }
        boxedBytes = box.bytes();
        if (box.isEmpty() && whenSent != null) {
            writeEnd(whenSent);
        }
    }

    /// Whether so much waits that no more should be produced. Then the channel will tell when that is
    /// over.
    boolean isFull() {
        return boxedBytes > 0 || !channel.isWritable();
    }

    /// Calls `listener` when all that was taken has been sent, or never will be.
    void end(ChannelFutureListener listener) {
        whenSent = listener;
        if (boxedBytes == 0) {
            writeEnd(listener);
        }
    }

    private void writeEnd(ChannelFutureListener listener) {
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(listener);
    }

    /// Bytes of replies the client has not taken yet, pinned values included. Any thread.
    long waitingBytes() {
        return channelBytes() + boxedBytes;
    }

    /// Memory that the copied replies take which the client has not taken yet.
    long copiedBytes() {
        return account.bytes();
    }

    private long channelBytes() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    /// A number that grows as the client takes bytes, and does not when it takes none.
    long progress() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null) {
            return takenBytes;
        }
        long waitingBytes = waiting.totalPendingWriteBytes() + boxedBytes;
        return takenBytes - waitingBytes + waiting.currentProgress();
    }

    /// Bytes of replies taken over so far.
    long takenBytes() {
        return takenBytes;
    }

    /// Lets go of what the channel was not given. Nothing is taken any more.
    void close() {
        closed = true;
        if (outbox != null) {
            outbox.close();
        }
        boxedBytes = 0;
    }
}
