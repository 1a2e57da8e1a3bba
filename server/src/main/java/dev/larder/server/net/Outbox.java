package dev.larder.server.net;

import dev.larder.protocol.resp.BigReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// What a connection has still to send and its channel has not been given yet, in order: buffers of
/// reply bytes and big values that stay where they are stored.
///
/// A big value is given to the channel in parts, a few hundred KiB ahead of the socket, so that half
/// a gigabyte on its way out is a handful of views and not thousands. A connection has an outbox from
/// its first big value on, and never if it sends none.
///
/// - **R10** A value is released exactly once, when it has been given out entirely or the outbox is
///   closed, and no buffer that looks into it is left. One thread only.
final class Outbox {
    private final OutputBuffers buffers;
    private final OutputBuffers.Account account;
    private final ArrayDeque<Object> waiting = new ArrayDeque<>(4);
    private long bytes;

    Outbox(OutputBuffers buffers, OutputBuffers.Account account) {
        this.buffers = buffers;
        this.account = account;
    }

    /// Puts a buffer of reply bytes at the end and owns it.
    void add(ByteBuf replies) {
        waiting.addLast(replies);
        bytes += replies.readableBytes();
    }

    /// Puts a big value at the end and owns it.
    void add(BigReply value) {
        waiting.addLast(new Transfer(value, buffers));
        bytes += value.length();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Bytes waiting here; what the channel has been given does not count.
    long bytes() {
        return bytes;
    }

    /// The next buffer to give to the channel; only if not [#isEmpty].
    ByteBuf next() {
        ByteBuf part;
        if (waiting.getFirst() instanceof Transfer transfer) {
            part = transfer.next(account);
            if (transfer.isGivenOut()) {
                waiting.removeFirst();
                transfer.ended();
            }
        } else {
            part = (ByteBuf) waiting.removeFirst();
        }
        bytes -= part.readableBytes();
        return part;
    }

    /// Lets go of everything: the connection is gone.
    void close() {
        for (Object item : waiting) {
            if (item instanceof Transfer transfer) {
                transfer.ended();
            } else {
                ReferenceCountUtil.release(item);
            }
        }
        waiting.clear();
        bytes = 0;
    }

    /// A value on its way out, and the buffers that look into it.
    private static final class Transfer {
        private final BigReply value;
        private final OutputBuffers buffers;
        private long given;
        private int buffersOut;
        private boolean ended;

        Transfer(BigReply value, OutputBuffers buffers) {
            this.value = value;
            this.buffers = buffers;
        }

        boolean isGivenOut() {
            return given == value.length();
        }

        ByteBuf next(OutputBuffers.Account account) {
            ByteBuffer window = value.window(given);
            ByteBuf part = window.hasRemaining() ? view(window) : copy(account);
            given += part.readableBytes();
            return part;
        }

        private ByteBuf view(ByteBuffer window) {
            buffersOut++;
            return new View(this, window);
        }

        private ByteBuf copy(OutputBuffers.Account account) {
            int count = (int) Math.min(value.length() - given, OutputBuffers.BYTES_MAX);
            byte[] bytes = new byte[count];
            value.copyTo(given, bytes, 0, count);
            return buffers.take(count, account).writeBytes(bytes);
        }

        /// No more buffers will be made.
        void ended() {
            ended = true;
            releaseIfUnused();
        }

        void viewReleased() {
            buffersOut--;
            releaseIfUnused();
        }

        private void releaseIfUnused() {
            if (ended && buffersOut == 0) {
                buffers.release(value);
            }
        }
    }

    /// A buffer that looks at stored bytes.
    private static final class View extends UnpooledDirectByteBuf {
        private final Transfer transfer;

        View(Transfer transfer, ByteBuffer window) {
            super(UnpooledByteBufAllocator.DEFAULT, window, window.remaining());
            this.transfer = transfer;
        }

        @Override
        protected void deallocate() {
            super.deallocate();
            transfer.viewReleased();
        }
    }
}
