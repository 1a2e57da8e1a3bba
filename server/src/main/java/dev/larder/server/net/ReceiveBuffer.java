package dev.larder.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/// The one buffer into which all connections of an event loop read, one after another, and the one
/// handle that hands it out: an idle connection holds no buffer and a read allocates nothing.
///
/// That works because a loop handles one socket at a time, and the handler of a connection releases
/// the buffer before it returns. A connection gets one read a turn, so that a client that never
/// stops sending takes its turn like everybody else. One thread only.
final class ReceiveBuffer implements RecvByteBufAllocator, RecvByteBufAllocator.ExtendedHandle {
    /// Bytes of one read.
    static final int BYTES = 64 * 1024;

    private final ByteBuf buffer =
            new UnpooledDirectByteBuf(UnpooledByteBufAllocator.DEFAULT, BYTES, BYTES);

    private int lastBytes;

    @Override
    @SuppressWarnings("deprecation") // the older type is what Netty's interface asks for
    public Handle newHandle() {
        return this;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator ignored) {
        assert buffer.refCnt() == 1 : "the buffer is still held by the connection before";
        buffer.clear();
        return buffer.retain();
    }

    @Override
    public int guess() {
        return BYTES;
    }

    @Override
    public void lastBytesRead(int bytes) {
        lastBytes = bytes;
    }

    @Override
    public int lastBytesRead() {
        return lastBytes;
    }

    @Override
    public void attemptedBytesRead(int bytes) {}

    @Override
    public int attemptedBytesRead() {
        return BYTES;
    }

    @Override
    public boolean continueReading() {
        return false;
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
        return false;
    }

    @Override
    public void reset(ChannelConfig config) {}

    @Override
    public void incMessagesRead(int count) {}

    @Override
    public void readComplete() {}

    /// Frees the buffer; the loop has ended.
    void close() {
        buffer.release();
    }
}
