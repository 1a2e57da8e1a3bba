package dev.larder.protocol.resp;

import java.nio.ByteBuffer;

/// A value too big to be copied into a [ReplyBuffer]: it stays where it is stored, pinned, until the
/// socket has taken it.
///
/// Implemented by whoever stores values; the transport knows the implementation and sends its parts.
/// The bytes do not change while the value is held.
public interface BigReply {
    /// What [#window] returns where there is nothing to look through.
    ByteBuffer NO_WINDOW = ByteBuffer.allocate(0);

    /// No value at all; fills unused places.
    BigReply EMPTY =
            new BigReply() {
                @Override
                public long length() {
                    return 0;
                }

                @Override
                public void copyTo(long from, byte[] to, int at, int count) {
                    assert count == 0;
                }

                @Override
                public void release() {}
            };

    /// How many bytes the value has.
    long length();

    /// Copies `count` bytes of the value, from its byte `from` on, into `to` at `at`.
    void copyTo(long from, byte[] to, int at, int count);

    /// The stored bytes from byte `from` on, as many as lie together: a direct, writable buffer that
    /// nobody writes to, good until [#release]. An empty buffer means that there is no such view of
    /// them, and that [#copyTo] is the way. Allocates the view.
    default ByteBuffer window(long from) {
        return NO_WINDOW;
    }

    /// Lets go of the value. Called exactly once, by the last who holds it, on any thread.
    void release();
}
