package dev.larder.server.net;

import dev.larder.protocol.resp.BigReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Direct buffers for replies on their way to the sockets of one event loop.
///
/// As a rule the socket takes a reply at once, the buffer comes back before the next one is needed,
/// and a handful of buffers serves the loop for ever without an allocation. Behind a slow reader
/// buffers pile up (up to the connection's limits): so they come in four sizes, and a client that
/// leaves its short replies unread does not hold a large buffer for each. What comes back beyond
/// [#KEPT_BYTES_MAX] a size is freed. One thread only.
final class OutputBuffers {
    /// The largest buffer; what is longer goes into several.
    static final int BYTES_MAX = 64 * 1024;

    private static final int SIZES = 4;
    private static final int BYTES_MIN = 1024;

    /// Bits from one size to the next: 1, 4, 16 and 64 KiB.
    private static final int STEP_BITS = 2;

    private static final int KEPT_BYTES_MAX = 512 * 1024;

    private static final Account NOBODY = new Account();

    /// What the buffers of one connection take that are out.
    static final class Account {
        private long bytes;

        /// The bytes of all of them, used or not.
        long bytes() {
            return bytes;
        }
    }

    private final Shelf[] shelves = new Shelf[SIZES];
    private final Consumer<Throwable> onFailure;
    private long bytesOut;

    /// @param onFailure told of what goes wrong where Netty would only log it
    OutputBuffers(Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        for (int size = 0; size < SIZES; size++) {
            shelves[size] = new Shelf(BYTES_MIN << (size * STEP_BITS));
        }
    }

    /// An empty buffer with room for `bytes`, at most [#BYTES_MAX], on the account of `owner`. It comes
    /// back by its release.
    ByteBuf take(int bytes, Account owner) {
        assert bytes <= BYTES_MAX;
        int size = 0;
        while (BYTES_MIN << (size * STEP_BITS) < bytes) {
            size++;
        }
        OutputBuffer buffer = shelves[size].take();
        buffer.owner = owner;
        owner.bytes += buffer.capacity();
        return buffer;
    }

    /// Bytes of the buffers that are out: what slow readers hold.
    long bytesOut() {
        return bytesOut;
    }

    /// Lets go of a value that has been sent. Called from where Netty frees buffers, which swallows
    /// whatever is thrown.
    void release(BigReply value) {
        try {
            value.release();
        } catch (RuntimeException | Error failure) {
            onFailure.accept(failure);
        }
    }

    /// Frees the buffers that are in.
    void close() {
        for (Shelf shelf : shelves) {
            shelf.close();
        }
    }

    /// The buffers of one size that are in.
    private final class Shelf {
        private final int bufferBytes;
        private final int keptMax;
        private final ArrayDeque<OutputBuffer> free = new ArrayDeque<>();
        private boolean closed;

        Shelf(int bufferBytes) {
            this.bufferBytes = bufferBytes;
            this.keptMax = KEPT_BYTES_MAX / bufferBytes;
        }

        OutputBuffer take() {
            OutputBuffer buffer = free.pollLast();
            if (buffer == null) {
                buffer = new OutputBuffer(this);
            }
            bytesOut += bufferBytes;
            return buffer;
        }

        /// Takes a buffer back. False if there are enough.
        boolean putBack(OutputBuffer buffer) {
            bytesOut -= bufferBytes;
            buffer.owner.bytes -= bufferBytes;
            if (closed || free.size() >= keptMax) {
                return false;
            }
            buffer.renew();
            free.addLast(buffer);
            return true;
        }

        void close() {
            closed = true;
            for (OutputBuffer buffer = free.pollLast(); buffer != null; buffer = free.pollLast()) {
                bytesOut += bufferBytes;
                buffer.owner.bytes += bufferBytes;
                buffer.release();
            }
        }
    }

    /// A buffer that goes back to its shelf when nobody refers to it any more.
    private static final class OutputBuffer extends UnpooledDirectByteBuf {
        private final Shelf shelf;
        private Account owner = NOBODY;

        OutputBuffer(Shelf shelf) {
            super(UnpooledByteBufAllocator.DEFAULT, shelf.bufferBytes, shelf.bufferBytes);
            this.shelf = shelf;
        }

        void renew() {
            resetRefCnt();
            clear();
        }

        @Override
        protected void deallocate() {
            if (!shelf.putBack(this)) {
                super.deallocate();
            }
        }
    }
}
